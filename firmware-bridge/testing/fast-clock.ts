import type { Clock } from '../src/ports/clock.ts';

/** How fast time runs, and what it counts from. */
export interface FastClockOptions {
  /** Milliseconds of this clock for each real one. */
  readonly speed: number;
  /** Wall clock at the start, UTC epoch ms. */
  readonly startAtMs: number;
  /** Real milliseconds that never go back. */
  readonly realMs: () => number;
}

/** Time that runs faster. Nodes that share it, or processes whose `realMs` counts on, see it go on over restarts as a kernel's monotonic clock does. */
export function fastClock({ speed, startAtMs, realMs }: FastClockOptions): Clock {
  const monotonicMs = (): number => realMs() * speed;
  const began = monotonicMs();
  return {
    nowMs: () => startAtMs + monotonicMs() - began,
    monotonicMs,
    after: (ms, run) => {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
    every: (ms, run) => {
      const timer = setInterval(run, ms / speed);
      return () => clearInterval(timer);
    },
  };
}
