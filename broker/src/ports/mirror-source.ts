import type { Rollup } from '../core/rollup.ts';
import type { SeriesKey, StoredEvent } from './series-store.ts';

/** An hour of a series the mirror has still to be told of. */
export interface MirrorMark {
  readonly series: number;
  /** UTC hours since 1970. */
  readonly hour: number;
  /** The state of the hour when it was asked for; a later change makes the mark stay. */
  readonly version: number;
}

/** All there is of an hour: the mirror overwrites what it had. */
export interface MirrorHour {
  readonly series: SeriesKey;
  readonly source: 'sample' | 'event';
  readonly values: readonly { readonly at: number; readonly value: number; readonly eventId?: string }[];
  /** True when a record of about this time was corrected: the mirror may hold values that no longer count. */
  readonly isCorrected?: boolean;
  /** Of an hour whose raw values retention has taken: what is left of it. */
  readonly kept?: Rollup;
}

/** What a mirror follows by a cursor of its own. */
export type MirrorCursor = 'events' | 'corrections';

/** Records and the position behind them. */
export interface MirrorEvents {
  readonly events: readonly StoredEvent[];
  readonly position: number;
}

/** What a mirror has still to be told. */
export interface MirrorBacklog {
  readonly hours: number;
  readonly events: number;
}

/** What a store offers to one that follows it; the marks are as durable as the data. */
export interface MirrorSource {
  /** The oldest marks first. */
  pending(limit: number): Promise<readonly MirrorMark[]>;
  hourOf(mark: MirrorMark): Promise<MirrorHour | undefined>;
  /** The mirror has these; a mark whose hour changed in between stays. */
  done(marks: readonly MirrorMark[]): Promise<void>;
  /** How much there is still to tell. */
  backlog(): Promise<MirrorBacklog>;
  /** Marks everything there is: for a mirror that begins, or begins anew. */
  markAll(): Promise<void>;
  /** Events with a trusted time after the position, oldest first. */
  eventsAfter(position: number, limit: number): Promise<MirrorEvents>;
  /** Events of the corrections after the position, oldest correction first; each with its newest word. */
  correctedAfter(position: number, limit: number): Promise<MirrorEvents>;
  /** Where the mirror is; 0 at first. */
  position(of: MirrorCursor): Promise<number>;
  setPosition(of: MirrorCursor, position: number): Promise<void>;
}
