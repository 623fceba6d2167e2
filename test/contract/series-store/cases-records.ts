import { expect } from 'vitest';
import { resolveClock } from '../../../broker/src/core/resolve-clock.ts';
import type { SeriesStore } from '../../../broker/src/ports/series-store.ts';
import { BOOT, batchOf, depositOf, NOW_MS, passagesOf, queryOf, type StoreCase, sessionOf, weightOf } from './sut.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What a store does with records from nodes. */
export const RECORDS_CASES: Readonly<Record<string, StoreCase>> = {
  'stores a batch once, however often it comes': async (ctx) => {
    const batch = batchOf(0, [depositOf(NOW_MS - HOUR, 4_200), weightOf(NOW_MS - HOUR, 9_000), passagesOf(NOW_MS - HOUR, 3, 2)]);
    const [first] = await ctx.store.ingest([batch]);
    const [again] = await ctx.store.ingest([batch]);
    await ctx.reopen();
    const [afterRestart] = await ctx.store.ingest([batch]);

    expect(first).toMatchObject({ stored: 3, duplicates: 0, rejected: [], resolved: [] });
    expect(first?.fresh.map(({ id }) => id)).toEqual([`n1/${BOOT}/0`, `n1/${BOOT}/1`, `n1/${BOOT}/2`]);
    expect([again, afterRestart]).toMatchObject([
      { stored: 0, duplicates: 3, fresh: [] },
      { stored: 0, duplicates: 3, fresh: [] },
    ]);
    const [day] = await ctx.store.aggregate(
      queryOf(NOW_MS - DAY, NOW_MS, { match: { measurement: 'deposit' }, bucket: 'year', fn: ['sum', 'n'] }),
    );
    expect(day?.values).toEqual({ sum: 4_200, n: 1 });
  },

  'takes what is new of a batch that overlaps an earlier one': async (ctx) => {
    await ctx.store.ingest([batchOf(0, [depositOf(NOW_MS - HOUR, 1), depositOf(NOW_MS - HOUR, 2)])]);
    const [answer] = await ctx.store.ingest([batchOf(1, [depositOf(NOW_MS - HOUR, 2), depositOf(NOW_MS - HOUR, 4)])]);

    expect(answer).toMatchObject({ stored: 1, duplicates: 1 });
    expect(answer?.fresh.map(({ seq }) => seq)).toEqual([2]);
  },

  'keeps two deposits of the same millisecond as two': async (ctx) => {
    await ctx.store.ingest([batchOf(0, [depositOf(NOW_MS - HOUR, 4_000), depositOf(NOW_MS - HOUR, 4_000)])]);
    await ctx.store.admin.maintain();

    const [bucket] = await ctx.store.aggregate(queryOf(NOW_MS - DAY, NOW_MS, { match: { measurement: 'deposit' }, bucket: 'year' }));
    expect(bucket?.values).toMatchObject({ n: 2, sum: 8_000 });
    expect(await ctx.store.events({ kinds: ['deposit'] })).toHaveLength(2);
  },

  'knows which sequence numbers arrived, so that a hole is seen': async (ctx) => {
    await ctx.store.ingest([batchOf(0, [depositOf(NOW_MS - HOUR, 1)]), batchOf(3, [depositOf(NOW_MS, 1), depositOf(NOW_MS, 1)])]);
    await ctx.reopen();
    await ctx.store.ingest([batchOf(2, [depositOf(NOW_MS - HOUR, 1)])]);

    const runs = [
      { from: 0, to: 0 },
      { from: 2, to: 4 },
    ];
    expect(await ctx.store.received('n1')).toEqual([{ node: 'n1', boot: BOOT, runs }]);
    expect(await ctx.store.received('n2')).toEqual([]);
  },

  'counts a closed minute of a door as it was sent last': async (ctx) => {
    await ctx.store.ingest([batchOf(0, [passagesOf(NOW_MS - HOUR, 3, 1)])]);
    await ctx.store.admin.maintain();
    await ctx.store.ingest([batchOf(1, [passagesOf(NOW_MS - HOUR, 5, 1)])]);

    const query = queryOf(NOW_MS - DAY, NOW_MS, {
      match: { measurement: 'door_passages', tags: { direction: 'in' } },
      bucket: 'year',
      fn: ['sum'],
    });
    expect((await ctx.store.aggregate(query))[0]?.values).toEqual({ sum: 5 });
  },

  'keeps records of an unsynchronised clock apart until they come with a trusted time': async (ctx) => {
    const wrong = 1_000_000;
    await ctx.store.ingest([batchOf(0, [depositOf(wrong, 4_000), weightOf(wrong, 9_000)], { clock: 'unsynced' })]);
    expect(await ctx.store.series()).toEqual([]);
    expect(await ctx.store.events({ trustedTimeOnly: true })).toEqual([]);
    expect((await ctx.store.events({})).map(({ record, clock }) => [record.kind, clock])).toEqual([
      ['deposit', 'unsynced'],
      ['weight', 'unsynced'],
    ]);

    const right = NOW_MS - HOUR;
    const [answer] = await ctx.store.ingest([batchOf(0, [depositOf(right, 4_000), weightOf(right, 9_000)], { clock: 'restamped' })]);
    expect(answer).toMatchObject({ stored: 0, duplicates: 2 });
    expect(answer?.resolved.map(({ record, clock }) => [record.at, clock])).toEqual([
      [right, 'restamped'],
      [right, 'restamped'],
    ]);
    expect((await ctx.store.events({ trustedTimeOnly: true })).map(({ record }) => record.at)).toEqual([right]);
    expect((await ctx.store.latest({ field: 'gross_g' })).map(({ at, value }) => [at, value])).toEqual([[right, 9_000]]);
  },

  'counts records of an unsynchronised clock once it is known how wrong it was': async (ctx) => {
    const wrong = 60_000_000;
    const shiftMs = NOW_MS - HOUR - wrong;
    await ctx.store.ingest([
      batchOf(0, [sessionOf(wrong, wrong + MINUTE), depositOf(wrong, 4_000), passagesOf(wrong, 3, 2)], { clock: 'unsynced' }),
    ]);
    const found = { site: 'utrecht', node: 'n1', boot: BOOT, shiftMs };

    expect((await resolveClock(ctx.store, found)).map(({ seq, clock, record }) => [seq, clock, record.at])).toEqual(
      [0, 1, 2].map((seq) => [seq, 'restamped', NOW_MS - HOUR]),
    );
    expect(await resolveClock(ctx.store, found)).toEqual([]);
    const [seconds] = await ctx.store.aggregate(queryOf(NOW_MS - DAY, NOW_MS, { match: { field: 'run_s' }, bucket: 'year', fn: ['sum'] }));
    expect(seconds?.values.sum).toBe(60);
    expect((await ctx.store.latest({ measurement: 'door_passages', tags: { direction: 'in' } }))[0]?.value).toBe(3);
  },

  'keeps a record from the far future, without counting it': async (ctx) => {
    const [answer] = await ctx.store.ingest([batchOf(0, [depositOf(NOW_MS + 3 * DAY, 4_000)])]);
    expect(answer).toMatchObject({ stored: 1, rejected: [] });
    expect((await ctx.store.events({})).map(({ clock }) => clock)).toEqual(['unsynced']);
    expect(await ctx.store.series()).toEqual([]);
  },

  'finds events by kind, node, device and time, in both orders, with a limit': async (ctx) => {
    const at = [3, 1, 2].map((hours) => NOW_MS - hours * HOUR);
    await ctx.store.ingest([
      batchOf(
        0,
        at.map((each) => depositOf(each, 1_000)),
      ),
      batchOf(3, [sessionOf(NOW_MS - 5 * HOUR, NOW_MS - 4 * HOUR)]),
    ]);

    const times = async (query: Parameters<SeriesStore['events']>[0]): Promise<number[]> =>
      (await ctx.store.events(query)).map(({ record }) => (NOW_MS - record.at) / HOUR);
    expect(await times({})).toEqual([5, 3, 2, 1]);
    expect(await times({ order: 'desc', limit: 2 })).toEqual([1, 2]);
    expect(await times({ kinds: ['session'] })).toEqual([5]);
    expect(await times({ device: 'intake', from: NOW_MS - 3 * HOUR, to: NOW_MS - HOUR })).toEqual([3, 2]);
    expect(await times({ node: 'n2' })).toEqual([]);
  },
};
