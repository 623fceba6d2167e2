import type { Logger } from 'pino';

/** One server; in a cluster any of them will do. */
interface InfluxHost {
  readonly protocol?: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path in front of /write and /query, for proxies. */
  readonly path?: string;
}

export interface InfluxOptions {
  /** Tried in turn: the next one takes over when one fails. */
  readonly hosts: readonly InfluxHost[];
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly log: Logger;
  /** The hub's clock, UTC epoch ms. */
  readonly nowMs: () => number;
  /** How long raw points are accepted and kept, in ms; rollups and events stay. */
  readonly rawMs: number;
  /** How often a failed request is sent again before the caller hears of it. */
  readonly retries?: number;
  /** Most lines in one request. */
  readonly linesPerRequest?: number;
}

/** Holds points as long as they are kept; the database's default policy. */
export const RAW_POLICY = 'kw_raw';

/** Holds rollups, events and our own bookkeeping for ever. */
export const KEPT_POLICY = 'kw_kept';

/** Most lines in one request when nothing else is said. */
export const LINES_PER_REQUEST = 5_000;

/** Most rows in one answer. */
export const ROWS_PER_ANSWER = 20_000;
