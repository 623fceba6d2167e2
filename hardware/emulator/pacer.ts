/** How emulated time follows the clock on the wall. */
export interface PacerOptions {
  /** Emulated milliseconds per millisecond on the wall, 0.01..1000. Default 1. */
  readonly speed?: number;
  /** Wall time between two slices in ms; bounds the delay of a pin or byte. Default 2. */
  readonly sliceMs?: number;
  /** Wall time in ms that may be caught up after a stall; more is given up, so that a stalled process makes no burst. Default 100. */
  readonly maxLagMs?: number;
}

/** Longest piece of wall time in ms that is emulated without giving the event loop a turn. */
const MAX_BUSY_MS = 10;

/** Calls `run(ms)` so that emulated time follows `performance.now()`. Stopping clears the only timer there is. */
export class Pacer {
  readonly #run: (ms: number) => void;
  readonly #speed: number;
  readonly #sliceMs: number;
  readonly #maxLagMs: number;
  #timer: NodeJS.Timeout | undefined;
  #lastAt = performance.now();
  #dueMs = 0;
  /** Emulated time given up because the machine was too slow, in ms. */
  givenUpMs = 0;

  constructor(run: (ms: number) => void, options: PacerOptions = {}) {
    this.#run = run;
    this.#speed = options.speed ?? 1;
    this.#sliceMs = options.sliceMs ?? 2;
    this.#maxLagMs = options.maxLagMs ?? 100;
    if (!(this.#speed >= 0.01 && this.#speed <= 1000)) throw new RangeError(`speed ${this.#speed} is not within 0.01..1000`);
    this.#timer = setTimeout(this.#tick, 0);
  }

  /** Stops for good; may be called twice. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #tick = (): void => {
    const startAt = performance.now();
    this.#dueMs += (startAt - this.#lastAt) * this.#speed;
    this.#lastAt = startAt;
    const most = this.#maxLagMs * this.#speed;
    if (this.#dueMs > most) {
      this.givenUpMs += this.#dueMs - most;
      this.#dueMs = most;
    }
    this.#timer = setTimeout(this.#tick, this.#sliceMs);
    const step = this.#sliceMs * this.#speed;
    while (this.#dueMs > 0 && this.#timer !== undefined && performance.now() - startAt < MAX_BUSY_MS) {
      const ms = Math.min(step, this.#dueMs);
      this.#dueMs -= ms;
      this.#run(ms);
    }
  };
}
