import { ByteReader, ByteWriter } from './bytes.ts';
import { readNumbers, writeNumbers } from './packed-numbers.ts';
import type { Rollup } from './rollup.ts';

const HOURS = 24;
const FORMAT = 1;

/** The rollups of the hours of one UTC day; an hour without values is absent. */
export type RollupDay = readonly (Rollup | undefined)[];

/** A day of rollups before anything is known. */
export const EMPTY_ROLLUP_DAY: RollupDay = Array.from({ length: HOURS }, () => undefined);

/** Packs the rollups of a day: which hours there are, then each figure as a column. */
export function encodeRollupDay(day: RollupDay): Uint8Array {
  const hours = day.flatMap((rollup, hour) => (rollup === undefined ? [] : [{ rollup, hour }]));
  const out = new ByteWriter(64 + hours.length * 16);
  out.byte(FORMAT);
  out.varint(hours.reduce((mask, { hour }) => mask + 2 ** hour, 0));
  for (const field of FIELDS)
    writeNumbers(
      out,
      Float64Array.from(hours, ({ rollup }) => rollup[field]),
    );
  return out.done();
}

const FIELDS = ['n', 'sum', 'min', 'max', 'first', 'last'] as const;

/** The rollups of a packed day. Throws RangeError for bytes that are none. */
export function decodeRollupDay(bytes: Uint8Array): RollupDay {
  const input = new ByteReader(bytes);
  if (input.byte() !== FORMAT) throw new RangeError('not a day of rollups of a known format');
  const mask = input.varint();
  if (mask >= 2 ** HOURS) throw new RangeError('a day with more than 24 hours of UTC');
  const hours: number[] = [];
  for (let hour = 0; hour < HOURS; hour += 1) if ((mask & (1 << hour)) !== 0) hours.push(hour);
  const n = readNumbers(input, hours.length);
  const sum = readNumbers(input, hours.length);
  const min = readNumbers(input, hours.length);
  const max = readNumbers(input, hours.length);
  const first = readNumbers(input, hours.length);
  const last = readNumbers(input, hours.length);
  const day: (Rollup | undefined)[] = [...EMPTY_ROLLUP_DAY];
  hours.forEach((hour, i) => {
    day[hour] = { n: n[i] ?? 0, sum: sum[i] ?? 0, min: min[i] ?? 0, max: max[i] ?? 0, first: first[i] ?? 0, last: last[i] ?? 0 };
  });
  return day;
}
