import { HOUR_MS, type ScheduleBody } from '@kringwijzer/contract';
import type { Calendar } from '../../core/calendar.ts';
import type { Period } from './period.ts';

type Times = Pick<ScheduleBody, 'every' | 'hour'>;

/** The moment a report is due in the week, month, quarter or year that holds `at`: its first day, at the hour of the local clock. */
function dueIn(calendar: Calendar, { every, hour }: Times, at: number): number {
  const start = calendar.startOf(every, at);
  return calendar.utcOf(start + calendar.offsetAt(start) + hour * HOUR_MS);
}

/** The last moment a report was due, at or before `nowMs`. */
export function lastDue(calendar: Calendar, times: Times, nowMs: number): number {
  const due = dueIn(calendar, times, nowMs);
  return due <= nowMs ? due : dueIn(calendar, times, calendar.startOf(times.every, nowMs) - 1);
}

/** The next moment a report is due, after `nowMs`. */
export function nextDue(calendar: Calendar, times: Times, nowMs: number): number {
  const due = dueIn(calendar, times, nowMs);
  return due > nowMs ? due : dueIn(calendar, times, calendar.nextOf(times.every, nowMs));
}

/** What a report that is due at a moment is about: the whole week, month, quarter or year before. */
export function periodBefore(calendar: Calendar, { every }: Pick<Times, 'every'>, dueAt: number): Period {
  const to = calendar.startOf(every, dueAt);
  return { from: calendar.startOf(every, to - 1), to };
}

const RETRY_MS = [5, 30, 120, 360].map((minutes) => minutes * 60_000);

/** How long to wait after the `attempts`-th failure, or undefined when it was the last one. */
export const retryAfterMs = (attempts: number): number | undefined => RETRY_MS[attempts - 1];
