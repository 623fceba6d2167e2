import { ByteReader, ByteWriter } from './bytes.ts';
import { type Column, newColumn } from './column.ts';
import { readNumbers, writeNumbers } from './packed-numbers.ts';

const FORMAT = 1;
const REGULAR = 1;

/**
 * Packs one day of points into bytes that compress well: times as one step or as changes of the step, values as
 * differences of whole numbers when a power of ten makes them whole, else as raw doubles. Nothing is rounded.
 * Times must be whole ms, ascending; `baseAt` is at or before the first.
 */
export function encodeChunk(column: Column, baseAt: number): Uint8Array {
  const { at, value } = column;
  const step = regularStep(at);
  const out = new ByteWriter(at.length * 4 + 32);
  out.byte(FORMAT);
  out.varint(at.length);
  out.byte(step === undefined ? 0 : REGULAR);
  if (at.length > 0) writeTimes(out, at, baseAt, step);
  writeNumbers(out, value);
  return out.done();
}

/** The points of a packed day, in the columns that `room` gives for their number. Throws RangeError for bytes that are no chunk. */
export function decodeChunk(bytes: Uint8Array, baseAt: number, room: (n: number) => Column = newColumn): Column {
  const input = new ByteReader(bytes);
  if (input.byte() !== FORMAT) throw new RangeError('not a chunk of a known format');
  const n = input.varint();
  if (n > bytes.length * 1_500 + 1) throw new RangeError('a chunk with an impossible length');
  const regular = input.byte() === REGULAR;
  const column = room(n);
  readTimes(input, { at: column.at, baseAt, regular });
  readNumbers(input, n, column.value);
  return column;
}

function regularStep(at: Float64Array): number | undefined {
  const step = (at[1] ?? 0) - (at[0] ?? 0);
  for (let i = 1; i < at.length; i += 1) if ((at[i] ?? 0) - (at[i - 1] ?? 0) !== step) return undefined;
  return step;
}

function writeTimes(out: ByteWriter, at: Float64Array, baseAt: number, step: number | undefined): void {
  let previous = at[0] ?? 0;
  out.varint(previous - baseAt);
  if (step !== undefined) {
    out.varint(at.length > 1 ? step : 0);
    return;
  }
  let lastStep = 0;
  for (let i = 1; i < at.length; i += 1) {
    const now = at[i] ?? 0;
    out.signed(now - previous - lastStep);
    lastStep = now - previous;
    previous = now;
  }
}

function readTimes(input: ByteReader, shape: { readonly at: Float64Array; readonly baseAt: number; readonly regular: boolean }): void {
  const { at } = shape;
  if (at.length === 0) return;
  let now = shape.baseAt + input.varint();
  let step = shape.regular ? input.varint() : 0;
  at[0] = now;
  for (let i = 1; i < at.length; i += 1) {
    if (!shape.regular) step += input.signed();
    now += step;
    at[i] = now;
  }
}
