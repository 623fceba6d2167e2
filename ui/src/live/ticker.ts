import { type ReadonlySignal, signal } from '@preact/signals';
import type { LiveClock } from '../ports/live-ports.ts';
import { browserClock } from './browser-clock.ts';

/** The moment, renewed every `everyMs`, for ages on the page; `stop()` ends it. */
export function createTicker(
  everyMs: number,
  clock: LiveClock = browserClock,
): { readonly nowMs: ReadonlySignal<number>; readonly stop: () => void } {
  const nowMs = signal(clock.nowMs());
  let cancel: () => void;
  const tick = (): void => {
    nowMs.value = clock.nowMs();
    cancel = clock.after(everyMs, tick);
  };
  cancel = clock.after(everyMs, tick);
  return {
    nowMs,
    stop: () => {
      cancel();
    },
  };
}
