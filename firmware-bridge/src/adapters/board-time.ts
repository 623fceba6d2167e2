const WRAP_MS = 2 ** 32;
/** A board that says it is further from node time than this has been reset, or its line stood still. */
const RESYNC_MS = 2_000;
/** How fast the anchor may follow a board that runs slow, in ms a second: 0.3 % covers a ceramic resonator with room. */
const SLOW_MS_PER_S = 3;

/**
 * Node time of a board's samples. A line is only ever late, never early: the smallest difference seen is nearest the truth,
 * so the anchor jumps to an earlier arrival and creeps towards later ones. That takes the jitter of USB, scheduler and
 * buffers out of the time stamps. Wraps of the board's 32-bit clock and resets of the board are seen.
 */
export class BoardTime {
  #lastBoardMs: number | undefined;
  #turns = 0;
  #anchorMs = 0;
  #lastArrivalMs = 0;
  #lastStampMs = Number.NEGATIVE_INFINITY;

  /** Forgets the board, for instance after the line was opened again. */
  reset(): void {
    this.#lastBoardMs = undefined;
  }

  /** Node time in ms of a sample the board stamped `boardMs` and that arrived at `arrivalMs`. Rises with every sample. */
  stamp(boardMs: number, arrivalMs: number): number {
    if (this.#lastBoardMs === undefined) return this.#begin(boardMs, arrivalMs);
    if (boardMs < this.#lastBoardMs) {
      if (this.#lastBoardMs - boardMs < WRAP_MS / 2) return this.#begin(boardMs, arrivalMs);
      this.#turns += 1;
    }
    this.#lastBoardMs = boardMs;
    const board = boardMs + this.#turns * WRAP_MS;
    const lateMs = arrivalMs - board - this.#anchorMs;
    if (Math.abs(lateMs) > RESYNC_MS) return this.#begin(boardMs, arrivalMs);
    const creepMs = (SLOW_MS_PER_S * Math.max(0, arrivalMs - this.#lastArrivalMs)) / 1_000;
    this.#anchorMs += Math.min(lateMs, creepMs);
    this.#lastArrivalMs = arrivalMs;
    return this.#rising(board + this.#anchorMs);
  }

  #begin(boardMs: number, arrivalMs: number): number {
    this.#turns = 0;
    this.#lastBoardMs = boardMs;
    this.#anchorMs = arrivalMs - boardMs;
    this.#lastArrivalMs = arrivalMs;
    return this.#rising(arrivalMs);
  }

  /** Whole ms, and never the same twice: samples that arrive in a bunch keep their order. */
  #rising(stampMs: number): number {
    this.#lastStampMs = Math.max(Math.round(stampMs), this.#lastStampMs + 1);
    return this.#lastStampMs;
  }
}
