import type { Opening } from '../config/node-schema.ts';

/** A moment as a clock on the wall of the site shows it. */
export interface LocalTime {
  /** Day as in 2026-11-21. */
  readonly day: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** Time of day as in 09:30. */
  readonly time: string;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A reader of local time in a zone; days of 23 and 25 hours are right because Intl knows them. */
export function localClock(timeZone: string): (atMs: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (atMs) => {
    const part = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    return {
      day: `${part.get('year')}-${part.get('month')}-${part.get('day')}`,
      weekday: WEEKDAYS.indexOf(part.get('weekday') ?? '') + 1,
      time: `${part.get('hour')}:${part.get('minute')}`,
    };
  };
}

/** True when the site is open at this local time. */
export const isOpen = (opening: readonly Opening[], local: LocalTime): boolean =>
  opening.some(({ days, from, to }) => days.includes(local.weekday) && local.time >= from && local.time < to);
