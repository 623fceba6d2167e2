import { expect } from 'vitest';
import { NOW_MS, pointOf, queryOf, type StoreCase } from './sut.ts';

const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What a store answers at the edges. */
export const LIMITS_CASES: Readonly<Record<string, StoreCase>> = {
  'answers percentiles by nearest rank': async (ctx) => {
    await ctx.store.write(Array.from({ length: 200 }, (_, i) => pointOf(NOW_MS - HOUR + i * 1_000, ((i * 37) % 200) + 1)));
    const [bucket] = await ctx.store.aggregate(queryOf(NOW_MS - DAY, NOW_MS, { bucket: 'year', fn: ['p50', 'p95', 'p99'] }));
    expect(bucket?.values).toEqual({ p50: 100, p95: 190, p99: 198 });
  },

  'answers a time before, after and between the data with empty buckets': async (ctx) => {
    await ctx.store.write([pointOf(NOW_MS - DAY, 1)]);
    const before = await ctx.store.aggregate(queryOf(NOW_MS - 9 * DAY, NOW_MS - 8 * DAY, { bucket: 'hour', fn: ['sum', 'p50'] }));
    expect(before).toHaveLength(24);
    expect(before.every(({ n, values }) => n === 0 && Object.keys(values).length === 0)).toBe(true);
    expect(await ctx.store.aggregate(queryOf(NOW_MS - DAY, NOW_MS, { match: { measurement: 'none' }, bucket: 'year' }))).toEqual([]);
  },

  'takes a zone as it is and refuses one that does not exist': async (ctx) => {
    await ctx.store.write([pointOf(NOW_MS - DAY, 1)]);
    await expect(ctx.store.aggregate(queryOf(NOW_MS - DAY, NOW_MS, { timeZone: 'Europe/Utopia' }))).rejects.toMatchObject({
      code: 'KW_QUERY_INVALID',
    });
    const [day] = await ctx.store.aggregate(queryOf(Date.UTC(2025, 10, 14), NOW_MS, { timeZone: 'Asia/Kolkata', fn: ['n'] }));
    expect(day?.start).toBe(Date.UTC(2025, 10, 13, 18, 30));
  },
};
