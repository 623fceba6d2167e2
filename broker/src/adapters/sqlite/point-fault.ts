import { HOUR_MS } from '@kringwijzer/contract';
import type { Point, RejectReason } from '../../ports/series-store.ts';
import type { SeriesRow } from './series-table.ts';
import { FUTURE_MS } from './store-options.ts';

/** Why a point cannot be stored whatever its age, or nothing. An interval may not cross the hour it starts in. */
export function pointFault(point: Point, row: SeriesRow, nowMs: number): RejectReason | undefined {
  const { series, at, value } = point;
  if (!Number.isFinite(value)) return 'not_finite';
  if (!Number.isSafeInteger(at) || at < 0) return 'type';
  if (row.source === 'event' || row.key.kind !== series.kind || row.key.unit !== series.unit) return 'type';
  if (series.kind === 'interval' && (value < 0 || (at % HOUR_MS) + value * 1_000 > HOUR_MS)) return 'type';
  return at > nowMs + FUTURE_MS ? 'future' : undefined;
}
