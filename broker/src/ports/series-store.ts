import type { Batch, ClockTrust, KwRecord } from '@kringwijzer/contract';

/** How values of a series add up: a gauge is a level at a moment, a delta an amount in a window that starts there. */
export type SeriesKind = 'gauge' | 'delta';

/** Name of a series: a measurement, few low-cardinality tags, one field with one unit for ever. */
export interface SeriesKey {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly field: string;
  /** UCUM code: g, A, 1, %, Cel, s, {passage}. */
  readonly unit: string;
  readonly kind: SeriesKind;
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
}

/** A batch as the ingest hands it over, already parsed. */
export interface IngestBatch {
  readonly site: string;
  readonly node: string;
  readonly receivedAt: number;
  readonly batch: Batch;
}

export type RejectReason = 'too_old' | 'future' | 'not_finite' | 'type';

/** What became of one batch; `fresh` are the records that were new, in order, for the live bus. */
export interface IngestResult {
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: readonly { readonly seq: number; readonly reason: RejectReason }[];
  readonly fresh: readonly StoredEvent[];
}

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

export const BUCKETS = ['minute', 'hour', 'day', 'isoWeek', 'month', 'quarter', 'year', 'hourOfWeek'] as const;
export type BucketKind = (typeof BUCKETS)[number];
export const AGGREGATES = ['n', 'sum', 'mean', 'min', 'max', 'first', 'last', 'p50', 'p95', 'p99'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

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
}

/** One bucket of one series; `start` inclusive, `end` exclusive. A bucket without data has `n` 0 and no values. */
export interface Bucket {
  readonly series: SeriesKey;
  readonly start: number;
  readonly end: number;
  readonly n: number;
  readonly values: Readonly<Partial<Record<Aggregate, number>>>;
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

/** The hub's memory of records and series. Every promise resolves only after the commit is on disk. */
export interface SeriesStore {
  /** All batches in one transaction: points, events, dirty hours and the received runs. A record seen before changes nothing. */
  ingest(batches: readonly IngestBatch[]): Promise<readonly IngestResult[]>;
  /** Points without a record key (imports, derived values). Same series and time: the last one wins. */
  write(points: readonly Point[]): Promise<WriteResult>;
  aggregate(query: AggregateQuery): Promise<readonly Bucket[]>;
  range(query: {
    readonly match: SeriesMatch;
    readonly from: number;
    readonly to: number;
    readonly limit?: number;
    readonly maxPoints?: number;
  }): AsyncIterable<Sample>;
  latest(match: SeriesMatch): Promise<readonly Sample[]>;
  series(match?: SeriesMatch): Promise<readonly SeriesInfo[]>;
  events(query: EventQuery): Promise<readonly StoredEvent[]>;
  received(node?: string): Promise<readonly Received[]>;
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
