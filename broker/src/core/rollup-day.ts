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
  const reader = new RollupDayReader();
  const day: (Rollup | undefined)[] = [...EMPTY_ROLLUP_DAY];
  reader.read(bytes);
  for (let index = 0; index < reader.count; index += 1) day[reader.hourAt(index)] = { ...reader.rollupAt(index) };
  return day;
}

/** Reads packed days one after the other into the same memory: a year of a site has a quarter of a million hours. */
export class RollupDayReader {
  /** Hours the last day read has. */
  count = 0;
  private readonly hours = new Uint8Array(HOURS);
  private readonly columns = Array.from(FIELDS, () => new Float64Array(HOURS));
  private readonly rollup: Rollup = { n: 0, sum: 0, min: 0, max: 0, first: 0, last: 0 };

  /** Throws RangeError for bytes that are no packed day. */
  read(bytes: Uint8Array): void {
    const input = new ByteReader(bytes);
    if (input.byte() !== FORMAT) throw new RangeError('not a day of rollups of a known format');
    const mask = input.varint();
    if (mask >= 2 ** HOURS) throw new RangeError('a day with more than 24 hours of UTC');
    this.count = 0;
    for (let hour = 0; hour < HOURS; hour += 1) {
      if ((mask & (1 << hour)) === 0) continue;
      this.hours[this.count] = hour;
      this.count += 1;
    }
    for (const column of this.columns) readNumbers(input, this.count, column);
  }

  /** UTC hour of the day of the hour at `index`. */
  hourAt(index: number): number {
    return this.hours[index] ?? 0;
  }

  /** The rollup at `index`, good until the next call. */
  rollupAt(index: number): Rollup {
    const { rollup } = this;
    rollup.n = this.figure(0, index);
    rollup.sum = this.figure(1, index);
    rollup.min = this.figure(2, index);
    rollup.max = this.figure(3, index);
    rollup.first = this.figure(4, index);
    rollup.last = this.figure(5, index);
    return rollup;
  }

  private figure(field: number, index: number): number {
    return this.columns[field]?.[index] ?? 0;
  }
}
