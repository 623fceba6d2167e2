const QUIET_MS = 60_000;

/** Lets one line of a kind into the log each minute, and tells how many were held back. */
export class LogGate {
  #openFromMs = Number.NEGATIVE_INFINITY;
  #suppressed = 0;

  /** The number held back since the last line when one may be logged now, else undefined. */
  pass(nowMs: number): number | undefined {
    if (nowMs < this.#openFromMs) {
      this.#suppressed += 1;
      return undefined;
    }
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    this.#openFromMs = nowMs + QUIET_MS;
    return suppressed;
  }
}
