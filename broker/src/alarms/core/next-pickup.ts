import { type AlarmSettings, DAY_MS, MINUTE_MS, PICKUP_DAYS } from '@kringwijzer/contract';
import type { Calendar } from '../../core/calendar.ts';

const DAYS_AHEAD = 8;

/** The first planned pickup after a moment, UTC epoch ms; undefined when none is planned. */
export function nextPickup(calendar: Calendar, pickups: AlarmSettings['pickups'], afterMs: number): number | undefined {
  if (pickups.length === 0) return undefined;
  let start = calendar.startOf('day', afterMs);
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const weekday = PICKUP_DAYS[Math.floor(calendar.hourOfWeek(start) / 24)];
    const localDay = Math.floor((start + calendar.offsetAt(start)) / DAY_MS) * DAY_MS;
    const moments = pickups.filter(({ day }) => day === weekday).map(({ at }) => calendar.utcOf(localDay + minutesOf(at) * MINUTE_MS));
    const next = moments.filter((at) => at > afterMs).toSorted((a, b) => a - b)[0];
    if (next !== undefined) return next;
    start = calendar.nextOf('day', start);
  }
  return undefined;
}

/** Minutes after midnight of `HH:MM`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
