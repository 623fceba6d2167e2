import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { Database, Statement } from 'better-sqlite3';
import { BucketFold, expectedMsOf, isPercentile } from '../../core/bucket-fold.ts';
import type { Calendar } from '../../core/calendar.ts';
import { checkAggregate } from '../../core/query-limits.ts';
import { RollupDayReader } from '../../core/rollup-day.ts';
import { type BucketPlan, planBuckets, type Span, splitWholeHours } from '../../core/spans.ts';
import type { AggregateQuery, Bucket } from '../../ports/series-store.ts';
import type { DirtyHours } from './dirty-hours.ts';
import { Pacer } from './pacer.ts';
import { chunkId, dayOfId, RawReader } from './raw-reader.ts';
import type { SeriesRow, SeriesTable } from './series-table.ts';
import { scanSpans } from './span-scan.ts';

/** Days of rollups read in one go: about a millisecond. */
const PAGE_DAYS = 200;
const HOURS_PER_DAY = 24;

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
  private readonly days = new RollupDayReader();
  private readonly rollups: Statement<[number, number], [number, Buffer]>;

  constructor(parts: AggregatorParts) {
    this.parts = parts;
    this.reader = new RawReader(parts.db);
    this.rollups = parts.db
      .prepare<[number, number], [number, Buffer]>('SELECT id, data FROM rollup WHERE id >= ? AND id < ? ORDER BY id')
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
    if (raw.length > 0) await scanSpans(scan, row, raw, fold.addValues);
    if (keepValues && plan.spans.length > 0) await scanSpans(scan, row, plan.spans, fold.keepValues);
    const gone = goneBuckets(plan, row.horizonAt);
    return fold.finish({ series: row.key, plan, fn: query.fn, expectedMs: work.expectedMs, isRawGone: (bucket) => gone.has(bucket) });
  }

  private async addRollups(
    row: SeriesRow,
    { whole, dirtyHours, pacer }: { whole: readonly Span[]; dirtyHours: ReadonlySet<number>; pacer: Pacer },
    fold: BucketFold,
  ): Promise<void> {
    const { first, end } = daysWithData(row, whole);
    const cursor = new SpanCursor(whole);
    for (let page = first; page < end; page += PAGE_DAYS) {
      for (const [id, data] of this.rollups.all(chunkId(row.id, page), chunkId(row.id, Math.min(end, page + PAGE_DAYS)))) {
        this.days.read(data);
        this.addDay({ firstHour: dayOfId(id) * HOURS_PER_DAY, dirtyHours, cursor }, fold);
      }
      if (pacer.isDue) await pacer.rest();
    }
  }

  /** Adds the day that was read last, without its dirty hours. */
  private addDay(
    { firstHour, dirtyHours, cursor }: { firstHour: number; dirtyHours: ReadonlySet<number>; cursor: SpanCursor },
    fold: BucketFold,
  ): void {
    for (let index = 0; index < this.days.count; index += 1) {
      const hour = firstHour + this.days.hourAt(index);
      if (dirtyHours.size > 0 && dirtyHours.has(hour)) continue;
      const span = cursor.spanAt(hour * HOUR_MS);
      if (span !== undefined) fold.addRollup(span.bucket, hour * HOUR_MS, this.days.rollupAt(index));
    }
  }
}

/** Walks sorted spans with times that only grow. */
class SpanCursor {
  private readonly spans: readonly Span[];
  private index = 0;

  constructor(spans: readonly Span[]) {
    this.spans = spans;
  }

  spanAt(at: number): Span | undefined {
    while ((this.spans[this.index]?.to ?? Infinity) <= at) this.index += 1;
    const span = this.spans[this.index];
    return span !== undefined && at >= span.from ? span : undefined;
  }
}

function daysWithData(row: SeriesRow, whole: readonly Span[]): { readonly first: number; readonly end: number } {
  const from = Math.max(whole[0]?.from ?? Infinity, row.firstAt);
  const to = Math.min(whole.at(-1)?.to ?? 0, row.lastAt + 1);
  return { first: Math.floor(from / DAY_MS), end: Math.ceil(to / DAY_MS) };
}

const splitsHours = ({ bucket, open }: AggregateQuery): boolean =>
  open !== undefined || bucket === 'minute' || bucket === 'fiveMinutes' || bucket === 'quarterHour';

function rawDaysOf(rows: readonly SeriesRow[], { from, to }: AggregateQuery): number {
  return rows.reduce((sum, row) => sum + Math.max(0, Math.ceil((Math.min(to, row.lastAt) - Math.max(from, row.firstAt)) / DAY_MS)), 0);
}

/** Ragged spans with the dirty hours of the whole spans among them, in order. */
function withDirtyHours(ragged: readonly Span[], whole: readonly Span[], dirtyHours: ReadonlySet<number>): readonly Span[] {
  if (dirtyHours.size === 0) return ragged;
  const cursor = new SpanCursor(whole);
  const added: Span[] = [];
  for (const hour of [...dirtyHours].sort((a, b) => a - b)) {
    const from = hour * HOUR_MS;
    const span = cursor.spanAt(from);
    if (span !== undefined) added.push({ from, to: from + HOUR_MS, bucket: span.bucket });
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
