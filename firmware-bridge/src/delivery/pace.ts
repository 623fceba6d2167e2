/** A rate cap in records: a token bucket that fills with time. Pure but for the time it is given. */
export class Pace {
  readonly #perMs: number;
  readonly #most: number;
  #tokens: number;
  #atMs: number;

  /** `perS` records a second, at most `burst` at once. Starts full. */
  constructor(perS: number, burst: number, nowMs: number) {
    this.#perMs = perS / 1_000;
    this.#most = burst;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** True when something may be sent now. */
  ready(nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#tokens > 0;
  }

  /** Takes what was sent; the debt is paid by waiting. */
  take(records: number): void {
    this.#tokens -= records;
  }

  /** Ms until something may be sent again. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs);
    return this.#tokens > 0 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs);
  }

  #fill(nowMs: number): void {
    this.#tokens = Math.min(this.#most, this.#tokens + Math.max(0, nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }
}
