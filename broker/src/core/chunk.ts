/** Points of one series in order of time, as two columns of the same length. */
export interface Column {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

export const EMPTY_COLUMN: Column = { at: new Float64Array(0), value: new Float64Array(0) };

/** Largest whole number a scaled value may have: differences of two of them stay exact. */
const SCALED_MAX = 2 ** 51;
const SCALES = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
const RAW_SCALE = 255;
const FORMAT = 1;
const REGULAR = 1;

/**
 * Packs one day of points into bytes that compress well: times as one step or as changes of the step, values as
 * differences of whole numbers when a power of ten makes them whole, else as raw doubles. Nothing is rounded.
 * Times must be whole ms, ascending; `baseAt` is at or before the first.
 */
export function encodeChunk(column: Column, baseAt: number): Uint8Array {
  const { at, value } = column;
  const scaleIndex = scaleOf(value);
  const step = regularStep(at);
  const out = new Bytes(at.length * 4 + 32);
  out.byte(FORMAT);
  out.varint(at.length);
  out.byte(step === undefined ? 0 : REGULAR);
  out.byte(scaleIndex ?? RAW_SCALE);
  if (at.length > 0) writeTimes(out, at, baseAt, step);
  if (scaleIndex === undefined) for (const each of value) out.double(each);
  else writeScaled(out, value, SCALES[scaleIndex] ?? 1);
  return out.done();
}

/** The points of a packed day. Throws RangeError for bytes that are no chunk. */
export function decodeChunk(bytes: Uint8Array, baseAt: number): Column {
  const input = new Reader(bytes);
  if (input.byte() !== FORMAT) throw new RangeError('not a chunk of a known format');
  const n = input.varint();
  if (n > bytes.length * 1_500 + 1) throw new RangeError('a chunk with an impossible length');
  const regular = input.byte() === REGULAR;
  const scaleIndex = input.byte();
  const at = readTimes(input, { n, baseAt, regular });
  const value = scaleIndex === RAW_SCALE ? readDoubles(input, n) : readScaled(input, n, SCALES[scaleIndex]);
  return { at, value };
}

function scaleOf(values: Float64Array): number | undefined {
  let index = 0;
  for (const value of values) {
    while (index < SCALES.length && !isWhole(value, SCALES[index] ?? 1)) index += 1;
    if (index === SCALES.length) return undefined;
  }
  // A later, finer scale must still fit the earlier values.
  const scale = SCALES[index] ?? 1;
  return values.every((value) => isWhole(value, scale)) ? index : undefined;
}

function isWhole(value: number, scale: number): boolean {
  const whole = Math.round(value * scale);
  return Math.abs(whole) <= SCALED_MAX && whole / scale === value;
}

function regularStep(at: Float64Array): number | undefined {
  const step = (at[1] ?? 0) - (at[0] ?? 0);
  for (let i = 1; i < at.length; i += 1) if ((at[i] ?? 0) - (at[i - 1] ?? 0) !== step) return undefined;
  return step;
}

function writeTimes(out: Bytes, at: Float64Array, baseAt: number, step: number | undefined): void {
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

function readTimes(input: Reader, shape: { readonly n: number; readonly baseAt: number; readonly regular: boolean }): Float64Array {
  const at = new Float64Array(shape.n);
  if (shape.n === 0) return at;
  let now = shape.baseAt + input.varint();
  let step = shape.regular ? input.varint() : 0;
  at[0] = now;
  for (let i = 1; i < shape.n; i += 1) {
    if (!shape.regular) step += input.signed();
    now += step;
    at[i] = now;
  }
  return at;
}

function writeScaled(out: Bytes, values: Float64Array, scale: number): void {
  let previous = 0;
  for (const value of values) {
    const whole = Math.round(value * scale);
    out.signed(whole - previous);
    previous = whole;
  }
}

function readScaled(input: Reader, n: number, scale: number | undefined): Float64Array {
  if (scale === undefined) throw new RangeError('a chunk with an unknown scale');
  const values = new Float64Array(n);
  let whole = 0;
  for (let i = 0; i < n; i += 1) {
    whole += input.signed();
    values[i] = whole / scale;
  }
  return values;
}

function readDoubles(input: Reader, n: number): Float64Array {
  const values = new Float64Array(n);
  for (let i = 0; i < n; i += 1) values[i] = input.double();
  return values;
}

/** Grows by doubling; whole numbers as little-endian base 128, signed ones zigzag. */
class Bytes {
  private bytes: Uint8Array;
  private view: DataView;
  private used = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.used] = value;
    this.used += 1;
  }

  varint(value: number): void {
    this.room(9);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.used] = (rest % 128) | 128;
      this.used += 1;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.used] = rest;
    this.used += 1;
  }

  signed(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  double(value: number): void {
    this.room(8);
    this.view.setFloat64(this.used, value, true);
    this.used += 8;
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }

  private room(need: number): void {
    if (this.used + need <= this.bytes.length) return;
    const wider = new Uint8Array(this.bytes.length * 2 + need);
    wider.set(this.bytes);
    this.bytes = wider;
    this.view = new DataView(wider.buffer);
  }
}

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private next = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    const value = this.bytes[this.next];
    if (value === undefined) throw new RangeError('a chunk that ends too early');
    this.next += 1;
    return value;
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 128) return byte;
    let value = byte & 127;
    let factor = 128;
    do {
      byte = this.byte();
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128 && factor < 2 ** 63);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    if (this.next + 8 > this.bytes.length) throw new RangeError('a chunk that ends too early');
    const value = this.view.getFloat64(this.next, true);
    this.next += 8;
    return value;
  }
}
