import type { StaffStreamEvents } from '@kringwijzer/contract';
import { createLiveStream, createTicker, type LiveStream } from '@kringwijzer/ui';
import { computed, effect } from '@preact/signals';
import { applyLive, type LiveData } from '../core/apply-live.ts';
import { keepLive, recallLive } from './live-cache.ts';
import { refreshSession } from './session.ts';

const KEEP_EVERY_MS = 10_000;

/** The live picture of the site; started by the app once somebody is signed in. */
export const live: LiveStream<LiveData> = createLiveStream<StaffStreamEvents, LiveData>({
  url: '/api/v1/stream',
  events: ['snapshot', 'device', 'node', 'deposit', 'totals', 'alarms'],
  reduce: (data, event) => applyLive(data, event, Date.now()),
  cached: recallLive(),
  // An EventSource does not say why it failed; a session that ended is the one cause a person can mend.
  onFailed: () => void refreshSession(),
});

const ticker = createTicker(1_000);

/** The hub's present moment in epoch ms, as far as this device can tell; renewed each second. */
export const hubNowMs = computed(() => ticker.nowMs.value + (live.data.value?.skewMs ?? 0));

/** Starts the live picture and keeps a copy for visits without the hub; the answer stops both. */
export function startLive(): () => void {
  let keptAtMs = live.atMs.peek() ?? 0;
  const keep = (): void => {
    const data = live.data.peek();
    const atMs = live.atMs.peek();
    if (data === undefined || atMs === undefined || atMs === keptAtMs) return;
    keptAtMs = atMs;
    keepLive({ data, atMs });
  };
  // While live now and then; the moment it is not, the very last picture.
  const stopKeeping = effect(() => {
    const atMs = live.atMs.value ?? 0;
    if (live.state.value !== 'live' || atMs - keptAtMs >= KEEP_EVERY_MS) keep();
  });
  const retry = (): void => {
    live.retry();
  };
  window.addEventListener('pagehide', keep);
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', retry);
  live.start();
  return () => {
    stopKeeping();
    window.removeEventListener('pagehide', keep);
    window.removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', retry);
    live.stop();
  };
}
