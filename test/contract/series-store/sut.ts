import type { KwRecord } from '@kringwijzer/contract';
import type { AggregateQuery, Bucket, IngestBatch, Point, Sample, SeriesKey, SeriesStore } from '../../../broker/src/ports/series-store.ts';
import { nameOf } from './model-store.ts';

/** A kind of store the suite can open, close and open again over the same data. */
export interface StoreUnderTest {
  /** Opens over the data of the last time. The store before must be closed. */
  open(): Promise<SeriesStore>;
  cleanUp(): Promise<void>;
}

interface MakeOptions {
  readonly nowMs: () => number;
  readonly keepRawMs: number;
}

/** Begins with no data. */
export type MakeStore = (options: MakeOptions) => Promise<StoreUnderTest>;

/** How long the stores of the suite keep raw data. */
export const KEEP_RAW_MS = 400 * 86_400_000;

/** One thing a store must do; `store` is the open one, also after `reopen`. */
export type StoreCase = (context: { readonly store: SeriesStore; readonly reopen: () => Promise<void> }) => Promise<void>;

export const BOOT = 'a0a1a2a3a4a5a6a7';
export const AMSTERDAM = 'Europe/Amsterdam';

/** 15 November 2025: after both changes of the clock of that year. */
export const NOW_MS = Date.UTC(2025, 10, 15, 12);

export const batchOf = (seq0: number, records: readonly KwRecord[], more: Partial<IngestBatch['batch']> = {}): IngestBatch => ({
  site: 'utrecht',
  node: 'n1',
  receivedAt: NOW_MS,
  batch: { boot: BOOT, seq0, clock: 'synced', records: [...records], ...more },
});

export const depositOf = (at: number, massG: number): KwRecord => ({
  kind: 'deposit',
  device: 'intake',
  at,
  massG,
  uncertaintyG: 50,
  confidence: 0.9,
  fromAt: Math.max(0, at - 5_000),
  beforeG: 0,
  afterG: massG,
  stream: 'textile',
});

export const weightOf = (at: number, meanG: number): KwRecord => ({
  kind: 'weight',
  device: 'box',
  at,
  durationMs: 60_000,
  n: 600,
  meanG,
  minG: meanG - 10,
  maxG: meanG + 10,
  lastG: meanG,
  netG: meanG - 1_000,
  stable: true,
});

export const passagesOf = (at: number, into: number, out: number): KwRecord => ({
  kind: 'passages',
  device: 'door',
  at,
  in: into,
  out,
  missed: 0,
});

export const sessionOf = (at: number, toAt: number): KwRecord => ({ kind: 'session', device: 'saw', at, toAt, ended: 'stopped' });

export const GAUGE: SeriesKey = { measurement: 'fill', tags: { node: 'n1' }, field: 'mass_g', unit: 'g', kind: 'gauge', stepMs: 60_000 };
export const pointOf = (at: number, value: number, series: SeriesKey = GAUGE): Point => ({ series, at, value });

/** A query over all series with every aggregate, changed by `more`. */
export const queryOf = (from: number, to: number, more: Partial<AggregateQuery> = {}): AggregateQuery => ({
  match: {},
  from,
  to,
  bucket: 'day',
  timeZone: AMSTERDAM,
  fn: ['n', 'sum', 'mean', 'min', 'max', 'first', 'last', 'p50', 'p95', 'p99'],
  ...more,
});

/** Which of two events of the same millisecond was first, nobody knows. */
const OF_EVENTS = new Set(['deposit', 'removal', 'emptying', 'tool_use']);

/** Buckets in an order and a form two stores can be compared in: no completeness, sums to the nanogram, empty ones left out. */
export function comparable(buckets: readonly Bucket[]): readonly unknown[] {
  return buckets
    .filter(({ n }) => n > 0)
    .map(({ series, start, end, n, values }) => ({
      series: nameOf(series),
      start,
      end,
      n,
      values: Object.fromEntries(
        Object.entries(values)
          .filter(([name]) => !OF_EVENTS.has(series.measurement) || (name !== 'first' && name !== 'last'))
          .map(([name, value]) => [name, Number(value.toPrecision(12))]),
      ),
    }))
    .sort((a, b) => (a.series === b.series ? a.start - b.start : a.series < b.series ? -1 : 1));
}

/** All of an async iterable. */
export async function collect(samples: AsyncIterable<Sample>): Promise<Sample[]> {
  const all: Sample[] = [];
  for await (const sample of samples) all.push(sample);
  return all;
}
