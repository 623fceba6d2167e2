import type { BenchHub } from '../hub/bench-hub.ts';
import { readStream } from '../hub/live-latency.ts';

interface DeviceEvent {
  readonly node: string;
  readonly state?: { readonly value: { readonly at: number } } | undefined;
}

/** Live values of the very nodes that drain, from the node's own time stamp to the screen; all clocks are this machine's. */
export interface OwnValues {
  /** Milliseconds so far, shortest first; the next call begins anew. */
  take(): readonly number[];
  close(): void;
}

/** A screen that looks at everything. */
export async function watchOwnValues(hub: BenchHub): Promise<OwnValues> {
  let latenciesMs: number[] = [];
  const close = await readStream(hub, (event, data) => {
    if (event !== 'device') return;
    const { state } = JSON.parse(data) as DeviceEvent;
    if (state !== undefined) latenciesMs.push(Date.now() - state.value.at);
  });
  return {
    take: () => {
      const taken = latenciesMs.toSorted((left, right) => left - right);
      latenciesMs = [];
      return taken;
    },
    close,
  };
}
