/** An ack that takes longer means that the hub has more to do than it can: backlogs give way, live records go on. */
const TARGET_MS = 250;

/**
 * How many batches of the backlog may be under way. It grows by one for each round of acks that come soon and halves when one
 * takes long, so that many nodes that come back at once keep the hub busy without a queue in front of it (a window by delay,
 * as in RFC 6817).
 */
export class DrainWindow {
  readonly #most: number;
  #places = 1;

  /** At most `most` batches, 1 or more. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whole batches, 1 to the most. */
  get places(): number {
    return Math.floor(this.#places);
  }

  /** A line that comes up begins with one batch. */
  reset(): void {
    this.#places = 1;
  }

  /** The hub acknowledged a batch of the backlog `afterMs` after it was sent. */
  acked(afterMs: number): void {
    if (afterMs > TARGET_MS) this.late();
    else this.#places = Math.min(this.#most, this.#places + 1 / this.#places);
  }

  /** A batch got its ack too late, or none. */
  late(): void {
    this.#places = Math.max(1, this.#places / 2);
  }
}
