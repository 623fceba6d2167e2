import type { CancelTimer } from '../ports/clock.ts';
import type { Source } from '../ports/sources.ts';

/**
 * A source that is asked at a steady rate in node time: `read` gets the moments that have passed since the last look, so a
 * late timer or a fast clock gives all samples with their right times. At most `burst` moments are made up at once.
 */
export function polledSource<Event>(
  periodMs: number,
  read: (atMs: number, emit: (event: Event) => void) => void,
  burst = 2_000,
): Source<Event> {
  let cancel: CancelTimer | undefined;
  return {
    start: (context, emit) => {
      let nextMs = context.nowMs();
      cancel = context.every(periodMs, () => {
        const nowMs = context.nowMs();
        nextMs = Math.max(nextMs, nowMs - burst * periodMs);
        for (; nextMs <= nowMs; nextMs += periodMs) read(Math.round(nextMs), emit);
      });
    },
    stop: () => {
      cancel?.();
      return Promise.resolve();
    },
  };
}
