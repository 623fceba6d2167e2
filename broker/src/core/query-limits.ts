import { DAY_MS, HOUR_MS, KwError, MINUTE_MS } from '@kringwijzer/contract';
import { type AggregateQuery, BUCKETS, type BucketKind, type RangeQuery } from '../ports/series-store.ts';

/** What one question may cost. The figures are chosen for a Pi with 1 GB; a page of ours stays far below them. */
export const QUERY_LIMITS = {
  series: 1_000,
  buckets: 250_000,
  /** Days of raw points to unpack, over all series. */
  rawSeriesDays: 60_000,
  /** Longest time a question may span, in ms. */
  spanMs: 100 * 366 * DAY_MS,
} as const;

/** Shortest length of each bucket in ms: never promises fewer buckets than there are. */
const SHORTEST_MS: Record<BucketKind, number> = {
  minute: MINUTE_MS,
  fiveMinutes: 5 * MINUTE_MS,
  quarterHour: 15 * MINUTE_MS,
  hour: HOUR_MS,
  hourOfWeek: HOUR_MS,
  day: 23 * HOUR_MS,
  isoWeek: 7 * DAY_MS - HOUR_MS,
  month: 28 * DAY_MS - HOUR_MS,
  quarter: 90 * DAY_MS - HOUR_MS,
  year: 365 * DAY_MS - HOUR_MS,
};

/** How many buckets of one series a query makes, at most. */
const bucketsOf = (bucket: BucketKind, spanMs: number): number =>
  bucket === 'hourOfWeek' ? 168 : Math.ceil(spanMs / SHORTEST_MS[bucket]) + 1;

/** Throws KW_QUERY_INVALID when the two moments do not span a time, KW_QUERY_TOO_LARGE over a century. */
export function checkSpan({ from, to }: Pick<RangeQuery, 'from' | 'to'>): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw invalid('from and to must be whole milliseconds');
  if (from >= to) throw invalid('from must lie before to');
  tooLarge(to - from, QUERY_LIMITS.spanMs);
}

/** Throws KW_QUERY_TOO_LARGE when `asked` is over `limit`. */
export function tooLarge(asked: number, limit: number): void {
  if (asked > limit) throw new KwError('KW_QUERY_TOO_LARGE', { asked, limit });
}

/** Refuses an aggregate that would cost too much, before any work; `rawSeriesDays` is what it has to unpack. */
export function checkAggregate(query: AggregateQuery, seriesCount: number, rawSeriesDays: number): void {
  checkSpan(query);
  if (!BUCKETS.includes(query.bucket)) throw invalid(`there is no bucket ${query.bucket}`);
  tooLarge(seriesCount, QUERY_LIMITS.series);
  const spanMs = query.to - query.from;
  tooLarge(bucketsOf(query.bucket, spanMs) * Math.max(1, seriesCount), QUERY_LIMITS.buckets);
  tooLarge(rawSeriesDays, QUERY_LIMITS.rawSeriesDays);
}

const invalid = (reason: string): KwError => new KwError('KW_QUERY_INVALID', { reason });
