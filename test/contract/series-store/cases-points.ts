import { expect } from 'vitest';
import type { SeriesKey } from '../../../broker/src/ports/series-store.ts';
import { collect, GAUGE, KEEP_RAW_MS, NOW_MS, pointOf, queryOf, type StoreCase } from './sut.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What a store does with points of its own. */
export const POINTS_CASES: Readonly<Record<string, StoreCase>> = {
  'gives odd names back as they were': async (ctx) => {
    const odd: SeriesKey = {
      measurement: 'mü sure,ment=1',
      tags: { 'a b,c=d': 'x, y=z "q" é 🚲', node: "n'1; DROP MEASUREMENT fill --" },
      field: 'va lue,=1"',
      unit: 'Cel',
      kind: 'gauge',
    };
    await ctx.store.write([pointOf(NOW_MS - HOUR, 20.5, odd)]);
    await ctx.reopen();

    expect((await ctx.store.series())[0]?.series).toEqual(odd);
    expect((await ctx.store.latest({ tags: odd.tags })).map(({ value }) => value)).toEqual([20.5]);
    expect(await ctx.store.latest({ tags: { node: "' OR 1=1" } })).toEqual([]);
  },

  'lets the last value of a time win, within a batch and after': async (ctx) => {
    const at = NOW_MS - 3 * HOUR;
    await ctx.store.write([pointOf(at, 1), pointOf(at, 2)]);
    await ctx.store.admin.maintain();
    await ctx.store.write([pointOf(at, 7)]);

    expect((await collect(ctx.store.range({ match: {}, from: at, to: at + 1 }))).map(({ value }) => value)).toEqual([7]);
    expect((await ctx.store.aggregate(queryOf(at - HOUR, NOW_MS, { bucket: 'year', fn: ['n', 'sum'] })))[0]?.values).toEqual({
      n: 1,
      sum: 7,
    });
  },

  'refuses bad points by themselves and stores the good ones': async (ctx) => {
    const day = 24 * HOUR;
    const points = [1, Number.NaN, Number.POSITIVE_INFINITY, 2].map((value, index) => pointOf(NOW_MS - (index + 1) * MINUTE, value));
    const late = pointOf(NOW_MS - KEEP_RAW_MS - 2 * day, 1);
    const early = pointOf(NOW_MS + 2 * day, 1);
    const otherUnit = pointOf(NOW_MS - MINUTE, 1, { ...GAUGE, unit: 'kg' });
    const answer = await ctx.store.write([...points, late, early, otherUnit]);

    expect(answer.written).toBe(2);
    expect(answer.rejected).toEqual([
      { index: 1, reason: 'not_finite' },
      { index: 2, reason: 'not_finite' },
      { index: 4, reason: 'too_old' },
      { index: 5, reason: 'future' },
      { index: 6, reason: 'type' },
    ]);
  },

  'gives the raw points of a time in order, half open and within the limit': async (ctx) => {
    const times = [5, 1, 3, 2, 4].map((n) => NOW_MS - 40 * DAY + n * MINUTE);
    await ctx.store.write(times.map((at) => pointOf(at, at % 1_000)));
    const from = NOW_MS - 40 * DAY + 2 * MINUTE;

    const all = await collect(ctx.store.range({ match: {}, from, to: from + 3 * MINUTE }));
    expect(all.map(({ at }) => (at - from) / MINUTE)).toEqual([0, 1, 2]);
    const two = await collect(ctx.store.range({ match: {}, from, to: from + 3 * MINUTE, limit: 2 }));
    expect(two.map(({ at }) => (at - from) / MINUTE)).toEqual([0, 1]);
    expect(await collect(ctx.store.range({ match: { measurement: 'none' }, from, to: from + MINUTE }))).toEqual([]);
  },

  'knows the latest value and the first and last time of each series': async (ctx) => {
    const other = { ...GAUGE, tags: { node: 'n2' } };
    await ctx.store.write([pointOf(NOW_MS - HOUR, 5), pointOf(NOW_MS - DAY, 4), pointOf(NOW_MS - 2 * HOUR, 1, other)]);
    await ctx.reopen();

    expect((await ctx.store.latest({ tags: { node: 'n1' } })).map(({ at, value }) => [at, value])).toEqual([[NOW_MS - HOUR, 5]]);
    expect(await ctx.store.latest({})).toHaveLength(2);
    expect(await ctx.store.series({ tags: { node: 'n1' } })).toEqual([{ series: GAUGE, firstAt: NOW_MS - DAY, lastAt: NOW_MS - HOUR }]);
  },
};
