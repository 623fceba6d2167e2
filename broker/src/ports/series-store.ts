import type { Batch, ClockTrust, KwRecord } from '@kringwijzer/contract';
import type { CorrectionDesk } from './correction-desk.ts';
import type { TicketDesk } from './ticket-desk.ts';

/**
 * How values of a series add up: a gauge is a level at a moment, a delta an amount in a window that starts there,
 * an interval a duration in seconds that starts there and is split at the borders of the buckets it crosses.
 */
export type SeriesKind = 'gauge' | 'delta' | 'interval';

/** Name of a series: a measurement, few low-cardinality tags, one field with one unit for ever. */
export interface SeriesKey {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly field: string;
  /** UCUM code: g, A, 1, %, Cel, s, {passage}. */
  readonly unit: string;
  readonly kind: SeriesKind;
  /** Nominal distance of two points in ms; absent for series without a rhythm. Not part of the identity. */
  readonly stepMs?: number;
}

export interface Point {
  readonly series: SeriesKey;
  /** UTC epoch ms. */
  readonly at: number;
  readonly value: number;
}

/** A stored record that is looked at one by one: deposits, emptyings, sessions, calibrations, faults, losses. */
export interface StoredEvent {
  /** `<node>/<boot>/<seq>`, unique. */
  readonly id: string;
  readonly site: string;
  readonly node: string;
  readonly boot: string;
  readonly seq: number;
  readonly clock: ClockTrust;
  /** Hub time of arrival, UTC epoch ms. */
  readonly receivedAt: number;
  readonly record: KwRecord;
  /** Present when a person corrected the record; `record` is then the corrected one, or the original when it was struck out. */
  readonly correction?: Correction;
}

/** Who corrected a record, why and when; the original stays stored. */
interface Correction {
  readonly by: string;
  readonly why: string;
  /** UTC epoch ms. */
  readonly at: number;
  /** True when the record no longer counts at all. */
  readonly struck: boolean;
}

/** A batch as the ingest hands it over, already parsed. */
export interface IngestBatch {
  readonly site: string;
  readonly node: string;
  readonly receivedAt: number;
  readonly batch: Batch;
}

export type RejectReason = 'too_old' | 'future' | 'not_finite' | 'type';

/**
 * What became of one batch; `fresh` are the records that were new, in order, for the live bus. A record whose time is
 * more than a day ahead of the hub is stored as `unsynced`, not rejected: either clock may be the wrong one.
 */
export interface IngestResult {
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: readonly { readonly seq: number; readonly reason: RejectReason }[];
  readonly fresh: readonly StoredEvent[];
  /** Records stored before as `unsynced` that came again with a trusted time and count from now on. */
  readonly resolved: readonly StoredEvent[];
}

/** `unchanged` counts what was known to be there with the same value; a store that cannot tell counts it as written. */
export interface WriteResult {
  readonly written: number;
  readonly unchanged: number;
  readonly rejected: readonly { readonly index: number; readonly reason: RejectReason }[];
}

/** Series by measurement, field and exact tag values; what is left out matches all. */
export interface SeriesMatch {
  readonly measurement?: string;
  readonly field?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export const BUCKETS = [
  'minute',
  'fiveMinutes',
  'quarterHour',
  'hour',
  'day',
  'isoWeek',
  'month',
  'quarter',
  'year',
  'hourOfWeek',
] as const;
export type BucketKind = (typeof BUCKETS)[number];
export const AGGREGATES = ['n', 'sum', 'mean', 'min', 'max', 'first', 'last', 'p50', 'p95', 'p99'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Minutes of a local day, 0..1440, half open. */
interface OpenWindow {
  readonly fromMin: number;
  readonly toMin: number;
}

/** When the site is open, in its local time. */
export interface OpeningHours {
  /** Seven lists, Monday first. */
  readonly week: readonly (readonly OpenWindow[])[];
  /** Local dates `YYYY-MM-DD` on which it is closed all day. */
  readonly closedDates: readonly string[];
}

export interface AggregateQuery {
  readonly match: SeriesMatch;
  /** UTC epoch ms, inclusive. */
  readonly from: number;
  /** UTC epoch ms, exclusive. */
  readonly to: number;
  readonly bucket: BucketKind;
  /** IANA zone of the site. */
  readonly timeZone: string;
  readonly fn: readonly Aggregate[];
  /** Counts only what lies in opening hours. */
  readonly open?: OpeningHours;
  /** Reads raw values even where rollups answer; for checks. */
  readonly raw?: boolean;
}

/**
 * One bucket of one series; `start` inclusive, `end` exclusive, UTC epoch ms. A bucket without data has `n` 0 and no values.
 * Buckets of `hourOfWeek` start at 0..167 hours in ms from Monday 00:00 local. The first and last bucket are whole
 * calendar buckets even when the query cuts them.
 */
export interface Bucket {
  readonly series: SeriesKey;
  readonly start: number;
  readonly end: number;
  readonly n: number;
  readonly values: Readonly<Partial<Record<Aggregate, number>>>;
  /** Share of the expected points that is there, 0..1, for series with a rhythm; a gap is never filled in. */
  readonly completeness?: number;
}

export interface Sample {
  readonly series: SeriesKey;
  readonly at: number;
  readonly value: number;
}

export interface SeriesInfo {
  readonly series: SeriesKey;
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface EventQuery {
  readonly kinds?: readonly KwRecord['kind'][];
  readonly node?: string;
  readonly device?: string;
  /** Only records with a trusted time (synced or restamped). */
  readonly trustedTimeOnly?: boolean;
  /** Only records with an untrusted time. */
  readonly untrustedTimeOnly?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly order?: 'asc' | 'desc';
  readonly limit?: number;
}

/** What of a node's boot has arrived, as runs of sequence numbers; holes between them are measured loss or not yet sent. */
export interface Received {
  readonly node: string;
  readonly boot: string;
  readonly runs: readonly { readonly from: number; readonly to: number }[];
}

export interface RangeQuery {
  readonly match: SeriesMatch;
  readonly from: number;
  readonly to: number;
  /** Most points in all. */
  readonly limit?: number;
  /** Most points per series: of each slice of time its lowest and its highest stay, so peaks are never lost. */
  readonly maxPoints?: number;
}

/** The hub's memory of records and series. Every promise resolves only after the commit is on disk. */
export interface SeriesStore {
  /** All batches in one transaction: points, events, dirty hours and the received runs. A record seen before changes nothing. */
  ingest(batches: readonly IngestBatch[]): Promise<readonly IngestResult[]>;
  /** Points without a record key (imports, derived values). Same series and time: the last one wins. */
  write(points: readonly Point[]): Promise<WriteResult>;
  /** Series after series, empty buckets included. Throws KW_QUERY_TOO_LARGE before any work when the answer would be too big. */
  aggregate(query: AggregateQuery): Promise<readonly Bucket[]>;
  /** Raw points, series after series, each in order of time. */
  range(query: RangeQuery): AsyncIterable<Sample>;
  latest(match: SeriesMatch): Promise<readonly Sample[]>;
  series(match?: SeriesMatch): Promise<readonly SeriesInfo[]>;
  events(query: EventQuery): Promise<readonly StoredEvent[]>;
  received(node?: string): Promise<readonly Received[]>;
  /** Corrections of records; absent where the technology cannot change what a record counts for. */
  readonly corrections?: CorrectionDesk;
  /** Weighbridge tickets; absent where the technology has no place for them. */
  readonly tickets?: TicketDesk;
  readonly admin: StoreAdmin;
}

export interface StoreAdmin {
  health(): Promise<{ readonly ok: boolean; readonly reason?: string }>;
  /** Recomputes dirty hours and seals old days; yields to live work. */
  maintain(): Promise<void>;
  applyRetention(nowMs: number): Promise<void>;
  backup(destination: string): Promise<void>;
  close(): Promise<void>;
}
