import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import { BucketFold, expectedMsOf, isPercentile } from '../../core/bucket-fold.ts';
import type { Calendar } from '../../core/calendar.ts';
import { checkAggregate } from '../../core/query-limits.ts';
import { type BucketPlan, planBuckets, type Span, splitWholeHours } from '../../core/spans.ts';
import { type Visit, visitColumn } from '../../core/visit-column.ts';
import type { AggregateQuery, Bucket } from '../../ports/series-store.ts';
import type { InfluxDirty } from './influx-dirty.ts';
import type { InfluxLink } from './influx-link.ts';
import { type Between, readColumn, readRollups } from './influx-reader.ts';
import type { InfluxSeriesRow } from './influx-registry.ts';

/** Spans closer than this are asked for in one go. */
const JOIN_MS = DAY_MS;
/** Longest time of raw points in one go. */
const WINDOW_MS = 14 * DAY_MS;

interface Ask {
  readonly query: AggregateQuery;
  readonly calendar: () => Calendar;
  readonly nowMs: number;
  readonly horizonAt: number;
}

/** Answers aggregates from our own rollups and, where an hour is cut or dirty, from raw points. */
export class InfluxAggregator {
  private readonly link: InfluxLink;
  private readonly dirty: InfluxDirty;

  constructor(link: InfluxLink, dirty: InfluxDirty) {
    this.link = link;
    this.dirty = dirty;
  }

  async aggregate(rows: readonly InfluxSeriesRow[], ask: Ask): Promise<readonly Bucket[]> {
    const { query } = ask;
    checkAggregate(
      query,
      rows.length,
      query.raw === true || query.fn.some(isPercentile) ? Math.ceil((query.to - query.from) / DAY_MS) * rows.length : 0,
    );
    const plan = planBuckets(ask.calendar(), query);
    const answer: Bucket[] = [];
    for (const row of rows) answer.push(...(await this.fold(row, plan, ask)));
    return answer;
  }

  private async fold(row: InfluxSeriesRow, plan: BucketPlan, { query, nowMs, horizonAt }: Ask): Promise<Bucket[]> {
    const keepValues = query.fn.some(isPercentile);
    const fold = new BucketFold(plan.buckets.length, keepValues);
    const { whole, ragged } = query.raw === true ? { whole: [], ragged: plan.spans } : splitWholeHours(plan.spans);
    const dirtyHours = await this.addRollups(row, whole, fold);
    await this.scan(row, inOrder([...ragged, ...dirtyHours]), fold.addValues);
    if (keepValues) await this.scan(row, plan.spans, fold.keepValues);
    const gone = new Set(plan.spans.filter(({ from }) => from < horizonAt && row.source === 'sample').map(({ bucket }) => bucket));
    return fold.finish({
      series: row.key,
      plan,
      fn: query.fn,
      expectedMs: expectedMsOf(plan, nowMs),
      isRawGone: (bucket) => gone.has(bucket),
    });
  }

  /** Adds clean hours and answers the dirty ones as spans. */
  private async addRollups(row: InfluxSeriesRow, whole: readonly Span[], fold: BucketFold): Promise<readonly Span[]> {
    const from = whole[0]?.from;
    const to = whole.at(-1)?.to;
    if (from === undefined || to === undefined) return [];
    let index = 0;
    const spanAt = (at: number): Span | undefined => {
      while ((whole[index]?.to ?? Infinity) <= at) index += 1;
      const span = whole[index];
      return span !== undefined && at >= span.from ? span : undefined;
    };
    for (const { at, rollup } of await readRollups(this.link, row.key, { from, to })) {
      const span = this.dirty.has(row.id, at / HOUR_MS) ? undefined : spanAt(at);
      if (span !== undefined) fold.addRollup(span.bucket, at, rollup);
    }
    index = 0;
    return this.dirty.between(row.id, from / HOUR_MS, to / HOUR_MS).flatMap((hour) => {
      const span = spanAt(hour * HOUR_MS);
      return span === undefined ? [] : [{ from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS, bucket: span.bucket }];
    });
  }

  private async scan(row: InfluxSeriesRow, spans: readonly Span[], visit: Visit): Promise<void> {
    const isInterval = row.key.kind === 'interval';
    for (const { from, to } of windowsOf(spans)) {
      // A duration may start in the hour before the span it reaches into.
      const column = await readColumn(this.link, row.key, { from: isInterval ? from - HOUR_MS : from, to });
      const inside = spans
        .filter((span) => span.from < to && span.to > from)
        .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) }));
      visitColumn(column, { spans: inside, first: 0, endAt: to, isInterval }, visit);
    }
  }
}

const inOrder = (spans: readonly Span[]): readonly Span[] => [...spans].sort((a, b) => a.from - b.from);

/** Times to ask raw points for: near spans joined, long ones cut, always at whole hours inside a span. */
function windowsOf(spans: readonly Span[]): readonly Between[] {
  const windows: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = windows.at(-1);
    if (last !== undefined && span.from - last.to < JOIN_MS && span.to - last.from <= WINDOW_MS) last.to = span.to;
    else windows.push(...cut(span));
  }
  return windows;
}

function cut({ from, to }: Span): { from: number; to: number }[] {
  const pieces = [];
  for (let start = from; start < to; ) {
    const end = Math.min(to, Math.floor((start + WINDOW_MS) / HOUR_MS) * HOUR_MS);
    pieces.push({ from: start, to: end });
    start = end;
  }
  return pieces;
}
