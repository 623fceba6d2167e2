import { get } from 'node:http';
import type { BenchHub } from './bench-hub.ts';
import { batchOf, depositOf, recTopic } from './load-nodes.ts';

const FIRST_SEQ = 1_000_000_000;

/**
 * Milliseconds from the moment a node hands a committed deposit to MQTT to the moment its event is read from the live
 * stream, one by one at `perSecond`. Both clocks are this process's own, so nothing has to be synchronised.
 */
export async function liveLatenciesMs(hub: BenchHub, count: number, perSecond: number): Promise<readonly number[]> {
  const node = await hub.node(19);
  const sentAt = new Map<number, number>();
  const found: number[] = [];
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const close = await readStream(hub, (event, data) => {
    if (event !== 'deposit') return;
    const { id } = JSON.parse(data) as { id: string };
    const seq = Number(id.split('/')[2]);
    const begin = sentAt.get(seq);
    if (begin !== undefined) found.push(performance.now() - begin);
    if (found.length === count) done();
  });
  for (let index = 0; index < count; index += 1) {
    const seq = FIRST_SEQ + index;
    sentAt.set(seq, performance.now());
    node.publish(recTopic(19), batchOf(seq, [depositOf(Date.now(), 4_200)]), { qos: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_000 / perSecond));
  }
  await all;
  close();
  await node.endAsync();
  return found;
}

/** Reads the live stream of a hub; resolves with how to close it once the first event is there. */
export function readStream(hub: BenchHub, take: (event: string, data: string) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = get(`${hub.httpUrl}/api/v1/stream`, { headers: { cookie: hub.cookie } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('error', () => undefined); // closed by us
      answer.on('data', (chunk: string) => {
        text += chunk;
        const frames = text.split('\n\n');
        text = frames.pop() ?? '';
        for (const frame of frames) {
          const event = /^event: (.*)$/mu.exec(frame)?.[1];
          if (event === 'snapshot') resolve(() => request.destroy());
          if (event !== undefined) take(event, /^data: (.*)$/mu.exec(frame)?.[1] ?? '');
        }
      });
    });
    request.on('error', reject);
  });
}
