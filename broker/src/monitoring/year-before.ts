import type { Calendar } from '../core/calendar.ts';
import type { Period } from './core/period.ts';

const YEAR_OF_WEEKS_MS = 364 * 86_400_000;

/** The period to hold another against: the same months a year before when it is whole months, else 52 weeks earlier, so that a Saturday meets a Saturday. */
export function yearBefore(calendar: Calendar, { from, to }: Period): Period {
  const isMonths = calendar.startOf('month', from) === from && calendar.startOf('month', to) === to;
  const back = (at: number): number => {
    const local = at + calendar.offsetAt(at);
    if (!isMonths) return calendar.utcOf(local - YEAR_OF_WEEKS_MS);
    const date = new Date(local);
    return calendar.utcOf(Date.UTC(date.getUTCFullYear() - 1, date.getUTCMonth(), 1));
  };
  return { from: back(from), to: back(to) };
}
