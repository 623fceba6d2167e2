import type { ByteReader, ByteWriter } from './bytes.ts';

/** Largest whole number a scaled value may have: differences of two of them stay exact. */
const SCALED_MAX = 2 ** 51;
const SCALES = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
const RAW = 255;

/**
 * Writes numbers so that they come back unchanged: differences of whole numbers when a power of ten makes all of them
 * whole, else raw doubles.
 */
export function writeNumbers(out: ByteWriter, values: Float64Array): void {
  const scaleIndex = scaleOf(values);
  const scale = SCALES[scaleIndex ?? RAW];
  out.byte(scaleIndex ?? RAW);
  if (scale === undefined) {
    for (const value of values) out.double(value);
    return;
  }
  let previous = 0;
  for (const value of values) {
    const whole = Math.round(value * scale);
    out.signed(whole - previous);
    previous = whole;
  }
}

/** Reads `n` numbers into the front of `into`. Throws RangeError for bytes that are none. */
export function readNumbers(input: ByteReader, n: number, into: Float64Array = new Float64Array(n)): Float64Array {
  const values = into.length === n ? into : into.subarray(0, n);
  const scaleIndex = input.byte();
  if (scaleIndex === RAW) {
    for (let i = 0; i < n; i += 1) values[i] = input.double();
    return values;
  }
  const scale = SCALES[scaleIndex];
  if (scale === undefined) throw new RangeError('numbers of an unknown scale');
  input.runningSums(values);
  if (scale !== 1) for (let i = 0; i < n; i += 1) values[i] = (values[i] ?? 0) / scale;
  return values;
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
