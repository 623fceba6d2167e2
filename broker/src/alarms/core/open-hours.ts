import { DAY_MS } from '@kringwijzer/contract';
import type { Calendar } from '../../core/calendar.ts';
import { openTimes } from '../../core/spans.ts';
import type { OpeningHours } from '../../ports/series-store.ts';

/** A piece of time, half open, UTC epoch ms. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** When the site is open, asked about moments. */
export interface OpenHours {
  isOpen(atMs: number): boolean;
  /** Milliseconds of opening hours between two moments; looks back eight days at most. */
  openMs(fromMs: number, toMs: number): number;
  /** The first opening after a moment, within eight days. */
  nextOpening(afterMs: number): number | undefined;
  /** Closed pieces between two moments, each made shorter by `marginMs` on both sides. */
  closed(fromMs: number, toMs: number, marginMs: number): readonly TimeSpan[];
}

const REACH_MS = 8 * DAY_MS;

/** Answers from the calendar and the opening hours of a site; right over days of 23 and 25 hours. */
export function createOpenHours(calendar: Calendar, opening: OpeningHours): OpenHours {
  const windows = (from: number, to: number): readonly TimeSpan[] => openTimes(calendar, opening, from, to);
  const openMs = (from: number, to: number): number =>
    windows(Math.max(from, to - REACH_MS), to).reduce((sum, window) => sum + window.to - window.from, 0);
  return {
    isOpen: (atMs) => windows(atMs, atMs + 1).length > 0,
    openMs,
    nextOpening: (afterMs) => windows(afterMs - DAY_MS, afterMs + REACH_MS).find(({ from }) => from > afterMs)?.from,
    closed: (fromMs, toMs, marginMs) => {
      const open = windows(fromMs - DAY_MS, toMs + DAY_MS).map(({ from, to }) => ({ from: from - marginMs, to: to + marginMs }));
      const closed: TimeSpan[] = [];
      let next = fromMs;
      for (const { from, to } of open) {
        if (from > next) closed.push({ from: next, to: Math.min(from, toMs) });
        next = Math.max(next, to);
        if (next >= toMs) break;
      }
      if (next < toMs) closed.push({ from: next, to: toMs });
      return closed.filter(({ from, to }) => from < to);
    },
  };
}
