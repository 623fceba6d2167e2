import type { ClockTrust, KwRecord } from '@kringwijzer/contract';

/** A record as it lies in the spool; its times are already mapped to the wall clock as well as it is known now. */
export interface SpooledRecord {
  readonly seq: number;
  readonly record: KwRecord;
  readonly clock: ClockTrust;
  readonly bytes: number;
}

/** A range of one boot: `from` inclusive, `to` exclusive. */
export interface SpoolRange {
  readonly boot: string;
  readonly from: number;
  readonly to: number;
}

/** How full the spool is. */
export interface SpoolDepth {
  readonly records: number;
  readonly bytes: number;
  readonly oldestAtMs: number | undefined;
}

export interface Rejection {
  readonly seq: number;
  readonly code: string;
}

/** The node's disk: everything a core calls a record goes in here before anything is sent. */
export interface Spool {
  readonly boot: string;
  /** Takes a record (times in node time) and returns its sequence number; it is committed at the latest with the next `flush`. */
  readonly append: (record: KwRecord) => number;
  /** Commits what was appended. Never throws: what a full disk refuses stays in memory and is tried again. */
  readonly flush: () => void;
  /** First sequence number of this boot that is not committed. */
  readonly committedTo: () => number;
  /** What earlier boots and this one still hold, oldest first. */
  readonly ranges: () => SpoolRange[];
  /** A run of records without holes and of one clock trust from the start of the range: a batch. Empty when nothing is left. */
  readonly read: (range: SpoolRange, limit: { readonly records: number; readonly bytes: number }) => SpooledRecord[];
  /** Deletes what the hub has committed; rejected ones go to quarantine and are recorded as loss. */
  readonly acknowledge: (range: SpoolRange, rejected: readonly Rejection[]) => void;
  readonly depth: () => SpoolDepth;
  /** Keeps these ranges from being given up, because they may already be stored at the hub. */
  readonly protect: (inFlight: () => readonly SpoolRange[]) => void;
  /** Called after each commit with the new `committedTo`. */
  readonly onCommit: (run: () => void) => void;
  readonly close: () => void;
}
