import { systemClock } from '../src/adapters/system-clock.ts';
import type { SourceContext } from '../src/ports/sources.ts';
import { quietLog } from './quiet-log.ts';

/** A context for drivers in tests: real time, and waits of at most `waitMs` so that back-off does not slow a test down. */
export const sourceContext = (waitMs = 100): SourceContext => ({
  nowMs: () => Math.round(systemClock.monotonicMs()),
  after: (ms, run) => systemClock.after(Math.min(ms, waitMs), run),
  every: systemClock.every,
  log: quietLog,
});
