import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { Database, Statement } from 'better-sqlite3';
import { BucketFold, expectedMsOf, isPercentile } from '../../core/bucket-fold.ts';
import type { Calendar } from '../../core/calendar.ts';
import { checkAggregate } from '../../core/query-limits.ts';
import { type BucketPlan, planBuckets, type Span, splitWholeHours } from '../../core/spans.ts';
import type { AggregateQuery, Bucket } from '../../ports/series-store.ts';
import type { DirtyHours } from './dirty-hours.ts';
import { Pacer } from './pacer.ts';
import { RawReader } from './raw-reader.ts';
import type { SeriesRow, SeriesTable } from './series-table.ts';
import { scanSpans } from './span-scan.ts';

/** Hours of rollups read in one go: under 5 ms each. */
const PAGE_HOURS = 4_000;

type RollupRow = [hour: number, n: number, sum: number, min: number, max: number, first: number, last: number];

interface AggregatorParts {
  readonly db: Database;
  readonly series: SeriesTable;
  readonly dirty: DirtyHours;
  readonly sliceMs: number;
}

/** One query on its way: its buckets, and the spans rollups and raw values answer. */
interface Work {
  readonly query: AggregateQuery;
  readonly plan: BucketPlan;
  readonly whole: readonly Span[];
  readonly ragged: readonly Span[];
  readonly expectedMs: readonly number[];
  readonly dirty: ReadonlyMap<number, ReadonlySet<number>>;
  readonly pacer: Pacer;
}

/** Answers aggregates: whole hours from rollups, the ragged rest and dirty hours from raw values. It never writes. */
export class Aggregator {
  private readonly parts: AggregatorParts;
  private readonly reader: RawReader;
  private readonly rollups: Statement<[number, number, number], RollupRow>;

  constructor(parts: AggregatorParts) {
    this.parts = parts;
    this.reader = new RawReader(parts.db);
    this.rollups = parts.db
      .prepare<[number, number, number], RollupRow>(
        'SELECT hour, n, sum, min, max, first, last FROM rollup WHERE series = ? AND hour >= ? AND hour < ? ORDER BY hour',
      )
      .raw();
  }

  async aggregate(query: AggregateQuery, calendar: () => Calendar, nowMs: number): Promise<readonly Bucket[]> {
    const rows = this.parts.series.matching(query.match);
    const needsRaw = query.raw === true || query.fn.some(isPercentile) || splitsHours(query);
    checkAggregate(query, rows.length, needsRaw ? rawDaysOf(rows, query) : 0);
    const work = this.workOf(query, calendar(), nowMs);
    const answer: Bucket[] = [];
    for (const row of rows) {
      for (const bucket of await this.fold(row, work)) answer.push(bucket);
      if (work.pacer.isDue) await work.pacer.rest();
    }
    return answer;
  }

  private workOf(query: AggregateQuery, calendar: Calendar, nowMs: number): Work {
    const plan = planBuckets(calendar, query);
    const split = query.raw === true ? { whole: [], ragged: plan.spans } : splitWholeHours(plan.spans);
    const dirty = new Map<number, Set<number>>();
    const marks = split.whole.length === 0 ? [] : this.parts.dirty.between(Math.floor(query.from / HOUR_MS), Math.ceil(query.to / HOUR_MS));
    for (const [hour, series] of marks) {
      const hours = dirty.get(series) ?? new Set();
      dirty.set(series, hours.add(hour));
    }
    return { query, plan, ...split, expectedMs: expectedMsOf(plan, nowMs), dirty, pacer: new Pacer(this.parts.sliceMs) };
  }

  private async fold(row: SeriesRow, work: Work): Promise<Bucket[]> {
    const { plan, query, whole, ragged, pacer } = work;
    const keepValues = query.fn.some(isPercentile);
    const fold = new BucketFold(plan.buckets.length, keepValues);
    const scan = { reader: this.reader, pacer };
    const dirtyHours = work.dirty.get(row.id) ?? new Set<number>();
    await this.addRollups(row, { whole, dirtyHours, pacer }, fold);
    const raw = withDirtyHours(ragged, whole, dirtyHours);
    if (raw.length > 0) await scanSpans(scan, row, raw, fold.addValue);
    if (keepValues && plan.spans.length > 0) await scanSpans(scan, row, plan.spans, fold.keepValue);
    const gone = goneBuckets(plan, row.horizonAt);
    return fold.finish({ series: row.key, plan, fn: query.fn, expectedMs: work.expectedMs, isRawGone: (bucket) => gone.has(bucket) });
  }

  private async addRollups(
    row: SeriesRow,
    { whole, dirtyHours, pacer }: { whole: readonly Span[]; dirtyHours: ReadonlySet<number>; pacer: Pacer },
    fold: BucketFold,
  ): Promise<void> {
    const { first, end } = hoursWithData(row, whole);
    let index = 0;
    for (let page = first; page < end; page += PAGE_HOURS) {
      for (const [hour, n, sum, min, max, firstValue, last] of this.rollups.all(row.id, page, Math.min(end, page + PAGE_HOURS))) {
        const at = hour * HOUR_MS;
        while ((whole[index]?.to ?? Infinity) <= at) index += 1;
        const span = whole[index];
        if (span === undefined) return;
        if (at >= span.from && !dirtyHours.has(hour)) fold.addRollup(span.bucket, at, { n, sum, min, max, first: firstValue, last });
      }
      if (pacer.isDue) await pacer.rest();
    }
  }
}

function hoursWithData(row: SeriesRow, whole: readonly Span[]): { readonly first: number; readonly end: number } {
  const from = whole[0]?.from ?? Infinity;
  const to = whole.at(-1)?.to ?? 0;
  return {
    first: Math.max(from / HOUR_MS, Math.floor(row.firstAt / HOUR_MS)),
    end: Math.min(to / HOUR_MS, Math.floor(row.lastAt / HOUR_MS) + 1),
  };
}

const splitsHours = ({ bucket, open }: AggregateQuery): boolean =>
  open !== undefined || bucket === 'minute' || bucket === 'fiveMinutes' || bucket === 'quarterHour';

function rawDaysOf(rows: readonly SeriesRow[], { from, to }: AggregateQuery): number {
  return rows.reduce((sum, row) => sum + Math.max(0, Math.ceil((Math.min(to, row.lastAt) - Math.max(from, row.firstAt)) / DAY_MS)), 0);
}

/** Ragged spans with the dirty hours of the whole spans among them, in order. */
function withDirtyHours(ragged: readonly Span[], whole: readonly Span[], dirtyHours: ReadonlySet<number>): readonly Span[] {
  if (dirtyHours.size === 0) return ragged;
  const hours = [...dirtyHours].sort((a, b) => a - b);
  const added: Span[] = [];
  let index = 0;
  for (const hour of hours) {
    const from = hour * HOUR_MS;
    while ((whole[index]?.to ?? Infinity) <= from) index += 1;
    const span = whole[index];
    if (span !== undefined && from >= span.from) added.push({ from, to: from + HOUR_MS, bucket: span.bucket });
  }
  return [...ragged, ...added].sort((a, b) => a.from - b.from);
}

function goneBuckets(plan: BucketPlan, horizonAt: number): ReadonlySet<number> {
  const gone = new Set<number>();
  for (const { from, bucket } of plan.spans) {
    if (from >= horizonAt) break;
    gone.add(bucket);
  }
  return gone;
}
