/** Fewest samples of a window that give a value: one period of the mains at 11 ms is not two, and an average needs many. */
const SAMPLES_MIN = 20;

/** RMS of the alternating part of a signal over windows of time. The mean is taken off, so the bias of a clamp needs no setting. */
export class RmsWindow {
  readonly #windowMs: number;
  #fromMs: number | undefined;
  #n = 0;
  #sum = 0;
  #squares = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Takes a value; gives the RMS when a window is full, in the unit of the values. */
  push(value: number, atMs: number): number | undefined {
    this.#fromMs ??= atMs;
    this.#n += 1;
    this.#sum += value;
    this.#squares += value * value;
    if (atMs - this.#fromMs < this.#windowMs) return undefined;
    const mean = this.#sum / this.#n;
    // Rounding may leave a tiny negative variance of a constant signal.
    const rms = Math.sqrt(Math.max(0, this.#squares / this.#n - mean * mean));
    const enough = this.#n >= SAMPLES_MIN;
    this.reset();
    return enough ? rms : undefined;
  }

  reset(): void {
    this.#fromMs = undefined;
    this.#n = 0;
    this.#sum = 0;
    this.#squares = 0;
  }
}
