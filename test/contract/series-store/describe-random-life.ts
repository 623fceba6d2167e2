import type { KwRecord } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AggregateQuery, BUCKETS, type IngestBatch, type Point, type SeriesStore } from '../../../broker/src/ports/series-store.ts';
import { ModelStore } from './model-store.ts';
import {
  batchOf,
  collect,
  comparable,
  depositOf,
  GAUGE,
  KEEP_RAW_MS,
  type MakeStore,
  NOW_MS,
  passagesOf,
  pointOf,
  queryOf,
  sessionOf,
  weightOf,
} from './sut.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Around both changes of the clock and close to now: three windows of two days. */
const WINDOWS = [Date.UTC(2025, 2, 29, 12), Date.UTC(2025, 9, 25, 12), NOW_MS - 2 * DAY];
const times = fc
  .tuple(fc.constantFrom(...WINDOWS), fc.oneof(fc.integer({ min: 0, max: 2 * 1_440 - 200 }), fc.constantFrom(719, 720, 721, 780)))
  .map(([window, minute]) => window + minute * MINUTE);
const grams = fc.integer({ min: 0, max: 60_000 });

const records: fc.Arbitrary<KwRecord> = fc.oneof(
  fc.tuple(times, grams).map(([at, massG]) => depositOf(at, massG)),
  fc.tuple(times, grams).map(([at, meanG]) => weightOf(at, meanG)),
  fc.tuple(times, fc.nat(50), fc.nat(50)).map(([at, into, out]) => passagesOf(at, into, out)),
  fc.tuple(times, fc.integer({ min: 0, max: 180 })).map(([at, minutes]) => sessionOf(at, at + minutes * MINUTE)),
);

/** A minute of a saw cannot be in two sessions; the store adds what it is told all the same, and so does the model. */
const batches: fc.Arbitrary<IngestBatch> = fc
  .tuple(fc.nat(40), fc.array(records, { minLength: 1, maxLength: 12 }), fc.constantFrom('synced', 'synced', 'restamped', 'unsynced'))
  .map(([seq0, all, clock]) => batchOf(seq0, all, { clock: clock as 'synced' }));

const points: fc.Arbitrary<Point> = fc
  .tuple(times, grams, fc.constantFrom('n1', 'n2'))
  .map(([at, value, node]) => pointOf(at, value, { ...GAUGE, tags: { node } }));

/** One thing that happens to a store. */
export type Step =
  | { readonly do: 'ingest'; readonly batches: readonly IngestBatch[] }
  | { readonly do: 'write'; readonly points: readonly Point[] }
  | { readonly do: 'maintain' | 'restart' };

/** A life of 2 to `maxSteps` steps. */
export const lives = (maxSteps: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(batches, { minLength: 1, maxLength: 3 }).map((all): Step => ({ do: 'ingest', batches: all })) },
      { weight: 3, arbitrary: fc.array(points, { minLength: 1, maxLength: 60 }).map((all): Step => ({ do: 'write', points: all })) },
      { weight: 2, arbitrary: fc.constant<Step>({ do: 'maintain' }) },
      { weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
    ),
    { minLength: 2, maxLength: maxSteps },
  );

const OPEN = {
  week: Array.from({ length: 7 }, (_, day) => (day === 6 ? [] : [{ fromMin: 570, toMin: 1_005 }])),
  closedDates: ['2025-11-14'],
};

/** Questions over any time around the changes of the clock, by any bucket, some in opening hours alone. */
export const questions: fc.Arbitrary<AggregateQuery> = fc
  .tuple(
    fc.constantFrom(...WINDOWS),
    fc.integer({ min: -300, max: 600 }),
    fc.integer({ min: 30, max: 2_800 }),
    fc.constantFrom(...BUCKETS),
    fc.boolean(),
  )
  .map(([window, startMinute, minutes, bucket, isOpen]) => {
    const from = window + startMinute * MINUTE;
    return queryOf(from, from + minutes * MINUTE, { bucket, ...(isOpen ? { open: OPEN } : {}) });
  });

/** Random lives of a store against the brute-force model: the answers must be the same whatever happened in between. */
export function describeRandomLife(name: string, make: MakeStore, runs: number): void {
  describe(`random life: ${name}`, () => {
    it('answers as the model does after writes, repeats, late days, upkeep and restarts in any order', { timeout: 300_000 }, async () => {
      expect.hasAssertions();
      await fc.assert(
        fc.asyncProperty(lives(12), fc.array(questions, { minLength: 3, maxLength: 5 }), (life, asked) => liveAndAsk(make, life, asked)),
        { numRuns: runs, endOnFailure: runs < 50 },
      );
    });
  });
}

async function liveAndAsk(make: MakeStore, life: readonly Step[], asked: readonly AggregateQuery[]): Promise<void> {
  const options = { nowMs: () => NOW_MS, keepRawMs: KEEP_RAW_MS };
  const model = new ModelStore(options);
  const under = await make(options);
  try {
    let store = await under.open();
    const answers: unknown[] = [];
    const expected: unknown[] = [];
    for (const step of life) {
      if (step.do === 'restart') {
        await store.admin.close();
        store = await under.open();
        continue;
      }
      answers.push(await take(store, step));
      expected.push(await take(model, step));
    }
    expect(answers).toEqual(expected);
    await expectSameAnswers(store, model, asked);
    await store.admin.maintain();
    await expectSameAnswers(store, model, asked);
    await store.admin.close();
  } finally {
    await under.cleanUp();
  }
}

/** Does one step to a store; answers what it said. */
export async function take(store: SeriesStore, step: Step): Promise<unknown> {
  if (step.do === 'ingest') return store.ingest(step.batches);
  if (step.do === 'write') return (await store.write(step.points)).rejected;
  return store.admin.maintain();
}

/** Asks both stores everything and expects the same. */
export async function expectSameAnswers(store: SeriesStore, model: SeriesStore, asked: readonly AggregateQuery[]): Promise<void> {
  for (const query of asked) {
    expect({ query, answer: comparable(await store.aggregate(query)) }).toEqual({
      query,
      answer: comparable(await model.aggregate(query)),
    });
  }
  const all = { match: { measurement: 'fill' }, from: WINDOWS[0] ?? 0, to: NOW_MS };
  const valuesOf = async (one: SeriesStore): Promise<unknown> =>
    (await collect(one.range(all))).map(({ at, value, series }) => `${series.tags.node} ${at} ${value}`).sort();
  expect(await valuesOf(store)).toEqual(await valuesOf(model));
  expect(new Set(await idsAndTimes(store))).toEqual(new Set(await idsAndTimes(model)));
  expect(await store.received()).toEqual(await model.received());
}

const idsAndTimes = async (store: SeriesStore): Promise<string[]> =>
  (await store.events({})).map(({ id, clock, record }) => `${id} ${clock} ${record.at}`);
