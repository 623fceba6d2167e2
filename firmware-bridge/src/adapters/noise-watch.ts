const WINDOW_MS = 60_000;
/** Damaged lines a minute that tell of a bad cable; single ones are normal. */
const NOISY_FROM = 20;
const QUIET_BELOW = 5;

/** Whether a line is noisy, from the damaged lines of each minute. Pure but for the time it is given. */
export class NoiseWatch {
  #fromMs: number | undefined;
  #damaged = 0;
  #noisy = false;

  /** Takes a damaged line. True when the line has just become noisy. */
  damaged(nowMs: number): boolean {
    this.#fromMs ??= nowMs;
    this.#damaged += 1;
    if (this.#noisy || this.#damaged < NOISY_FROM) return false;
    this.#noisy = true;
    return true;
  }

  /** Takes a good line. True when the line has just become quiet again: a whole minute with few damaged ones. */
  good(nowMs: number): boolean {
    this.#fromMs ??= nowMs;
    if (nowMs - this.#fromMs < WINDOW_MS) return false;
    const wasNoisy = this.#noisy;
    this.#noisy = wasNoisy && this.#damaged >= QUIET_BELOW;
    this.#fromMs = nowMs;
    this.#damaged = 0;
    return wasNoisy && !this.#noisy;
  }
}
