import type { SpoolRange } from '../ports/spool.ts';

/** A run of one boot that goes over the line as one message. Its ends never change once it was sent. */
export interface OutgoingBatch extends SpoolRange {
  readonly lane: 'live' | 'backlog';
  /** How often it was sent. */
  tries: number;
  /** When it was last sent, monotonic ms. */
  sentMs: number;
  /** When it may be sent (again), monotonic ms. */
  dueMs: number;
  /** True between a send and its ack on the same line. */
  inFlight: boolean;
  /** How often it is suspected of being what the hub cannot take. */
  strikes: number;
  /** Count of acks of all batches when it was last sent. */
  acksAtSend: number;
  /** The same at its last strike: a further strike needs the hub to have acknowledged another batch in between. */
  acksAtStrike: number;
}

/** A fresh batch, due at once. */
export function newBatch(range: SpoolRange, lane: OutgoingBatch['lane']): OutgoingBatch {
  return { ...range, lane, tries: 0, sentMs: 0, dueMs: 0, inFlight: false, strikes: 0, acksAtSend: 0, acksAtStrike: -1 };
}

export const sizeOf = (range: SpoolRange): number => range.to - range.from;

/** The two halves of a batch of at least two records; they inherit the suspicion. */
export function halvesOf(batch: OutgoingBatch): [OutgoingBatch, OutgoingBatch] {
  const middle = batch.from + Math.ceil(sizeOf(batch) / 2);
  const half = (from: number, to: number): OutgoingBatch => ({
    ...newBatch({ boot: batch.boot, from, to }, batch.lane),
    strikes: 1,
    acksAtStrike: batch.acksAtStrike,
  });
  return [half(batch.from, middle), half(middle, batch.to)];
}
