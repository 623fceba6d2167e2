import { type Direction, MINUTE_MS, type Passages } from '@kringwijzer/contract';

/** The minutes not closed yet: the running one and, for a moment, the one before it. */
export interface Minute {
  readonly openMs: number;
  readonly counts: readonly MinuteCounts[];
}

interface MinuteCounts {
  readonly atMs: number;
  readonly in: number;
  readonly out: number;
  readonly missed: number;
}

/** A crossing is known a little after its moment; a minute closes when none can come any more. */
const CLOSE_AFTER_MS = 1_000;
/** After a long silence only this many empty minutes are written; earlier ones hold no crossing. */
const CATCH_UP = 60;

const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

export const freshMinute = (atMs: number): Minute => ({ openMs: minuteOf(atMs), counts: [] });

/** One more crossing or missed pulse in the minute of `atMs`; in the oldest open minute when that one is closed. */
export function countInMinute(minute: Minute, what: Direction | 'missed', atMs: number): Minute {
  const at = Math.max(minute.openMs, minuteOf(atMs));
  const found = minute.counts.find((one) => one.atMs === at) ?? { atMs: at, in: 0, out: 0, missed: 0 };
  const others = minute.counts.filter((one) => one.atMs !== at);
  return { ...minute, counts: [...others, { ...found, [what]: found[what] + 1 }] };
}

/** The records of the minutes that ended by `nowMs`; with `all`, the running one too. */
export function closeMinutes(
  device: string,
  minute: Minute,
  nowMs: number,
  all: boolean,
): { minute: Minute; records: readonly Passages[] } {
  const until = minuteOf(nowMs - CLOSE_AFTER_MS) + (all ? 2 * MINUTE_MS : 0);
  if (until <= minute.openMs) return { minute, records: [] };
  const records: Passages[] = [];
  const emptyFrom = until - CATCH_UP * MINUTE_MS;
  for (let at = minute.openMs; at < until; at += MINUTE_MS) {
    if (at < emptyFrom && minute.counts.length === 0) at = emptyFrom;
    const found = minute.counts.find((one) => one.atMs === at);
    if (found !== undefined || at >= emptyFrom) records.push(recordOf(device, at, found));
  }
  const left = minute.counts.filter((one) => one.atMs >= until);
  return { minute: { openMs: until, counts: left }, records: all ? records.filter((r) => r.at <= nowMs) : records };
}

const recordOf = (device: string, at: number, found: MinuteCounts | undefined): Passages => ({
  kind: 'passages',
  device,
  at,
  in: found?.in ?? 0,
  out: found?.out ?? 0,
  missed: found?.missed ?? 0,
});
