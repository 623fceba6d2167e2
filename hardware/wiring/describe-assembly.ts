import { type Assembly, type Part, WIRE_COLOURS } from './assembly.ts';
import { netNumbers } from './layout-assembly.ts';

/** The page of an assembly in Dutch Markdown: picture, parts list, table of wires, and what to mind. */
export function describeAssembly(assembly: Assembly): string {
  return [
    `# ${assembly.title}`,
    '',
    assembly.purpose,
    '',
    `![Bedrading: ${assembly.title}](${assembly.id}.svg)`,
    '',
    '## Onderdelen',
    '',
    '| aantal | onderdeel | waar u op let | mag ook |',
    '|---|---|---|---|',
    ...partRows(assembly.parts),
    ...assembly.extras.map(({ count, name, specification }) => `| ${count} | ${name} | ${specification} | |`),
    '',
    '## Draden',
    '',
    '| nr | draad | kleur | van en naar |',
    '|---|---|---|---|',
    ...netRows(assembly),
    '',
    '## Let op',
    '',
    ...assembly.notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function netRows(assembly: Assembly): readonly string[] {
  const numbers = netNumbers(assembly.nets);
  return assembly.nets.map((net, index) => {
    const ends = net.ends.map((end) => describeEnd(assembly, end)).join(' – ');
    return `| ${numbers[index]} | ${net.name} | ${WIRE_COLOURS[net.colour].name} | ${ends} |`;
  });
}

/** Parts with the same specification on one row. */
function partRows(parts: readonly Part[]): readonly string[] {
  const bySpecification = new Map<string, Part[]>();
  for (const part of parts) bySpecification.set(part.specification, [...(bySpecification.get(part.specification) ?? []), part]);
  return [...bySpecification].map(([specification, same]) => {
    const [first] = same;
    const name = same.length > 1 ? sharedName(same) : (first?.name ?? '');
    return `| ${same.length} | ${name} | ${specification} | ${first?.alternatives ?? ''} |`;
  });
}

/** "Loadcel 1", "Loadcel 2" become "Loadcel". */
const sharedName = (parts: readonly Part[]): string => (parts[0]?.name ?? '').replace(/ (?:\d|[A-Z])(?= |$).*$/u, '');

function describeEnd(assembly: Assembly, end: string): string {
  const [partId = '', terminalId = ''] = end.split('.');
  const part = assembly.parts.find(({ id }) => id === partId);
  const terminal = part?.terminals.find(({ id }) => id === terminalId);
  return `${part?.name ?? partId}: **${terminal?.label ?? terminalId}**`;
}
