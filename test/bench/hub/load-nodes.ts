import type { Ack, Batch, KwRecord } from '@kringwijzer/contract';
import type { MqttClient } from 'mqtt';
import type { BenchHub } from './bench-hub.ts';

const SITE = 'bench';
const BOOT = 'cccccccccccccccc';
const WINDOW = 4;

export interface LoadOptions {
  readonly hub: BenchHub;
  readonly nodes: number;
  readonly batchSize: number;
  readonly runMs: number;
}

export interface LoadOutcome {
  /** Records whose application acknowledgement came back, so they are on disk. */
  readonly acked: number;
  readonly seconds: number;
  readonly hubCpuS: number;
}

/** Ten-second weights, the bulk of what a site sends, and one deposit in each batch; each record is 10 s after the one before. */
export function recordsOf(seq0: number, count: number, startAt: number): readonly KwRecord[] {
  return Array.from({ length: count }, (_, index): KwRecord => {
    const seq = seq0 + index;
    const at = startAt + seq * 10_000;
    if (index === 0) return depositOf(at, 4_000 + (seq % 1_000));
    const grossG = 500_000 + (seq % 977) * 10;
    return {
      kind: 'weight',
      device: `scale-${seq % 3}`,
      at,
      durationMs: 10_000,
      n: 100,
      meanG: grossG,
      minG: grossG - 40,
      maxG: grossG + 60,
      lastG: grossG,
      netG: grossG,
      stable: true,
    };
  });
}

/** A deposit of `massG`, seen at `at`. */
export const depositOf = (at: number, massG: number): KwRecord => ({
  kind: 'deposit',
  device: 'scale-0',
  at,
  massG,
  uncertaintyG: 300,
  confidence: 0.9,
  fromAt: at - 5_000,
  beforeG: 500_000,
  afterG: 500_000 + massG,
});

/** A batch as a node sends it. */
export const batchOf = (seq0: number, records: readonly KwRecord[]): string =>
  JSON.stringify({ boot: BOOT, seq0, clock: 'synced', records: [...records] } satisfies Batch);

export const recTopic = (node: number): string => `kw/v1/${SITE}/n${node}/rec`;
export const ackTopic = (node: number): string => `kw/v1/${SITE}/n${node}/ack`;

/** Lets nodes send as fast as the hub takes it in, each with a window of batches on the way, as the real node does. */
export async function runLoad({ hub, nodes, batchSize, runMs }: LoadOptions): Promise<LoadOutcome> {
  // Three months back, so that a long run stays in the past.
  const startAt = Date.now() - 90 * 86_400_000;
  const clients = await Promise.all(Array.from({ length: nodes }, (_, index) => hub.node(index)));
  const cpuBefore = hub.cpuS();
  const begin = performance.now();
  const counts = await Promise.all(clients.map((client, node) => pump(client, { node, batchSize, startAt, until: begin + runMs })));
  const seconds = (performance.now() - begin) / 1_000;
  const hubCpuS = hub.cpuS() - cpuBefore;
  await Promise.all(clients.map((client) => client.endAsync()));
  return { acked: counts.reduce((sum, count) => sum + count, 0), seconds, hubCpuS };
}

interface Pump {
  readonly node: number;
  readonly batchSize: number;
  readonly startAt: number;
  readonly until: number;
}

/** Sends batches until the time is up and everything sent is acknowledged; returns the records acknowledged. */
async function pump(client: MqttClient, { node, batchSize, startAt, until }: Pump): Promise<number> {
  await client.subscribeAsync(ackTopic(node));
  return new Promise((resolve, reject) => {
    let seq = 0;
    let waiting = 0;
    let acked = 0;
    const sendNext = (): void => {
      const payload = batchOf(seq, recordsOf(seq, batchSize, startAt));
      seq += batchSize;
      waiting += 1;
      client.publish(recTopic(node), payload, { qos: 1 });
    };
    client.on('message', (_topic, payload) => {
      const ack = JSON.parse(payload.toString()) as Ack;
      if (ack.rejected) reject(new Error(`the hub refused ${ack.rejected.length} records: ${ack.rejected[0]?.code ?? ''}`));
      acked += batchSize;
      waiting -= 1;
      if (performance.now() < until) sendNext();
      else if (waiting === 0) resolve(acked);
    });
    client.on('close', () => reject(new Error(`node ${node} was cut off`)));
    for (let index = 0; index < WINDOW; index += 1) sendNext();
  });
}
