import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { Logger } from 'pino';

/** How long raw data are kept; rollups stay for ever. */
export interface Retention {
  /** Raw points, in ms. At least the longest time a node may hold records back. */
  readonly rawMs: number;
  /** Exceptions by measurement, in ms; events (deposits, sessions) are kept for ever when not named. */
  readonly byMeasurement?: Readonly<Record<string, number>>;
}

export interface SqliteStoreOptions {
  /** The store file; `:memory:` is refused, tests use a temporary folder. */
  readonly path: string;
  readonly log: Logger;
  /** The hub's clock, UTC epoch ms. */
  readonly nowMs: () => number;
  /** Opens an existing file beside a running hub; everything that writes is refused. */
  readonly readOnly?: boolean;
  readonly retention?: Retention;
  /** Keeps marks of what a mirror has still to be told; see `mirror`. */
  readonly isMirrored?: boolean;
  /** Points older than this are packed into day chunks, in ms. */
  readonly sealAfterMs?: number;
  /** Longest time one step of maintenance or of a query holds the event loop, in ms. */
  readonly sliceMs?: number;
}

/** 400 days of raw data: a year and the time to compare it. */
export const DEFAULT_RETENTION: Retention = { rawMs: 400 * DAY_MS };

/** Two hours: hot rows stay few, so reading today costs no more than reading last year. */
export const SEAL_AFTER_MS = 2 * HOUR_MS;

export const SLICE_MS = 8;
