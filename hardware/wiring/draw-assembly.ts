import { type Assembly, type TerminalRole, WIRE_COLOURS } from './assembly.ts';
import { isStraight, type Layout, layoutAssembly, type PlacedNet, type PlacedPart, type PlacedTerminal } from './layout-assembly.ts';

const FONT = "font-family=\"'Atkinson Hyperlegible', 'Segoe UI', 'DejaVu Sans', Arial, sans-serif\"";
const PAPER = '#ffffff';
const INK = '#1f2328';
const QUIET = '#57606a';
const PART_FILL = '#f4f6f8';
const PART_EDGE = '#8a949e';
const BADGE_AT = 17;
const HALO_GAP = 7;

/** The wiring picture of an assembly as an SVG document: parts, numbered wires in their colours, a legend. Readable without colours, by the numbers. */
export function drawAssembly(assembly: Assembly): string {
  const layout = layoutAssembly(assembly);
  const width = Math.max(layout.width, 800);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${layout.height}" role="img" aria-labelledby="t d" ${FONT}>`,
    `<title id="t">${escape(assembly.title)}</title>`,
    `<desc id="d">${escape(assembly.purpose)}</desc>`,
    `<rect width="${width}" height="${layout.height}" fill="${PAPER}"/>`,
    text({ x: 28, y: 40, size: 22, weight: 700 }, assembly.title),
    text({ x: 28, y: 66, size: 14, colour: QUIET }, assembly.purpose),
    ...layout.nets.map(drawTrunk),
    ...layout.nets.flatMap(drawBranches),
    ...layout.parts.map(drawPart),
    ...layout.terminals.map(drawTerminal),
    ...layout.nets.flatMap(drawBadges),
    ...drawLegend(layout),
    '</svg>',
    '',
  ].join('\n');
}

interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: number;
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

function text(style: TextStyle, content: string): string {
  const { x, y, size, weight = 400, colour = INK, anchor = 'start' } = style;
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${escape(content)}</text>`;
}

const escape = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const inkOf = ({ net }: { readonly net: PlacedNet['net'] }): string => WIRE_COLOURS[net.colour].ink;

/** A wire with a white edge where it crosses others; white wires are dashed and cables thick, so that they can be told apart on grey paper too. */
function stroke(placed: PlacedNet, path: string, haloPath = path): string {
  const thick = placed.net.colour === 'cable' ? 6 : 3;
  const dash = placed.net.colour === 'white' ? ' stroke-dasharray="7 4"' : ' stroke-linecap="square"';
  const halo = `<path d="${haloPath}" fill="none" stroke="${PAPER}" stroke-width="${thick + 5}"/>`;
  return `${halo}<path d="${path}" fill="none" stroke="${inkOf(placed)}" stroke-width="${thick}"${dash}/>`;
}

function drawTrunk(placed: PlacedNet): string {
  if (isStraight(placed.ends)) return '';
  const ys = placed.ends.map(({ y }) => y);
  return stroke(placed, `M${placed.laneX} ${Math.min(...ys)}V${Math.max(...ys)}`);
}

function drawBranches(placed: PlacedNet): readonly string[] {
  if (isStraight(placed.ends)) {
    const xs = placed.ends.map(({ x }) => x);
    return [stroke(placed, `M${Math.min(...xs)} ${placed.ends[0]?.y ?? 0}H${Math.max(...xs)}`)];
  }
  const dot = (end: PlacedTerminal): string => `<circle cx="${placed.laneX}" cy="${end.y}" r="4" fill="${inkOf(placed)}"/>`;
  const joints = placed.ends.length > 2 ? placed.ends.map(dot) : [];
  const branch = ({ terminal, x, y }: PlacedTerminal): string => {
    // The white edge ends before the lane, or it would cut the wire's own corner.
    const haloEnd = placed.laneX + (terminal.side === 'right' ? -HALO_GAP : HALO_GAP);
    return stroke(placed, `M${x} ${y}H${placed.laneX}`, `M${x} ${y}H${haloEnd}`);
  };
  return [...placed.ends.map(branch), ...joints];
}

function drawPart({ part, x, y, width, height }: PlacedPart): string {
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${PART_FILL}" stroke="${PART_EDGE}" stroke-width="1.5"/>`,
    text({ x: x + width / 2, y: y + 22, size: 14, weight: 700, anchor: 'middle' }, part.name),
  ].join('');
}

const ROLE_NOTE: Partial<Record<TerminalRole, string>> = { supplyOut: 'voedt', supplyIn: 'krijgt' };

function drawTerminal({ terminal, x, y }: PlacedTerminal): string {
  const inward = terminal.side === 'left' ? 1 : -1;
  const anchor = terminal.side === 'left' ? 'start' : 'end';
  const note = ROLE_NOTE[terminal.role];
  const hint = note === undefined ? '' : ` (${note})`;
  return [
    `<rect x="${x - 5}" y="${y - 7}" width="10" height="14" rx="2" fill="${PAPER}" stroke="${PART_EDGE}" stroke-width="1.5"/>`,
    text({ x: x + inward * 14, y: y + 5, size: 13, anchor }, `${terminal.label}${hint}`),
  ].join('');
}

function drawBadges(placed: PlacedNet): readonly string[] {
  return placed.ends.map(({ terminal, x, y }) => badge(placed, x + (terminal.side === 'left' ? -BADGE_AT : BADGE_AT), y));
}

function badge(placed: { readonly net: PlacedNet['net']; readonly number: number }, x: number, y: number): string {
  return [
    `<circle cx="${x}" cy="${y}" r="9" fill="${PAPER}" stroke="${inkOf(placed)}" stroke-width="2"/>`,
    text({ x, y: y + 4, size: 11, weight: 700, anchor: 'middle' }, String(placed.number)),
  ].join('');
}

function drawLegend(layout: Layout): readonly string[] {
  return layout.legend.map((item) => {
    const { name } = WIRE_COLOURS[item.net.colour];
    const label = name === 'kabel' ? item.net.name : `${item.net.name} (${name})`;
    return `${badge(item, item.x, item.y)}${text({ x: item.x + 18, y: item.y + 5, size: 13 }, label)}`;
  });
}
