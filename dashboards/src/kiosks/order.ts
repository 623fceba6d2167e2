import type { KioskCommand, KioskTask } from '@kringwijzer/contract';
import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiFailure, apiGet, apiPost } from '../data/api.ts';

/** What became of the last order to one kiosk. */
export type OrderState =
  | { readonly state: 'idle' | 'busy' | 'late' }
  | { readonly state: 'done'; readonly name: KioskCommand['name']; readonly id: string }
  | { readonly state: 'failed'; readonly code: string };

export interface Orders {
  readonly status: ReadonlySignal<OrderState>;
  readonly send: (name: KioskCommand['name']) => Promise<void>;
}

const LOOK_MS = 1_000;

/** Sends orders to a kiosk and follows each until the kiosk has answered or is too late. */
export function createOrders(kiosk: string): Orders {
  const status = signal<OrderState>({ state: 'idle' });
  const path = `/kiosks/${encodeURIComponent(kiosk)}/command`;
  return {
    status,
    send: async (name) => {
      if (status.value.state === 'busy') return;
      status.value = { state: 'busy' };
      try {
        status.value = outcomeOf(await answered(path, await apiPost<KioskTask>(path, { name })));
      } catch (cause) {
        status.value = { state: 'failed', code: cause instanceof ApiFailure ? cause.code : 'UNKNOWN' };
      }
    },
  };
}

/** Looks each second how far it is; at most until the order is worth nothing any more. */
async function answered(path: string, sent: KioskTask): Promise<KioskTask> {
  const sentMs = performance.now();
  let task = sent;
  while ((task.state === 'waiting' || task.state === 'fetched') && performance.now() - sentMs < 60_000) {
    await new Promise((resolve) => void setTimeout(resolve, LOOK_MS));
    task = await apiGet<KioskTask>(`${path}/${task.id}`);
  }
  return task;
}

function outcomeOf({ id, name, state, code }: KioskTask): OrderState {
  if (state === 'done') return { state, name, id };
  return state === 'failed' ? { state, code: code ?? 'UNKNOWN' } : { state: 'late' };
}
