import { HOUR_MS, REGISTER_KINDS, type ScaleRole } from '@kringwijzer/contract';
import { type Calendar, createCalendar, type LineBucket } from '../core/calendar.ts';
import type { AggregateQuery, Bucket, OpeningHours } from '../ports/series-store.ts';
import type { DoorStretch, SensorInfo } from './core/collect-sensors.ts';
import { entryAmount, type Measure } from './core/measures.ts';
import type { Period } from './core/period.ts';
import { createColumns, type Put, type Spread, type TrendSeries } from './core/trend-columns.ts';
import { checkPeriod } from './figures.ts';
import type { Journal } from './ports/journal.ts';
import type { SensorReader } from './sensor-reader.ts';
import { blocksOf, countedOf, groupOf, NO_BLOCK } from './trend-parts.ts';
import { hasSpread, putSpread } from './trend-spread.ts';

export interface TrendDeps {
  readonly reader: SensorReader;
  readonly journal: Journal;
  readonly inflowRole: ScaleRole | undefined;
  readonly timeZone: string;
  readonly openingHours: OpeningHours;
}

/** How the parts of a measure are told apart. */
export const GROUPINGS = ['total', 'device', 'stream', 'block'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface TrendQuery extends Period {
  readonly measure: Measure;
  readonly bucket: LineBucket;
  readonly group: Grouping;
  /** Only what lies in opening hours. */
  readonly open?: boolean | undefined;
  /** Only this sensor, as `node/device`. */
  readonly device?: string | undefined;
}

/** Values by bucket: column by column, as a chart wants them. */
export interface TrendTable {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly series: readonly TrendSeries[];
  /** Share of the expected measurements that is there, 0..1, or null where none are expected. */
  readonly completeness: readonly (number | null)[];
  /** Factors of doors that were used. */
  readonly factors: readonly DoorStretch[];
}

export interface Trends {
  table(query: TrendQuery): Promise<TrendTable>;
  /** 168 values: mean of each hour of the week, Monday 00:00 first; null for an hour the period does not hold. */
  heat(query: Omit<TrendQuery, 'bucket' | 'group'>): Promise<readonly (number | null)[]>;
}

type Source = { readonly match: AggregateQuery['match']; readonly scale: number; readonly count?: boolean };

const SOURCES: { readonly [K in Measure]?: Source } = {
  mass: { match: { measurement: 'deposit', field: 'mass_g' }, scale: 1 / 1_000 },
  gifts: { match: { measurement: 'deposit', field: 'mass_g' }, scale: 1, count: true },
  emptied: { match: { measurement: 'emptying', field: 'mass_g' }, scale: 1 / 1_000 },
  tool_hours: { match: { measurement: 'tool_use', field: 'run_s' }, scale: 1 / 3_600 },
};

export function createTrends(deps: TrendDeps): Trends {
  const calendar = createCalendar(deps.timeZone);
  return {
    table: (query) => tableOf(deps, calendar, query),
    heat: (query) => heatOf(deps, calendar, query),
  };
}

/** Whole calendar buckets that hold the period. */
function bucketsOf(calendar: Calendar, { bucket, from, to }: TrendQuery): { readonly starts: number[]; readonly ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let start = calendar.startOf(bucket, from); start < to; ) {
    const end = calendar.nextOf(bucket, start);
    starts.push(start);
    ends.push(end);
    start = end;
  }
  return { starts, ends };
}

async function tableOf(deps: TrendDeps, calendar: Calendar, query: TrendQuery): Promise<TrendTable> {
  checkPeriod(query);
  const { starts, ends } = bucketsOf(calendar, query);
  const columns = createColumns(starts);
  const { put } = columns;
  const whole: TrendQuery = { ...query, from: starts[0] ?? query.from, to: ends.at(-1) ?? query.to };
  const sensors = await deps.reader.sensors();
  const sink = { sensors, put, blocks: blocksOf(deps.journal) };
  const factors = await putSensors(deps, whole, sink);
  putEntries(deps, calendar, whole, put);
  await putSpread(deps, calendar, whole, sink);
  const series = columns.series(hasSpread(whole));
  const shares = await completenessOf(deps, whole, sensors);
  return { starts, ends, series, completeness: starts.map((start) => shares.get(start) ?? null), factors };
}

interface Sink {
  readonly sensors: readonly SensorInfo[];
  readonly put: Put;
  readonly blocks: ReadonlyMap<string, string>;
}

async function putSensors(deps: TrendDeps, query: TrendQuery, sink: Sink): Promise<readonly DoorStretch[]> {
  if (query.measure === 'visits') return putVisits(deps, query, sink);
  const source = SOURCES[query.measure];
  if (source === undefined) return [];
  const counted = countedOf(deps.inflowRole, query, sink.sensors);
  const found = await deps.reader.buckets(query, {
    match: matchOf(source.match, query.device),
    bucket: query.bucket,
    ...openOf(deps, query),
  });
  for (const bucket of found) {
    const sensor = counted(keyOf(bucket));
    if (sensor === undefined || bucket.n === 0) continue;
    const value = source.count === true ? bucket.n : (bucket.values.sum ?? 0) * source.scale;
    sink.put(bucket.start, groupOf({ ...query, blocks: sink.blocks }, sensor, bucket.series.tags['stream']), value);
  }
  return [];
}

async function putVisits(deps: TrendDeps, query: TrendQuery, { sensors, put, blocks }: Sink): Promise<readonly DoorStretch[]> {
  const doors = sensors.filter(({ kind, key }) => kind === 'door' && (query.device === undefined || key === query.device));
  const byKey = new Map(doors.map((door) => [door.key, door]));
  const stretches = (await deps.reader.stretches(doors, query)).filter(({ from, to }) => to > from);
  // Doors with the same stretch of time are asked for in one question.
  const times = new Map<string, DoorStretch[]>();
  for (const stretch of stretches)
    times.set(`${stretch.from}/${stretch.to}`, [...(times.get(`${stretch.from}/${stretch.to}`) ?? []), stretch]);
  for (const together of times.values()) {
    const byDoor = new Map(together.map((stretch) => [stretch.key, stretch]));
    const { from = 0, to = 0 } = together[0] ?? {};
    const match = matchOf({ measurement: 'door_passages', field: 'count', tags: { direction: 'in' } }, query.device);
    for (const bucket of await deps.reader.buckets({ from, to }, { match, bucket: query.bucket, ...openOf(deps, query) })) {
      const key = keyOf(bucket);
      const [door, stretch] = [byKey.get(key), byDoor.get(key)];
      if (door === undefined || stretch === undefined || bucket.n === 0) continue;
      const value = (bucket.values.sum ?? 0) * stretch.factor;
      put(bucket.start, groupOf({ ...query, blocks }, door, undefined), value, visitSpread(value, stretch));
    }
  }
  return stretches;
}

const visitSpread = (value: number, { spread }: DoorStretch): Spread =>
  spread === undefined ? { unknown: value > 0 } : { systematic: value * spread };

function putEntries({ journal }: TrendDeps, calendar: Calendar, query: TrendQuery, put: Put): void {
  if (query.device !== undefined || query.open === true) return; // a line of the journal has no sensor and no hour of its own
  for (const entry of journal.current({ kinds: REGISTER_KINDS, from: query.from, to: query.to })) {
    const { body } = entry;
    const value = entryAmount(query.measure, entry);
    if (value === undefined || body.from < query.from || body.from >= query.to) continue;
    const stream = 'stream' in body ? (body.stream ?? 'unknown') : 'unknown';
    const keys = { total: 'total', device: `register/${body.source}`, stream, block: NO_BLOCK };
    const labels = { total: 'total', device: body.source, stream, block: NO_BLOCK };
    const spread = body.kind === 'weighing' ? { random2: ((body.uncertaintyG ?? 0) / 1_000) ** 2 } : {};
    put(calendar.startOf(query.bucket, body.from), { key: keys[query.group], label: labels[query.group] }, value, spread);
  }
}

async function heatOf(
  deps: TrendDeps,
  calendar: Calendar,
  query: Omit<TrendQuery, 'bucket' | 'group'>,
): Promise<readonly (number | null)[]> {
  checkPeriod(query);
  const sums = Array.from({ length: 168 }, () => 0);
  const hours = Array.from({ length: 168 }, () => 0);
  for (let at = calendar.startOf('hour', query.from); at < query.to; at += HOUR_MS) {
    const hour = calendar.hourOfWeek(at);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  const put: Put = (start, _group, value) => {
    const hour = Math.floor(start / HOUR_MS);
    sums[hour] = (sums[hour] ?? 0) + value;
  };
  const asked = { ...query, bucket: 'hourOfWeek' as unknown as LineBucket, group: 'total' as const };
  await putSensors(deps, asked, { sensors: await deps.reader.sensors(), put, blocks: new Map() });
  return sums.map((sum, hour) => (hours[hour] === 0 ? null : sum / (hours[hour] ?? 1)));
}

/** Completeness by bucket start: the mean over the sensors behind the measure. */
async function completenessOf(deps: TrendDeps, query: TrendQuery, sensors: readonly SensorInfo[]): Promise<ReadonlyMap<number, number>> {
  if (query.measure !== 'mass' && query.measure !== 'visits' && query.measure !== 'gifts') return new Map();
  const isDoors = query.measure === 'visits';
  const match = isDoors
    ? { measurement: 'door_passages', field: 'count', tags: { direction: 'in' } }
    : { measurement: 'scale_weight', field: 'net_g' };
  const counted = isDoors ? () => ({}) : countedOf(deps.inflowRole, query, sensors);
  const shares = new Map<number, { sum: number; n: number }>();
  const found = await deps.reader.buckets(query, { match: matchOf(match, query.device), bucket: query.bucket, ...openOf(deps, query) });
  for (const bucket of found) {
    if (bucket.completeness === undefined || counted(keyOf(bucket)) === undefined) continue;
    const share = shares.get(bucket.start) ?? { sum: 0, n: 0 };
    shares.set(bucket.start, { sum: share.sum + bucket.completeness, n: share.n + 1 });
  }
  return new Map([...shares].map(([start, { sum, n }]) => [start, sum / n]));
}

const keyOf = ({ series }: Bucket): string => `${series.tags['node'] ?? ''}/${series.tags['device'] ?? ''}`;

function matchOf(match: AggregateQuery['match'], device: string | undefined): AggregateQuery['match'] {
  if (device === undefined) return match;
  const [node = '', name = ''] = device.split('/');
  return { ...match, tags: { ...match.tags, node, device: name } };
}

const openOf = ({ openingHours }: TrendDeps, { open }: Pick<TrendQuery, 'open'>): Pick<Partial<AggregateQuery>, 'open'> =>
  open === true ? { open: openingHours } : {};
