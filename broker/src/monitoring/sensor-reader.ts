import { DAY_MS } from '@kringwijzer/contract';
import type { AggregateQuery, Bucket, SeriesStore, StoredEvent } from '../ports/series-store.ts';
import { type DoorStretch, doorStretches, type SensorInfo } from './core/collect-sensors.ts';
import type { Period } from './core/period.ts';

export interface SensorReaderDeps {
  readonly store: SeriesStore;
  readonly sensors: () => readonly SensorInfo[];
  readonly timeZone: string;
  readonly nowMs: () => number;
}

type SumQuery = Pick<AggregateQuery, 'match' | 'bucket'> & Pick<Partial<AggregateQuery>, 'open'>;

/** What monitoring asks of the store. */
export interface SensorReader {
  /** Sensors now and before: a door that was taken away keeps its counts. */
  sensors(): Promise<readonly SensorInfo[]>;
  /** First value of each sensor of a measurement, UTC epoch ms. */
  since(measurement: 'deposit' | 'door_passages' | 'kiosk_opinion'): Promise<ReadonlyMap<string, number>>;
  events(kind: 'deposit' | 'emptying' | 'session', period: Period): AsyncIterable<readonly StoredEvent[]>;
  stretches(doors: readonly SensorInfo[], period: Period): Promise<readonly DoorStretch[]>;
  buckets(period: Period, query: SumQuery): Promise<readonly Bucket[]>;
  /** Sum of a series set over the period, by the value of one tag. */
  sums(period: Period, match: AggregateQuery['match'], tag: string): Promise<ReadonlyMap<string, number>>;
  /** Share of the expected values of scales and doors that is there; undefined when nothing has a rhythm. */
  measured(period: Period): Promise<readonly MeasuredShare[]>;
}

/** How complete one series is. */
export interface MeasuredShare {
  readonly key: string;
  readonly n: number;
  readonly expected: number;
}

// A page of events stays far below the store's own limit, also on the busiest site.
const PAGE_MS = 14 * DAY_MS;

export function createSensorReader({ store, sensors, timeZone, nowMs }: SensorReaderDeps): SensorReader {
  const buckets: SensorReader['buckets'] = ({ from, to }, query) => store.aggregate({ ...query, from, to, timeZone, fn: ['sum'] });
  return {
    sensors: async () => {
      const known = new Map(sensors().map((sensor) => [sensor.key, sensor]));
      for (const { series } of await store.series({ measurement: 'door_passages', field: 'count' })) {
        const { node = '', device = '' } = series.tags;
        const key = `${node}/${device}`;
        if (!known.has(key)) known.set(key, { key, node, device, name: device, kind: 'door' });
      }
      return [...known.values()];
    },
    since: async (measurement) => {
      const first = new Map<string, number>();
      for (const { series, firstAt } of await store.series({ measurement })) {
        const key = `${series.tags['node'] ?? ''}/${series.tags['device'] ?? ''}`;
        first.set(key, Math.min(first.get(key) ?? firstAt, firstAt));
      }
      return first;
    },
    async *events(kind, { from, to }) {
      for (let at = from; at < to; at += PAGE_MS)
        yield await store.events({ kinds: [kind], from: at, to: Math.min(to, at + PAGE_MS), order: 'asc' });
    },
    stretches: async (doors, period) => {
      const corrections = await store.events({ kinds: ['door_correction'], to: period.to, order: 'asc' });
      return doors.flatMap((door) => doorStretches(door, corrections, period));
    },
    buckets,
    sums: async (period, match, tag) => {
      const sums = new Map<string, number>();
      for (const { series, values } of await buckets(period, { match, bucket: 'year' })) {
        const key = series.tags[tag] ?? '';
        sums.set(key, (sums.get(key) ?? 0) + (values.sum ?? 0));
      }
      return sums;
    },
    measured: async (period) => {
      const [doors, scales] = await Promise.all([
        measuredOf(
          store,
          { period, timeZone, nowMs: nowMs() },
          { measurement: 'door_passages', field: 'count', tags: { direction: 'in' } },
        ),
        measuredOf(store, { period, timeZone, nowMs: nowMs() }, { measurement: 'scale_weight', field: 'net_g' }),
      ]);
      return [...doors, ...scales];
    },
  };
}

async function measuredOf(
  store: SeriesStore,
  { period, timeZone, nowMs }: { readonly period: Period; readonly timeZone: string; readonly nowMs: number },
  match: AggregateQuery['match'],
): Promise<readonly MeasuredShare[]> {
  const infos = await store.series(match);
  const shares: MeasuredShare[] = [];
  const all = await store.aggregate({ ...period, match, bucket: 'year', timeZone, fn: ['n'] });
  for (const { series, firstAt } of infos) {
    const { node = '', device = '' } = series.tags;
    // Nobody can miss values of before the sensor was there, or of tomorrow.
    const ms = Math.min(period.to, nowMs) - Math.max(period.from, firstAt);
    if (series.stepMs === undefined || ms < series.stepMs) continue;
    const n = all
      .filter((bucket) => bucket.series.tags['node'] === node && bucket.series.tags['device'] === device)
      .reduce((sum, bucket) => sum + bucket.n, 0);
    const expected = Math.floor(ms / series.stepMs);
    shares.push({ key: `${node}/${device}`, n: Math.min(n, expected), expected });
  }
  return shares;
}
