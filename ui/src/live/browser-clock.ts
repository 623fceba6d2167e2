import type { LiveClock } from '../ports/live-ports.ts';

/** The clock of the browser. */
export const browserClock: LiveClock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
