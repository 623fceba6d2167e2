import { describe, expect, it } from 'vitest';
import type { AggregateQuery } from '../ports/series-store.ts';
import { createCalendar } from './calendar.ts';
import { openTimes, planBuckets, splitWholeHours } from './spans.ts';

const HOUR = 3_600_000;
const calendar = createCalendar('Europe/Amsterdam');
const MONDAY = Date.UTC(2026, 5, 7, 22);
const queryOf = (more: Partial<AggregateQuery>): AggregateQuery => ({
  match: {},
  from: MONDAY,
  to: MONDAY + 48 * HOUR,
  bucket: 'day',
  timeZone: 'Europe/Amsterdam',
  fn: [],
  ...more,
});
const weekOf = (...windows: { fromMin: number; toMin: number }[]) => Array.from({ length: 7 }, () => windows);

describe('the plan of a query', () => {
  it('gives whole buckets and the part of them that was asked for', () => {
    const { buckets, spans } = planBuckets(calendar, queryOf({ from: MONDAY + HOUR, to: MONDAY + 30 * HOUR }));
    expect(buckets).toEqual([
      { start: MONDAY, end: MONDAY + 24 * HOUR },
      { start: MONDAY + 24 * HOUR, end: MONDAY + 48 * HOUR },
    ]);
    expect(spans.map(({ from, to }) => [(from - MONDAY) / HOUR, (to - MONDAY) / HOUR])).toEqual([
      [1, 24],
      [24, 30],
    ]);
  });

  it('folds weeks into 168 hours', () => {
    const { buckets, spans } = planBuckets(calendar, queryOf({ bucket: 'hourOfWeek', from: MONDAY + HOUR / 2, to: MONDAY + 2 * HOUR }));
    expect(buckets).toHaveLength(168);
    expect(spans.map(({ bucket, from, to }) => [bucket, to - from])).toEqual([
      [0, HOUR / 2],
      [1, HOUR],
    ]);
  });

  it('keeps only opening hours, joins windows that touch and skips closed days', () => {
    const open = { week: weekOf({ fromMin: 720, toMin: 780 }, { fromMin: 540, toMin: 720 }), closedDates: ['2026-06-09'] };
    expect(openTimes(calendar, open, MONDAY, MONDAY + 48 * HOUR)).toEqual([{ from: MONDAY + 9 * HOUR, to: MONDAY + 13 * HOUR }]);
    const { buckets, spans } = planBuckets(calendar, queryOf({ open, bucket: 'hour' }));
    expect(buckets).toHaveLength(48);
    expect(spans).toHaveLength(4);
  });

  it('has no span where it is never open', () => {
    const open = { week: [], closedDates: [] };
    expect(planBuckets(calendar, queryOf({ open })).spans).toEqual([]);
  });

  it('cuts spans into whole hours and a ragged rest, losing nothing', () => {
    const spans = [
      { from: 10, to: 20, bucket: 0 },
      { from: HOUR / 2, to: 3 * HOUR + 5, bucket: 1 },
      { from: 4 * HOUR, to: 5 * HOUR, bucket: 2 },
    ];
    const { whole, ragged } = splitWholeHours(spans);
    expect(whole).toEqual([
      { from: HOUR, to: 3 * HOUR, bucket: 1 },
      { from: 4 * HOUR, to: 5 * HOUR, bucket: 2 },
    ]);
    expect(ragged).toEqual([
      { from: 10, to: 20, bucket: 0 },
      { from: HOUR / 2, to: HOUR, bucket: 1 },
      { from: 3 * HOUR, to: 3 * HOUR + 5, bucket: 1 },
    ]);
  });
});
