import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { OpeningHours } from '../../ports/series-store.ts';
import type { Calendar } from '../calendar.ts';
import { openTimes } from '../spans.ts';

/** One hour of the site's calendar. */
export interface Hour {
  /** UTC epoch ms. */
  readonly start: number;
  /** Hour of the local week, 0 (Monday 00:00) to 167. */
  readonly slot: number;
  /** Share of the hour in which the site is open, 0..1. */
  readonly open: number;
}

/** An hour of the past with what came in. */
export interface PastHour extends Hour {
  /** Net inflow in g; undefined when nothing was heard of the scale, which is not the same as nothing came. */
  readonly massG: number | undefined;
}

/** The calendar's hours from the one that holds `from` until `to` (exclusive), UTC epoch ms. */
export function hoursBetween(calendar: Calendar, opening: OpeningHours, from: number, to: number): readonly Hour[] {
  const first = calendar.startOf('hour', from);
  const windows = openTimes(calendar, opening, first - DAY_MS, to + DAY_MS);
  const hours: Hour[] = [];
  let next = 0;
  for (let start = first; start < to; start += HOUR_MS) {
    while ((windows[next]?.to ?? Infinity) <= start) next += 1;
    let openMs = 0;
    for (let index = next; (windows[index]?.from ?? Infinity) < start + HOUR_MS; index += 1) {
      const window = windows[index];
      if (window !== undefined) openMs += Math.min(window.to, start + HOUR_MS) - Math.max(window.from, start);
    }
    hours.push({ start, slot: calendar.hourOfWeek(start), open: openMs / HOUR_MS });
  }
  return hours;
}
