import type { Logger } from 'pino';
import type { CancelTimer } from './clock.ts';

/** What a source may use: node time and timers that run in it. */
export interface SourceContext {
  /** Node time: UTC epoch ms with a constant anchor; never jumps. */
  readonly nowMs: () => number;
  readonly after: (delayMs: number, run: () => void) => CancelTimer;
  readonly every: (periodMs: number, run: () => void) => CancelTimer;
  readonly log: Logger;
}

/** A device fault as a driver sees it. The code is one of the table of errors. */
export interface SourceFault {
  readonly type: 'fault';
  readonly atMs: number;
  readonly code: `KW_${string}`;
  readonly state: 'raised' | 'cleared';
  readonly detail?: string;
}

/** Readings that are known to be missing between two samples. */
export interface SourceGap {
  readonly type: 'gap';
  readonly atMs: number;
  readonly lost: number;
  readonly reason: 'sequence' | 'corrupt' | 'silent';
}

/** What stands behind a source, for `meta`. */
export interface SourceIdentity {
  readonly type: 'identity';
  readonly firmware: string;
}

/** Amplifier counts of a scale (an indicator gives grams: one count a gram); undefined where an amplifier did not answer. `atMs` is node time. */
export interface CountsReading {
  readonly type: 'counts';
  readonly atMs: number;
  readonly raw: readonly (number | undefined)[];
}

/** Temperature near a scale's cells, for the model of its zero. */
export interface TemperatureReading {
  readonly type: 'temperature';
  readonly atMs: number;
  readonly celsius: number;
}

export type ReadingEvent = CountsReading | TemperatureReading | SourceGap | SourceFault | SourceIdentity;

/** An interrupt of a door's beam with the state after it. The same state twice means that a whole pulse was missed; cores count that. */
export interface BeamEdge {
  readonly type: 'edge';
  readonly atMs: number;
  readonly beam: 'a' | 'b';
  readonly broken: boolean;
}
export type EdgeEvent = BeamEdge | SourceGap | SourceFault | SourceIdentity;

/** Current of a tool, or its run contact. */
export interface AmpsReading {
  readonly type: 'amps';
  readonly atMs: number;
  readonly amps: number;
}
export interface ContactReading {
  readonly type: 'contact';
  readonly atMs: number;
  readonly running: boolean;
}
export type AmpsEvent = AmpsReading | ContactReading | SourceGap | SourceFault | SourceIdentity;

/** Distance from a level sensor to the goods. */
export interface DistanceReading {
  readonly type: 'distance';
  readonly atMs: number;
  readonly distanceMm: number;
}
export type DistanceEvent = DistanceReading | SourceGap | SourceFault | SourceIdentity;

/** A driver of one device: it emits from `start` until `stop` has resolved, and comes back by itself after a fault. */
export interface Source<Event> {
  readonly start: (context: SourceContext, emit: (event: Event) => void) => void;
  readonly stop: () => Promise<void>;
}
export type ReadingSource = Source<ReadingEvent>;
export type EdgeSource = Source<EdgeEvent>;
export type AmpsSource = Source<AmpsEvent>;
export type DistanceSource = Source<DistanceEvent>;
