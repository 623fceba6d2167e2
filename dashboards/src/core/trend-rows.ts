import { type ApiBucket, kgOf } from '@kringwijzer/contract';
import type { Measure } from './trend-query.ts';

const S_PER_HOUR = 3_600;

/** One bar: the sum over all devices in kg, visits or hours; undefined where nothing was measured. */
export interface TrendRow {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number | undefined;
  /** Share of the expected measurements that is there, 0..1; absent where none are expected. */
  readonly completeness: number | undefined;
}

const SCALE: Readonly<Record<Measure, (sum: number) => number>> = { mass: kgOf, visits: (n) => n, tools: (s) => s / S_PER_HOUR };

/** Sums of all counted series by bucket, oldest first. A door that was silent leaves a gap; a day without gifts is a real zero. */
export function trendRows(buckets: readonly ApiBucket[], measure: Measure, counts: (device: string) => boolean): readonly TrendRow[] {
  const byStart = new Map<number, ApiBucket[]>();
  for (const bucket of buckets) {
    const { node = '', device = '' } = bucket.series.tags;
    if (!counts(`${node}/${device}`)) continue;
    byStart.set(bucket.start, [...(byStart.get(bucket.start) ?? []), bucket]);
  }
  return [...byStart.values()].map((group) => rowOf(group, SCALE[measure])).toSorted((a, b) => a.startMs - b.startMs);
}

function rowOf(group: readonly ApiBucket[], scale: (sum: number) => number): TrendRow {
  const shares = group.flatMap(({ completeness }) => (completeness === undefined ? [] : [completeness]));
  const completeness = shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const sum = group.reduce((total, { values }) => total + (values['sum'] ?? 0), 0);
  return {
    startMs: group[0]?.start ?? 0,
    endMs: group[0]?.end ?? 0,
    value: completeness === 0 ? undefined : scale(sum),
    completeness,
  };
}
