import type { Assembly, Net, Part, Terminal } from './assembly.ts';

const PART_WIDTH = 216;
const HEADER = 34;
const PITCH = 26;
const PART_GAP = 22;
const LANE = 20;
/** Room between a part and the first lane: the number of the wire stands there. */
const STUB = 42;
const MARGIN = 28;
const TOP = 92;
const LEGEND_ROW = 22;
const LEGEND_COLUMNS = 3;

/** A rectangle with its part, in SVG units. */
export interface PlacedPart {
  readonly part: Part;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a wire meets a part. */
export interface PlacedTerminal {
  readonly terminal: Terminal;
  readonly x: number;
  readonly y: number;
}

/** A net on its lane. */
export interface PlacedNet {
  readonly net: Net;
  /** Number on the picture; nets with the same name and colour share it. */
  readonly number: number;
  readonly laneX: number;
  readonly ends: readonly PlacedTerminal[];
}

/** Everything with its place. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly PlacedPart[];
  readonly terminals: readonly PlacedTerminal[];
  readonly nets: readonly PlacedNet[];
  readonly legend: readonly { readonly net: Net; readonly number: number; readonly x: number; readonly y: number }[];
}

/** Parts in columns, wires on lanes between them, a legend below. The assembly must have passed `checkAssembly`. */
export function layoutAssembly(assembly: Assembly): Layout {
  const columns = Math.max(...assembly.parts.map((part) => part.column)) + 1;
  const heights = Array.from({ length: columns }, (_, column) => columnHeight(partsOf(assembly, column)));
  const tallest = Math.max(...heights);
  const place = (xs: readonly number[]): readonly PlacedPart[] =>
    heights.flatMap((height, column) => placeColumn(partsOf(assembly, column), xs[column] ?? 0, TOP + (tallest - height) / 2));
  const terminalsOf = (placed: readonly PlacedPart[]): ReadonlyMap<string, PlacedTerminal> => new Map(placed.flatMap(placeTerminals));
  // The heights are known before the widths: a wire that runs straight needs no lane, so it does not widen the gap.
  const bent = assembly.nets.filter((net) => !isStraight(endsOf(net, terminalsOf(place([])))));
  const xs = columnXs(assembly, bent, columns);
  const parts = place(xs);
  const terminals = terminalsOf(parts);
  const numbers = numberNets(assembly.nets);
  const lanes = new Map<number, number>();
  const nets = laneOrder(assembly.nets, terminals).map((net): PlacedNet => {
    const ends = endsOf(net, terminals);
    const startX = Math.max(...ends.filter(({ terminal }) => terminal.side === 'right').map(({ x }) => x));
    const lane = lanes.get(startX) ?? 0;
    if (!isStraight(ends)) lanes.set(startX, lane + 1);
    return { net, number: numbers.get(keyOf(net)) ?? 0, laneX: startX + STUB + lane * LANE, ends };
  });
  const legend = legendOf(assembly.nets, numbers, TOP + tallest + 44);
  const width = (xs.at(-1) ?? 0) + PART_WIDTH + MARGIN;
  return { width, height: Math.max(...legend.map(({ y }) => y)) + MARGIN, parts, terminals: [...terminals.values()], nets, legend };
}

const endsOf = (net: Net, terminals: ReadonlyMap<string, PlacedTerminal>): readonly PlacedTerminal[] =>
  net.ends.map((name) => terminals.get(name)).filter((end) => end !== undefined);

const partsOf = (assembly: Assembly, column: number): readonly Part[] => assembly.parts.filter((part) => part.column === column);

/** What makes two wires the same one on the picture: name and colour. */
const keyOf = (net: Net): string => `${net.name}|${net.colour}`;

/** The number of each net on the picture and in the table, in the order of the nets. */
export function netNumbers(nets: readonly Net[]): readonly number[] {
  const numbers = numberNets(nets);
  return nets.map((net) => numbers.get(keyOf(net)) ?? 0);
}

function heightOf(part: Part): number {
  const right = part.terminals.filter(({ side }) => side === 'right').length;
  return HEADER + Math.max(right, part.terminals.length - right) * PITCH + 10;
}

const columnHeight = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + heightOf(part) + PART_GAP, -PART_GAP);

/** Room for the lanes of the bent nets that leave the right side of a column. */
function gapWidth(assembly: Assembly, bent: readonly Net[], column: number): number {
  const ids = new Set(partsOf(assembly, column).map(({ id }) => id));
  const facing = (end: string): boolean => {
    const [partId = '', terminalId = ''] = end.split('.');
    const terminal = assembly.parts.find(({ id }) => id === partId)?.terminals.find(({ id }) => id === terminalId);
    return ids.has(partId) && terminal?.side === 'right';
  };
  return 2 * STUB + Math.max(1, bent.filter((net) => net.ends.some(facing)).length - 1) * LANE;
}

function columnXs(assembly: Assembly, bent: readonly Net[], columns: number): readonly number[] {
  const xs = [MARGIN];
  for (let column = 1; column < columns; column += 1) xs.push((xs[column - 1] ?? 0) + PART_WIDTH + gapWidth(assembly, bent, column - 1));
  return xs;
}

function placeColumn(parts: readonly Part[], x: number, fromY: number): readonly PlacedPart[] {
  let y = fromY;
  return parts.map((part) => {
    const placed = { part, x, y, width: PART_WIDTH, height: heightOf(part) };
    y += placed.height + PART_GAP;
    return placed;
  });
}

function placeTerminals({ part, x, y }: PlacedPart): readonly (readonly [string, PlacedTerminal])[] {
  const used = { left: 0, right: 0 };
  return part.terminals.map((terminal) => {
    const row = used[terminal.side];
    used[terminal.side] += 1;
    const placed = { terminal, x: terminal.side === 'left' ? x : x + PART_WIDTH, y: y + HEADER + (row + 0.5) * PITCH };
    return [`${part.id}.${terminal.id}`, placed];
  });
}

/** True when all ends are at one height, so that the wire needs no lane. */
export const isStraight = (ends: readonly PlacedTerminal[]): boolean => ends.every((end) => end.y === ends[0]?.y);

/** Lanes from the left in the order that crosses least: wires that go up first from above, wires that go down first from below. */
function laneOrder(nets: readonly Net[], terminals: ReadonlyMap<string, PlacedTerminal>): readonly Net[] {
  const rank = (net: Net): number => {
    const ends = endsOf(net, terminals);
    const left = meanY(ends.filter(({ terminal }) => terminal.side === 'right'));
    const right = meanY(ends.filter(({ terminal }) => terminal.side === 'left'));
    return right > left ? -left : left - 10_000;
  };
  return [...nets].sort((a, b) => rank(a) - rank(b));
}

const meanY = (ends: readonly PlacedTerminal[]): number => ends.reduce((sum, { y }) => sum + y, 0) / Math.max(1, ends.length);

function numberNets(nets: readonly Net[]): ReadonlyMap<string, number> {
  const keys = [...new Set(nets.map(keyOf))];
  return new Map(keys.map((key, index) => [key, index + 1]));
}

function legendOf(nets: readonly Net[], numbers: ReadonlyMap<string, number>, fromY: number): Layout['legend'] {
  const first = [...numbers].map(([key, number]) => ({ number, net: nets.find((net) => keyOf(net) === key) }));
  return first.flatMap(({ net, number }, index) => {
    if (net === undefined) return [];
    const column = index % LEGEND_COLUMNS;
    return [{ net, number, x: MARGIN + 10 + column * 250, y: fromY + Math.floor(index / LEGEND_COLUMNS) * LEGEND_ROW }];
  });
}
