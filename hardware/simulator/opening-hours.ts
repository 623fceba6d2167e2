import { HOUR_MS } from '@kringwijzer/contract';
import type { Opening } from './site-config.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Local weekday (0 is Monday) and hour with its fraction. */
export interface LocalTime {
  readonly weekday: number;
  readonly hour: number;
}

/** A clock that tells local time of a zone, right across summer time. Throws RangeError for a zone that does not exist. */
export function createLocalClock(timeZone: string): (atMs: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  let quarter = -1;
  let known: LocalTime = { weekday: 0, hour: 0 };
  // Every zone in use differs from UTC by whole quarters of an hour, so one look-up serves fifteen minutes.
  return (atMs) => {
    const index = Math.floor(atMs / (HOUR_MS / 4));
    if (index !== quarter) {
      const parts = new Map(format.formatToParts(index * (HOUR_MS / 4)).map((part) => [part.type, part.value]));
      known = {
        weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
        hour: Number(parts.get('hour')) + Number(parts.get('minute')) / 60,
      };
      quarter = index;
    }
    return { weekday: known.weekday, hour: known.hour + (atMs - index * (HOUR_MS / 4)) / HOUR_MS };
  };
}

/** How busy a moment is: 0 closed, about 1 an ordinary hour, 1.4 a Saturday, 0.2 an evening. */
export function busyness(opening: Opening, local: LocalTime): number {
  if (opening === 'always') return 1;
  const hours = opening[local.weekday];
  if (hours === undefined || hours === null || local.hour < hours.fromHour || local.hour >= hours.toHour) return 0;
  if (local.hour >= 18) return 0.2;
  const edge = local.hour < hours.fromHour + 0.5 || local.hour > hours.toHour - 0.5 ? 0.6 : 1;
  return edge * (local.weekday === 5 ? 1.4 : 1);
}
