import type { Clock } from '@kringwijzer/firmware-bridge';

/** A clock that starts at `startAt` (UTC epoch ms) and runs `speed` times as fast as the real one (> 0). Its timers run in the same time. */
export function simulatedClock(startAt: number, speed: number): Clock {
  const beganAt = performance.now();
  const elapsedMs = (): number => (performance.now() - beganAt) * speed;
  return {
    nowMs: () => startAt + elapsedMs(),
    monotonicMs: elapsedMs,
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs / speed);
      return () => clearTimeout(timer);
    },
    every: (periodMs, run) => {
      const timer = setInterval(run, periodMs / speed);
      return () => clearInterval(timer);
    },
  };
}
