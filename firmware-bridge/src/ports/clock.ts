/** Ends a timer; calling it twice is harmless. */
export type CancelTimer = () => void;

/**
 * Time as the node sees it. `nowMs` is the wall clock (UTC epoch ms) and may jump; `monotonicMs` never goes back.
 * Timers run in the same time, so that a simulated clock can run faster than the real one.
 */
export interface Clock {
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly after: (delayMs: number, run: () => void) => CancelTimer;
  readonly every: (periodMs: number, run: () => void) => CancelTimer;
}

/** Whether the wall clock is known to be right; undefined when this machine cannot tell. */
export interface ClockEvidence {
  readonly isSynced: () => boolean | undefined;
  /** Name of the running kernel, so that a monotonic time of an earlier process can be compared; undefined when unknown. */
  readonly kernelBoot: () => string | undefined;
}
