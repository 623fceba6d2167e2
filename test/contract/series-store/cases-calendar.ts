import { expect } from 'vitest';
import { batchOf, pointOf, queryOf, type StoreCase, sessionOf } from './sut.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const minutes = (from: number, to: number): ReturnType<typeof pointOf>[] => {
  const points = [];
  for (let at = from; at < to; at += 10 * MINUTE) points.push(pointOf(at, 1));
  return points;
};

/** How a store lays time into buckets. */
export const CALENDAR_CASES: Readonly<Record<string, StoreCase>> = {
  'makes the spring day 23 hours and the autumn day 25': async (ctx) => {
    const spring = Date.UTC(2025, 2, 29, 23);
    const autumn = Date.UTC(2025, 9, 25, 22);
    await ctx.store.write([...minutes(spring - HOUR, spring + DAY), ...minutes(autumn - HOUR, autumn + 26 * HOUR)]);
    await ctx.store.admin.maintain();

    const [springDay] = await ctx.store.aggregate(queryOf(spring, spring + 23 * HOUR, { fn: ['sum'] }));
    const [autumnDay] = await ctx.store.aggregate(queryOf(autumn, autumn + 25 * HOUR, { fn: ['sum'] }));
    expect(springDay).toMatchObject({ start: spring, end: spring + 23 * HOUR, n: 138 });
    expect(autumnDay).toMatchObject({ start: autumn, end: autumn + 25 * HOUR, n: 150 });
  },

  'counts the hour that comes twice in autumn in one hour of the week': async (ctx) => {
    const twice = Date.UTC(2025, 9, 26, 0);
    await ctx.store.write(minutes(twice, twice + 2 * HOUR));
    const buckets = await ctx.store.aggregate(queryOf(twice, twice + 2 * HOUR, { bucket: 'hourOfWeek', fn: ['n'] }));

    expect(buckets).toHaveLength(168);
    expect(buckets.filter(({ n }) => n > 0)).toMatchObject([{ start: (6 * 24 + 2) * HOUR, n: 12 }]);
  },

  'begins ISO weeks on Monday and years with the week of 4 January': async (ctx) => {
    const monday = Date.UTC(2024, 11, 29, 23);
    await ctx.store.write([pointOf(monday, 1), pointOf(monday + 7 * DAY - 1, 2), pointOf(monday + 7 * DAY, 4)]);
    const weeks = await ctx.store.aggregate(queryOf(monday, monday + 8 * DAY, { bucket: 'isoWeek', fn: ['sum'] }));

    expect(weeks.map(({ start, values }) => [start, values.sum])).toEqual([
      [monday, 3],
      [monday + 7 * DAY, 4],
    ]);
  },

  'shows a gap as an empty bucket and as less than complete': async (ctx) => {
    const from = Date.UTC(2025, 5, 1, 8);
    const points = Array.from({ length: 30 }, (_, i) => pointOf(from + i * MINUTE, 1));
    await ctx.store.write([...points, pointOf(from + 2 * HOUR, 1)]);
    const hours = await ctx.store.aggregate(queryOf(from, from + 3 * HOUR, { bucket: 'hour', fn: ['mean'] }));

    expect(hours.map(({ n, values, completeness }) => [n, values.mean, completeness])).toEqual([
      [30, 1, 0.5],
      [0, undefined, 0],
      [1, 1, 1 / 60],
    ]);
  },

  'counts opening hours only, cut inside the hour, and no closed day': async (ctx) => {
    const monday = Date.UTC(2025, 5, 1, 22);
    await ctx.store.write(minutes(monday, monday + 3 * DAY));
    const week = Array.from({ length: 7 }, () => [{ fromMin: 9 * 60 + 30, toMin: 12 * 60 }]);
    const open = { week, closedDates: ['2025-06-03'] };
    const days = await ctx.store.aggregate(queryOf(monday, monday + 3 * DAY, { open, fn: ['sum'] }));

    expect(days.map(({ n }) => n)).toEqual([15, 0, 15]);
  },

  'splits a session over the hours and days it crosses': async (ctx) => {
    const midnight = Date.UTC(2025, 5, 1, 22);
    await ctx.store.ingest([batchOf(0, [sessionOf(midnight - 45 * MINUTE, midnight + 75 * MINUTE)])]);
    const match = { measurement: 'tool_use', field: 'run_s' };
    const days = await ctx.store.aggregate(queryOf(midnight - DAY, midnight + DAY, { match, fn: ['sum'] }));
    const quarters = await ctx.store.aggregate(queryOf(midnight, midnight + 90 * MINUTE, { match, bucket: 'quarterHour', fn: ['sum'] }));

    expect(days.map(({ values }) => values.sum)).toEqual([45 * 60, 75 * 60]);
    expect(quarters.map(({ values }) => values.sum)).toEqual([900, 900, 900, 900, 900, undefined]);
  },
};
