import type { Aggregate, Bucket, SeriesKey } from '../ports/series-store.ts';
import { addRollup, addValues, emptyTotal, type Rollup, type Total } from './rollup.ts';
import { percentileOf } from './select-rank.ts';
import type { BucketPlan } from './spans.ts';
import type { Visit } from './visit-column.ts';

const SHARES: Partial<Record<Aggregate, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** True when an aggregate cannot be made from rollups. */
export const isPercentile = (fn: Aggregate): boolean => SHARES[fn] !== undefined;

/** Gathers the buckets of one series. */
export class BucketFold {
  private readonly totals: Total[];
  private readonly bags: ValueBag[];

  constructor(bucketCount: number, keepValues: boolean) {
    this.totals = Array.from({ length: bucketCount }, emptyTotal);
    this.bags = keepValues ? Array.from({ length: bucketCount }, () => new ValueBag()) : [];
  }

  readonly addValues: Visit = (bucket, column, from, to) => {
    const total = this.totals[bucket];
    if (total !== undefined) addValues(total, column, from, to);
  };

  /** Keeps values for percentiles only. */
  readonly keepValues: Visit = (bucket, { value }, from, to) => {
    this.bags[bucket]?.add(value.subarray(from, to));
  };

  addRollup(bucket: number, at: number, piece: Rollup): void {
    const total = this.totals[bucket];
    if (total !== undefined) addRollup(total, at, piece);
  }

  /** The finished buckets; `isRawGone(bucket)` leaves percentiles out where raw data were given up. */
  finish(about: FinishOptions): Bucket[] {
    return about.plan.buckets.map(({ start, end }, index) => {
      const total = this.totals[index] ?? emptyTotal();
      const complete = completenessOf(total.n, about.expectedMs[index] ?? 0, about.series.stepMs);
      return {
        series: about.series,
        start,
        end,
        n: total.n,
        values: this.valuesOf(index, total, about),
        ...(complete === undefined ? {} : { completeness: complete }),
      };
    });
  }

  private valuesOf(index: number, total: Total, { fn, isRawGone }: FinishOptions): Bucket['values'] {
    const values: Partial<Record<Aggregate, number>> = {};
    if (total.n === 0) return values;
    for (const name of fn) {
      const value = SHARES[name] === undefined ? simpleValue(name, total) : this.percentile(index, name, isRawGone);
      if (value !== undefined) values[name] = value;
    }
    return values;
  }

  private percentile(index: number, name: Aggregate, isRawGone: (bucket: number) => boolean): number | undefined {
    const values = this.bags[index]?.values();
    const share = SHARES[name];
    if (share === undefined || values === undefined || values.length === 0 || isRawGone(index)) return undefined;
    return percentileOf(values, share);
  }
}

/** What the finished buckets need to know. */
export interface FinishOptions {
  readonly series: SeriesKey;
  readonly plan: BucketPlan;
  readonly fn: readonly Aggregate[];
  /** Time in each bucket in which points may be expected, in ms. */
  readonly expectedMs: readonly number[];
  readonly isRawGone: (bucket: number) => boolean;
}

/** Time of each bucket that lies in the spans and before `nowMs`: nobody can miss a point of tomorrow. */
export function expectedMsOf(plan: BucketPlan, nowMs: number): readonly number[] {
  const expected = plan.buckets.map(() => 0);
  for (const { from, to, bucket } of plan.spans) expected[bucket] = (expected[bucket] ?? 0) + Math.max(0, Math.min(to, nowMs) - from);
  return expected;
}

function completenessOf(n: number, expectedMs: number, stepMs: number | undefined): number | undefined {
  if (stepMs === undefined || expectedMs < stepMs) return undefined;
  return Math.min(1, n / Math.floor(expectedMs / stepMs));
}

function simpleValue(name: Aggregate, total: Total): number | undefined {
  if (name === 'mean') return total.sum / total.n;
  return name === 'p50' || name === 'p95' || name === 'p99' ? undefined : total[name];
}

/** Numbers that grow in one flat array. */
class ValueBag {
  private held = new Float64Array(16);
  private used = 0;

  add(values: Float64Array): void {
    const need = this.used + values.length;
    if (need > this.held.length) {
      const wider = new Float64Array(Math.max(need, this.held.length * 2));
      wider.set(this.held.subarray(0, this.used));
      this.held = wider;
    }
    this.held.set(values, this.used);
    this.used = need;
  }

  values(): Float64Array {
    return this.held.subarray(0, this.used);
  }
}
