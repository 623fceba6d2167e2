import { FOREIGN_UNITS, type ForeignSource } from './mapping.ts';

/** A value in our unit, or what is wrong with the payload. */
export type Read = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly reason: string };

/** What each value may be, in our unit: mm, ratio, A, counts, g. */
const RANGES: Readonly<Record<string, { readonly min: number; readonly max: number; readonly whole?: true }>> = {
  distance: { min: 0, max: 100_000 },
  fill: { min: 0, max: 1 },
  amps: { min: 0, max: 1_000 },
  in: { min: 0, max: 10_000, whole: true },
  out: { min: 0, max: 10_000, whole: true },
  gross: { min: -100_000_000, max: 100_000_000 },
};
const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?$/iu;

/** Reads the value `name` out of the text of a message. Never throws; the reason holds no text of the payload. */
export function readValue(name: string, source: ForeignSource, text: string): Read {
  const found = source.path === '' ? text.trim() : inJson(text, source.path.split('.'));
  const number = numberOf(found);
  if (number === undefined) return { ok: false, reason: `${name}: no number at ${source.path === '' ? 'the payload' : source.path}` };
  // Rounded to a billionth, so that 0.01 x 43 percent is 0.43.
  const value = Math.round((number * source.scale + source.offset) * FOREIGN_UNITS[source.unit] * 1e9) / 1e9;
  const range = RANGES[name];
  if (range === undefined || !(value >= range.min && value <= range.max) || (range.whole === true && !Number.isInteger(value)))
    return { ok: false, reason: `${name}: out of range` };
  return { ok: true, value };
}

function inJson(text: string, path: readonly string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // told to the sender's owner as "no number at"
  }
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** A finite number, also one that is written as text: `Number('')` would be 0. */
function numberOf(found: unknown): number | undefined {
  if (typeof found === 'number') return Number.isFinite(found) ? found : undefined;
  return typeof found === 'string' && NUMBER.test(found) ? Number(found) : undefined;
}
