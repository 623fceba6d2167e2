import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { Point, RejectReason, SeriesKey } from '../ports/series-store.ts';

/** A record or point further ahead of the hub than this, in ms, has a clock problem, or the hub has. */
export const FUTURE_MS = DAY_MS;

/** What is known of the series a point is for. */
interface KnownSeries {
  readonly key: SeriesKey;
  readonly source: 'sample' | 'event';
}

/** Why a point cannot be stored whatever its age, or nothing. An interval may not cross the hour it starts in. */
export function pointFault(point: Point, known: KnownSeries, nowMs: number): RejectReason | undefined {
  const { series, at, value } = point;
  if (!Number.isFinite(value)) return 'not_finite';
  if (!Number.isSafeInteger(at) || at < 0) return 'type';
  if (known.source === 'event' || known.key.kind !== series.kind || known.key.unit !== series.unit) return 'type';
  if (series.kind === 'interval' && (value < 0 || (at % HOUR_MS) + value * 1_000 > HOUR_MS)) return 'type';
  return at > nowMs + FUTURE_MS ? 'future' : undefined;
}
