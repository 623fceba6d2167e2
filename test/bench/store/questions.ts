import { HOUR_MS } from '@kringwijzer/contract';
import { type Calendar, createCalendar } from '../../../broker/src/core/calendar.ts';
import type { AggregateQuery, Bucket } from '../../../broker/src/ports/series-store.ts';
import type { DataShape } from './bench-data.ts';
import type { InfluxPeer, InfluxSeries } from './influx-peer.ts';

/** What an answer adds up to, to compare two stores: each figure summed over all buckets. */
export type Checksum = Readonly<Record<string, number>>;

/** One question in the words of both stores. */
export interface Question {
  readonly name: string;
  readonly ours: AggregateQuery | 'latest';
  readonly influx: (peer: InfluxPeer) => Promise<Checksum>;
}

const ZONE = 'Europe/Amsterdam';
export const DATABASE = 'bench';

/** The questions of the notes: days, hours of the week, percentiles, latest and a dashboard of 24 hours. */
export function questionsOf(shape: DataShape): readonly Question[] {
  const { from, to } = shape;
  const when = `time >= ${from}ms AND time < ${to}ms`;
  const one = { tags: { device: 'd0' } };
  const base: AggregateQuery = { match: {}, from, to, bucket: 'day', timeZone: ZONE, fn: ['n', 'sum', 'min', 'max'] };
  const rawDays = (where: string) =>
    `SELECT count(v) AS n, sum(v) AS sum, min(v) AS min, max(v) AS max FROM bench WHERE ${where} GROUP BY time(1d), device fill(none) tz('${ZONE}')`;
  const rolledDays = (where: string) =>
    `SELECT sum(n) AS n, sum(sum) AS sum, min(min) AS min, max(max) AS max FROM bench_1h WHERE ${where} GROUP BY time(1d), device fill(none) tz('${ZONE}')`;
  const ask = (q: string) => async (peer: InfluxPeer) => sumOf(await peer.query(DATABASE, q));
  const lastDay = { from: to - 24 * HOUR_MS, to };
  return [
    { name: 'day1', ours: { ...base, match: one }, influx: ask(rawDays(`${when} AND device = 'd0'`)) },
    { name: 'day1_rolled', ours: { ...base, match: one }, influx: ask(rolledDays(`${when} AND device = 'd0'`)) },
    { name: 'dayAll', ours: base, influx: ask(rawDays(when)) },
    { name: 'dayAll_rolled', ours: base, influx: ask(rolledDays(when)) },
    { name: 'hourOfWeekAll_rolled', ours: { ...base, bucket: 'hourOfWeek' }, influx: (peer) => hourOfWeek(peer, when) },
    { name: 'rawScanAll', ours: { ...base, raw: true }, influx: ask(rawDays(when)) },
    {
      name: 'percentiles',
      ours: { ...base, match: { tags: { device: 'd2' } }, to: to - HOUR_MS, bucket: 'year', fn: ['p50', 'p95', 'p99'] },
      influx: ask(
        `SELECT percentile(v, 50) AS p50, percentile(v, 95) AS p95, percentile(v, 99) AS p99 FROM bench WHERE ${when} AND time < ${to - HOUR_MS}ms AND device = 'd2'`,
      ),
    },
    { name: 'latest', ours: 'latest', influx: ask('SELECT last(v) AS sum FROM bench GROUP BY device') },
    {
      name: 'dash24',
      ours: { ...base, ...lastDay, bucket: 'fiveMinutes' },
      influx: ask(
        `SELECT count(v) AS n, sum(v) AS sum, min(v) AS min, max(v) AS max FROM bench WHERE time >= ${lastDay.from}ms AND time < ${to}ms GROUP BY time(5m), device fill(none)`,
      ),
    },
  ];
}

/** Each column of influxd summed over all rows. */
function sumOf(answer: readonly InfluxSeries[]): Checksum {
  const sums: Record<string, number> = {};
  for (const { columns, values } of answer) {
    for (const row of values) {
      for (let i = 1; i < columns.length; i += 1) sums[columns[i] ?? ''] = (sums[columns[i] ?? ''] ?? 0) + (row[i] ?? 0);
    }
  }
  return sums;
}

type Figures = readonly [n: number, sum: number, min: number, max: number];

function foldHours(values: InfluxSeries['values'], calendar: Calendar): ReadonlyMap<number, Figures> {
  const folded = new Map<number, Figures>();
  for (const row of values) {
    const [at = 0, n = 0, sum = 0, min = 0, max = 0] = row.map(Number);
    const hour = calendar.hourOfWeek(at);
    const held = folded.get(hour);
    folded.set(
      hour,
      held === undefined ? [n, sum, min, max] : [held[0] + n, held[1] + sum, Math.min(held[2], min), Math.max(held[3], max)],
    );
  }
  return folded;
}

/** influxd has no hours of the week: its hours are fetched and folded here, as any program on it must. */
async function hourOfWeek(peer: InfluxPeer, when: string): Promise<Checksum> {
  const calendar = createCalendar(ZONE);
  const sums = { n: 0, sum: 0, min: 0, max: 0 };
  for (const { values } of await peer.query(DATABASE, `SELECT n, sum, min, max FROM bench_1h WHERE ${when} GROUP BY device`)) {
    const folded = foldHours(values, calendar);
    for (const [n, sum, min, max] of folded.values()) {
      sums.n += n;
      sums.sum += sum;
      sums.min += min;
      sums.max += max;
    }
  }
  return sums;
}

/** Each aggregate of our answer summed over all buckets. */
export function sumOfBuckets(buckets: readonly Bucket[]): Checksum {
  const sums: Record<string, number> = {};
  for (const { values } of buckets) {
    for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

/** True when two answers are the same to a part in a thousand million: only the order of adding differs. */
export function sameAnswer(a: Checksum, b: Checksum): boolean {
  const names = Object.keys(a);
  if (names.length === 0 || names.length !== Object.keys(b).length) return false;
  return names.every((name) => Math.abs((a[name] ?? 0) - (b[name] ?? Number.NaN)) <= 1e-9 * Math.max(1, Math.abs(a[name] ?? 0)));
}
