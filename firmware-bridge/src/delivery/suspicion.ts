import type { OutgoingBatch } from './batch.ts';

/** A line that dies this soon after its first batch, without a single ack, is taken for killed by a batch. */
const SHORT_LIFE_MS = 10_000;
const SHORT_LIVES = 3;
/** Silent failures that are forgiven before they count. */
const PATIENCE_TRIES = 3;
const GUILTY_STRIKES = 3;

/**
 * Finds the batch a hub cannot take. Each further strike needs an ack of another batch since the one before: a hub that
 * is down, full or broken acknowledges nothing, and then nobody is condemned and everybody waits.
 */
export class Suspicion {
  #shortLives = 0;
  #upSinceMs = 0;
  #ackedOnLine = false;

  /** True while batches go one at a time, to see which one ends the line. */
  get probing(): boolean {
    return this.#shortLives >= SHORT_LIVES;
  }

  lineUp(nowMs: number): void {
    this.#upSinceMs = nowMs;
    this.#ackedOnLine = false;
  }

  lineDown(flying: readonly OutgoingBatch[], acks: number, nowMs: number): void {
    const short = flying.length > 0 && nowMs - this.#upSinceMs < SHORT_LIFE_MS;
    if (!short) return;
    const [only] = flying;
    if (this.probing && only !== undefined && flying.length === 1) strike(only, acks);
    if (!this.#ackedOnLine) this.#shortLives += 1;
  }

  /** An ack came: the hub works. Probing ends when nobody is suspected any more. */
  acked(left: readonly OutgoingBatch[]): void {
    this.#ackedOnLine = true;
    if (left.every((batch) => batch.strikes === 0)) this.#shortLives = 0;
  }

  /** A batch got no answer although it was sent several times and others were answered. */
  silent(batch: OutgoingBatch, acks: number): void {
    if (batch.tries > PATIENCE_TRIES && acks > batch.acksAtSend) strike(batch, acks);
  }
}

/** True when the batch is what the hub cannot take: to be halved, or set aside when it is one record. */
export const isGuilty = (batch: OutgoingBatch): boolean => batch.strikes >= GUILTY_STRIKES;

function strike(batch: OutgoingBatch, acks: number): void {
  if (acks <= batch.acksAtStrike) return;
  batch.strikes += 1;
  batch.acksAtStrike = acks;
}
