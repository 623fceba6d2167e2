import type { BenchHub } from './bench-hub.ts';
import { readStream } from './live-latency.ts';
import { batchOf, depositOf, recTopic } from './load-nodes.ts';

const LAST_WAIT_MS = 15_000;
const POLL_MS = 20;

/** Live values that were sent while something else went on. */
export interface ProbeOutcome {
  /** Milliseconds from hand-over to MQTT to the screen, shortest first. */
  readonly latenciesMs: readonly number[];
  /** Values that had not come to the screen 15 s after the last was sent. */
  readonly missing: number;
}

/** A node that sends a deposit `perSecond` times a second and a screen that waits for it. */
export interface LiveProbe {
  /** What was seen since the last call, after waiting for what is still on its way. */
  take(): Promise<ProbeOutcome>;
  close(): Promise<void>;
}

/** Starts the probe as node `n<index>`. */
export async function startLiveProbe(hub: BenchHub, index: number, perSecond: number): Promise<LiveProbe> {
  const node = await hub.node(index);
  const sentAt = new Map<number, number>();
  let latenciesMs: number[] = [];
  const closeStream = await readStream(hub, (event, data) => {
    if (event !== 'deposit') return;
    const seq = Number((JSON.parse(data) as { id: string }).id.split('/')[2]);
    const begin = sentAt.get(seq);
    if (begin === undefined || !sentAt.delete(seq)) return;
    latenciesMs.push(performance.now() - begin);
  });
  let seq = 0;
  let isSending = true;
  const timer = setInterval(() => {
    if (!isSending) return;
    sentAt.set(seq, performance.now());
    node.publish(recTopic(index), batchOf(seq, [depositOf(Date.now(), 4_200)]), { qos: 1 });
    seq += 1;
  }, 1_000 / perSecond);
  return {
    take: async () => {
      isSending = false;
      const until = performance.now() + LAST_WAIT_MS;
      while (sentAt.size > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const outcome = { latenciesMs: latenciesMs.toSorted((left, right) => left - right), missing: sentAt.size };
      latenciesMs = [];
      sentAt.clear();
      isSending = true;
      return outcome;
    },
    close: async () => {
      clearInterval(timer);
      closeStream();
      await node.endAsync(true);
    },
  };
}
