import type { IPoint } from 'influx';
import type { Rollup } from '../../core/rollup.ts';
import { textHash } from '../../core/text-hash.ts';
import type { SeriesKey, StoredEvent } from '../../ports/series-store.ts';
import { nanosOf } from './influx-link.ts';

/** Our bookkeeping: which series there are, what arrived, what is to be rolled up, the records themselves. */
export const SERIES = 'kw_series';
export const RECEIVED = 'kw_received';
export const DIRTY = 'kw_dirty';
export const EVENT = 'kw_event';

/** Below a millisecond, with room for how numbers of nanoseconds are rounded on their way back. */
const SUB_MS = 900_000;

/** Nanoseconds within the millisecond that keep two events of the same time apart, the same for the same event each time. */
const subMsOf = (eventId: string): number => textHash(eventId) % SUB_MS;

/** A value of a series; of an event when `eventId` is given. */
export function valuePoint(series: SeriesKey, at: number, value: number, eventId?: string): IPoint {
  return {
    measurement: series.measurement,
    tags: { ...series.tags },
    fields: { [series.field]: value },
    timestamp: nanosOf(at, eventId === undefined ? 0 : subMsOf(eventId)),
  };
}

/** Name of the measurement that holds the hours of another. */
export const rollupName = (measurement: string): string => `${measurement}_1h`;

/** The rollup of an hour beside its points: same tags, each figure a field of its own. */
export function rollupPoint(series: SeriesKey, atMs: number, rollup: Rollup): IPoint {
  const fields = Object.fromEntries(ROLLUP_FIELDS.map((name) => [`${series.field}_${name}`, rollup[name]]));
  return { measurement: rollupName(series.measurement), tags: { ...series.tags }, fields, timestamp: nanosOf(atMs) };
}

export const ROLLUP_FIELDS = ['n', 'sum', 'min', 'max', 'first', 'last'] as const;

/** The record of an event, whole, as it counts; `struck` when it does not. Who corrected it is nobody's business there. */
export function eventPoint(event: StoredEvent): IPoint {
  const { id, site, node, boot, seq, clock, receivedAt, record, correction } = event;
  return {
    measurement: EVENT,
    tags: { site, node, device: record.device, kind: record.kind },
    fields: { id, boot, seq, clock, received_at: receivedAt, record: JSON.stringify(record), struck: correction?.struck === true },
    timestamp: nanosOf(record.at, subMsOf(id)),
  };
}

/** What a name may not hold because the line protocol cannot carry it; true for a series that cannot be stored. */
export function isUnwritable({ measurement, field, tags }: SeriesKey): boolean {
  const texts = [measurement, field, ...Object.keys(tags), ...Object.values(tags)];
  return texts.some((text) => text === '' || /[\n\r]|\\$/u.test(text));
}
