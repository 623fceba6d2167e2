import type { Clock } from '../ports/clock.ts';

const NS_PER_MS = 1e6;

/** The machine's own clock and timers. `monotonicMs` is CLOCK_MONOTONIC: it goes on over restarts of the process, not of the kernel. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint()) / NS_PER_MS,
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (periodMs, run) => {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};
