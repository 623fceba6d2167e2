import { DAY_MS, HOUR_MS, KwError, MINUTE_MS } from '@kringwijzer/contract';
import type { BucketKind } from '../ports/series-store.ts';

/** Calendar buckets that have a place on the line of time; hours of the week fold it and are made in `spans.ts`. */
export type LineBucket = Exclude<BucketKind, 'hourOfWeek'>;

/** The local calendar of one time zone, right over days of 23 and 25 hours. Times are UTC epoch ms. */
export interface Calendar {
  /** Local minus UTC at a moment, in ms. */
  offsetAt(at: number): number;
  /** The first moment whose local clock shows `localMs` (local time read as if it were UTC) or, when the clock skips it, the moment of the skip. */
  utcOf(localMs: number): number;
  /** Start of the bucket that holds `at`. */
  startOf(bucket: LineBucket, at: number): number;
  /** Start of the bucket after the one that holds `at`. */
  nextOf(bucket: LineBucket, at: number): number;
  /** Hour of the local week, 0 (Monday 00:00) to 167. */
  hourOfWeek(at: number): number;
}

const FIXED_MS: Partial<Record<LineBucket, number>> = {
  minute: MINUTE_MS,
  fiveMinutes: 5 * MINUTE_MS,
  quarterHour: 15 * MINUTE_MS,
  hour: HOUR_MS,
};

/** The calendar of an IANA zone. Throws KW_QUERY_INVALID for a zone that does not exist. */
export function createCalendar(timeZone: string): Calendar {
  const offsetAt = createOffsets(timeZone);

  const utcOf = (localMs: number): number => {
    const before = offsetAt(localMs - DAY_MS);
    const after = offsetAt(localMs + DAY_MS);
    const early = localMs - Math.max(before, after);
    const late = localMs - Math.min(before, after);
    if (early + offsetAt(early) === localMs) return early;
    if (late + offsetAt(late) === localMs) return late;
    return skipBetween(offsetAt, early, late);
  };

  const startOf = (bucket: LineBucket, at: number): number => {
    const offset = offsetAt(at);
    const fixed = FIXED_MS[bucket];
    if (fixed !== undefined) return floorTo(at + offset, fixed) - offset;
    return utcOf(localStart(bucket, at + offset, 0));
  };

  const nextOf = (bucket: LineBucket, at: number): number => {
    const fixed = FIXED_MS[bucket];
    if (fixed !== undefined) return startOf(bucket, at) + fixed;
    return utcOf(localStart(bucket, at + offsetAt(at), 1));
  };

  const hourOfWeek = (at: number): number => {
    const local = at + offsetAt(at);
    const day = Math.floor(local / DAY_MS);
    // 1 January 1970 was a Thursday: three days after Monday.
    return ((((day + 3) % 7) + 7) % 7) * 24 + Math.floor((local - day * DAY_MS) / HOUR_MS);
  };

  return { offsetAt, utcOf, startOf, nextOf, hourOfWeek };
}

const floorTo = (value: number, step: number): number => Math.floor(value / step) * step;

/** Start of the local bucket that holds `localMs`, moved on by `add` buckets; all in local ms. */
function localStart(bucket: LineBucket, localMs: number, add: number): number {
  const day = floorTo(localMs, DAY_MS);
  if (bucket === 'day') return day + add * DAY_MS;
  if (bucket === 'isoWeek') {
    const sinceMonday = (((day / DAY_MS + 3) % 7) + 7) % 7;
    return day + (add * 7 - sinceMonday) * DAY_MS;
  }
  const date = new Date(day);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  if (bucket === 'month') return Date.UTC(year, month + add, 1);
  if (bucket === 'quarter') return Date.UTC(year, Math.floor(month / 3) * 3 + add * 3, 1);
  return Date.UTC(year + add, 0, 1);
}

/** The moment between two moments at which the offset changes. */
function skipBetween(offsetAt: (at: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  const old = offsetAt(low);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** Offsets by UTC day, asked of Intl once a day; a day with a change is asked until the very minute is known. */
function createOffsets(timeZone: string): (at: number) => number {
  const ask = askIntl(timeZone);
  const days = new Map<number, { readonly before: number; readonly after: number; readonly changeAt: number }>();
  return (at) => {
    const day = Math.floor(at / DAY_MS);
    let known = days.get(day);
    if (known === undefined) {
      const start = day * DAY_MS;
      const before = ask(start);
      const after = ask(start + DAY_MS);
      known = { before, after, changeAt: before === after ? Infinity : skipBetween(ask, start, start + DAY_MS) };
      days.set(day, known);
    }
    return at < known.changeAt ? known.before : known.after;
  };
}

function askIntl(timeZone: string): (at: number) => number {
  const format = formatOf(timeZone);
  return (at) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - floorTo(at, 1_000);
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const digits = 'numeric';
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: digits,
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
    });
  } catch (error) {
    throw new KwError('KW_QUERY_INVALID', { reason: `there is no time zone ${timeZone}` }, { cause: error });
  }
}
