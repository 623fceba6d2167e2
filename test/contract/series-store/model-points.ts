import type { KwRecord } from '@kringwijzer/contract';
import type { Point, SeriesKind } from '../../../broker/src/ports/series-store.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What each record should count as, written out by hand for the kinds the suite uses. */
export function modelPoints(site: string, node: string, record: KwRecord): readonly Point[] {
  const { device } = record;
  const point = (measurement: string, field: string, [unit, kind]: readonly [string, SeriesKind], value: number): Point => ({
    series: { measurement, field, unit, kind, tags: { site, node, device } },
    at: record.at,
    value,
  });
  const tagged = (made: Point, extra: Readonly<Record<string, string>>, stepMs?: number): Point => ({
    ...made,
    series: { ...made.series, tags: { ...made.series.tags, ...extra }, ...(stepMs === undefined ? {} : { stepMs }) },
  });
  if (record.kind === 'weight') {
    return [
      tagged(point('scale_weight', 'gross_g', ['g', 'gauge'], record.meanG), {}, record.durationMs),
      tagged(point('scale_weight', 'net_g', ['g', 'gauge'], record.netG), {}, record.durationMs),
    ];
  }
  if (record.kind === 'passages') {
    return [
      tagged(point('door_passages', 'count', ['{passage}', 'delta'], record.in), { direction: 'in' }, MINUTE),
      tagged(point('door_passages', 'count', ['{passage}', 'delta'], record.out), { direction: 'out' }, MINUTE),
      tagged(point('door_missed', 'count', ['{pulse}', 'delta'], record.missed), {}, MINUTE),
    ];
  }
  if (record.kind === 'deposit')
    return [tagged(point('deposit', 'mass_g', ['g', 'delta'], record.massG), { stream: record.stream ?? 'unknown' })];
  if (record.kind === 'removal' || record.kind === 'emptying') return [point(record.kind, 'mass_g', ['g', 'delta'], record.massG)];
  if (record.kind !== 'session') return [];
  const points = [point('tool_use', 'sessions', ['{session}', 'delta'], 1)];
  let from = record.at;
  while (from < record.toAt) {
    const hourEnd = from - (from % HOUR) + HOUR;
    const to = hourEnd < record.toAt ? hourEnd : record.toAt;
    points.push({ ...point('tool_use', 'run_s', ['s', 'interval'], (to - from) / 1_000), at: from });
    from = to;
  }
  return points;
}
