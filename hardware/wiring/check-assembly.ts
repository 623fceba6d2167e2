import type { Assembly, Net, Part, Terminal } from './assembly.ts';
import type { FirmwarePin } from './pin-header.ts';

/** An end of a net with its part. */
interface End {
  readonly part: Part;
  readonly terminal: Terminal;
}

/** Pins of each firmware, from its header. */
export type FirmwarePins = Readonly<Record<'scale' | 'tool', readonly FirmwarePin[]>>;

/**
 * What is wrong with an assembly, one English sentence each; empty when it may be built. Refused: an end that does not exist, a terminal in two nets, two outputs on
 * one wire, a supply or signal of a voltage the other end does not stand, a powered part without supply or ground, and a pin that is not the firmware's.
 */
export function checkAssembly(assembly: Assembly, firmwarePins: FirmwarePins): readonly string[] {
  const ends = endsByName(assembly.parts);
  return [
    ...assembly.nets.flatMap((net) => checkEnds(net, ends)),
    ...checkDoubleUse(assembly.nets),
    ...assembly.nets.flatMap((net) => checkVolts(net, endsOf(net, ends))),
    ...assembly.nets.flatMap((net) => checkGap(net, endsOf(net, ends))),
    ...assembly.parts.flatMap((part) => checkPower(part, assembly.nets)),
    ...assembly.parts.flatMap((part) => checkPins(part, firmwarePins)),
  ];
}

const nameOf = ({ part, terminal }: End): string => `${part.id}.${terminal.id}`;

function endsByName(parts: readonly Part[]): ReadonlyMap<string, End> {
  return new Map(parts.flatMap((part) => part.terminals.map((terminal) => [`${part.id}.${terminal.id}`, { part, terminal }])));
}

const endsOf = (net: Net, ends: ReadonlyMap<string, End>): readonly End[] =>
  net.ends.map((name) => ends.get(name)).filter((end) => end !== undefined);

function checkEnds(net: Net, ends: ReadonlyMap<string, End>): readonly string[] {
  const unknown = net.ends.filter((name) => !ends.has(name)).map((name) => `Net "${net.name}" names ${name}, which is not there.`);
  return net.ends.length < 2 ? [...unknown, `Net "${net.name}" has fewer than two ends.`] : unknown;
}

function checkDoubleUse(nets: readonly Net[]): readonly string[] {
  const firstUse = new Map<string, string>();
  const problems: string[] = [];
  for (const net of nets) {
    for (const end of net.ends) {
      const other = firstUse.get(end);
      if (other !== undefined) problems.push(`${end} is used twice: by "${other}" and by "${net.name}".`);
      firstUse.set(end, net.name);
    }
  }
  return problems;
}

/** Kinds of terminals that may be on one wire. */
const KINDS: readonly (readonly Terminal['role'][])[] = [
  ['supplyOut', 'supplyIn'],
  ['ground'],
  ['signalOut', 'signalIn', 'signalBoth'],
  ['shield', 'earth', 'ground'],
  ['plug'],
];

function checkVolts(net: Net, ends: readonly End[]): readonly string[] {
  if (!KINDS.some((kind) => ends.every(({ terminal }) => kind.includes(terminal.role)))) {
    return [
      `Net "${net.name}" joins kinds that do not belong together: ${ends.map((end) => `${nameOf(end)} (${end.terminal.role})`).join(', ')}.`,
    ];
  }
  const sources = ends.filter(({ terminal }) => terminal.role === 'supplyOut' || terminal.role === 'signalOut');
  const needsSource = ends.some(({ terminal }) => terminal.role === 'supplyIn' || terminal.role === 'signalIn');
  if (sources.length > 1) return [`Net "${net.name}" joins two outputs: ${sources.map(nameOf).join(', ')}.`];
  const [source] = sources;
  if (source === undefined) return needsSource ? [`Net "${net.name}" has no output.`] : [];
  return ends.filter((end) => end !== source).flatMap((end) => checkLevel(net, source, end));
}

function checkLevel(net: Net, source: End, end: End): readonly string[] {
  const { volts } = source.terminal;
  const { volts: most, minVolts = 0 } = end.terminal;
  if (volts === undefined || most === undefined)
    return [`Net "${net.name}" joins ${nameOf(source)} and ${nameOf(end)} without telling their volts.`];
  if (volts > most) return [`Net "${net.name}": ${nameOf(source)} gives ${volts} V, ${nameOf(end)} stands ${most} V.`];
  return volts < minVolts ? [`Net "${net.name}": ${nameOf(source)} gives ${volts} V, ${nameOf(end)} needs ${minVolts} V.`] : [];
}

function checkGap(net: Net, ends: readonly End[]): readonly string[] {
  const gaps = new Set(ends.map(gapOf));
  return gaps.size > 1 ? [`Net "${net.name}" cannot be drawn: its ends face different gaps.`] : [];
}

/** Number of the gap between two columns that a terminal faces; gap 0 is left of the first column. */
const gapOf = ({ part, terminal }: End): number => part.column + (terminal.side === 'right' ? 1 : 0);

function checkPower(part: Part, nets: readonly Net[]): readonly string[] {
  const powered = part.terminals.filter(({ role }) => role === 'supplyIn');
  if (powered.length === 0) return [];
  const joined = (terminal: Terminal): boolean => nets.some((net) => net.ends.includes(`${part.id}.${terminal.id}`));
  const grounds = part.terminals.filter(({ role }) => role === 'ground');
  return [
    ...powered.filter((terminal) => !joined(terminal)).map((terminal) => `${part.id}.${terminal.id} has no supply.`),
    ...(grounds.some(joined) ? [] : [`${part.id} has no ground.`]),
  ];
}

/** A pin label of an Arduino. */
const PIN_LABEL = /^(?:D(?:\d|1[0-3])|A[0-7])$/u;

function checkPins(part: Part, firmwarePins: FirmwarePins): readonly string[] {
  if (part.firmware === undefined) return [];
  const pins = firmwarePins[part.firmware];
  return part.terminals
    .filter(({ label, firmwarePin }) => firmwarePin !== undefined || /^[AD]\d/u.test(label))
    .flatMap((terminal) => checkPin(`${part.id}.${terminal.id}`, terminal, part.firmware, pins));
}

function checkPin(name: string, terminal: Terminal, firmware: Part['firmware'], pins: readonly FirmwarePin[]): readonly string[] {
  const { label, firmwarePin } = terminal;
  if (!PIN_LABEL.test(label)) return [`${name}: an Arduino has no pin ${label}.`];
  if (firmwarePin !== undefined) {
    const pin = pins.find((known) => known.name === firmwarePin);
    if (pin === undefined) return [`${name}: the firmware has no ${firmwarePin}.`];
    return pin.arduino === label ? [] : [`${name} is ${label}, the firmware has ${firmwarePin} on ${pin.arduino}.`];
  }
  // The tool firmware leaves its pins to the configuration, the scale firmware names each.
  if (firmware === 'scale') return [`${name}: the scale firmware does not use ${label}.`];
  const serial = pins.find((known) => known.arduino === label && known.name.startsWith('PIN_SERIAL_'));
  return serial === undefined ? [] : [`${name}: ${label} is the serial line of the board.`];
}
