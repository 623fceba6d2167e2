import type { Ack, Batch, NodeMeta, NodeStatus, ScaleState } from '@kringwijzer/contract';
import type { MqttClient } from 'mqtt';
import { type BenchHub, connectNode } from '../hub/bench-hub.ts';
import { ackTopic, recTopic } from '../hub/load-nodes.ts';
import { siteRecords } from '../hub/site-records.ts';

/** Simulated time in one batch: 160 to 183 records. */
const STEP_MS = 20 * 60_000;
const DAY_MS = 86_400_000;
const ACK_MS = 60_000;
/** Batches under way of a node that is behind; a node that keeps up has one. */
const MOST_STEPS = 4;
const WAIT_MS = 40;

export interface SoakNodeOptions {
  readonly hub: BenchHub;
  readonly index: number;
  readonly fromMs: number;
  /** Simulated time now; undefined ends the node. */
  readonly nowMs: () => number | undefined;
}

/** What a node has done so far. */
export interface SoakProgress {
  /** Simulated time up to which its records are acknowledged. */
  atMs: number;
  records: number;
  reconnects: number;
}

const META: NodeMeta = {
  contract: 1,
  name: 'Soak',
  version: '0.1.0',
  simulated: true,
  devices: [
    { kind: 'scale', id: 'scale-1', name: 'Inname', role: 'intake', capacityG: 1_000_000, divisionG: 100, cells: 4 },
    { kind: 'door', id: 'door-1', name: 'Poort' },
    { kind: 'level', id: 'level-1', name: 'Niveau' },
  ],
};

/** A node that lives through simulated time as fast as the hub takes it in: a batch, its ack, a new state; a new connection each day. */
export function startSoakNode(options: SoakNodeOptions): { readonly progress: Readonly<SoakProgress>; readonly ended: Promise<void> } {
  const progress: SoakProgress = { atMs: options.fromMs, records: 0, reconnects: -1 };
  return { progress, ended: live(options, progress) };
}

async function live(options: SoakNodeOptions, progress: SoakProgress): Promise<void> {
  const credential = await options.hub.enrol(options.index);
  let client: MqttClient | undefined;
  for (;;) {
    const nowMs = options.nowMs();
    if (nowMs === undefined) break;
    if (nowMs < progress.atMs + STEP_MS) {
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      continue;
    }
    if (client === undefined) {
      client = await connectNode(options.hub.mqttUrl, credential);
      await introduce(client, options.index, progress.atMs);
      progress.reconnects += 1;
    }
    await steps(client, options.index, progress, nowMs);
    if (progress.atMs % DAY_MS === 0) {
      await client.endAsync();
      client = undefined;
    }
  }
  await client?.endAsync();
}

const topicOf = (index: number, leaf: string): string => `kw/v1/bench/n${index}/${leaf}`;
const bootOf = (index: number): string => `50a4${index.toString(16).padStart(12, '0')}`;

async function introduce(client: MqttClient, index: number, at: number): Promise<void> {
  const status: NodeStatus = { state: 'online', boot: bootOf(index), version: '0.1.0', at };
  await client.subscribeAsync(ackTopic(index), { qos: 1 });
  await client.publishAsync(topicOf(index, 'status'), JSON.stringify(status), { qos: 1, retain: true });
  await client.publishAsync(topicOf(index, 'meta'), JSON.stringify(META), { qos: 1, retain: true });
}

/** Sends what is due, several batches when it is behind, but none of the next day; ends when all are acknowledged. */
async function steps(client: MqttClient, index: number, progress: SoakProgress, nowMs: number): Promise<void> {
  const dayEnd = (Math.floor(progress.atMs / DAY_MS) + 1) * DAY_MS;
  const count = Math.min(MOST_STEPS, Math.floor((Math.min(nowMs, dayEnd) - progress.atMs) / STEP_MS));
  const expected: number[] = [];
  const acked = nextMessages(client, count);
  for (let step = 0; step < count; step += 1) {
    const toMs = progress.atMs + STEP_MS;
    const records = [...siteRecords(progress.atMs, toMs)];
    const batch: Batch = { boot: bootOf(index), seq0: progress.records, clock: 'synced', records };
    client.publish(recTopic(index), JSON.stringify(batch), { qos: 1 });
    progress.atMs = toMs;
    progress.records += records.length;
    expected.push(progress.records - 1);
  }
  const acks = (await acked).map((text) => JSON.parse(text) as Ack);
  const got = acks.map(({ upTo }) => upTo).toSorted((left, right) => left - right);
  if (got.join() !== expected.join() || acks.some(({ rejected }) => rejected !== undefined)) {
    throw new Error(`node ${index}: ${JSON.stringify(acks)} instead of ${expected.join()}`);
  }
  const grossG = 400_000 + (progress.records % 977) * 10;
  const state: ScaleState = { at: progress.atMs, seq: progress.records, grossG, netG: grossG, tareG: 0, stable: true, quality: 'good' };
  client.publish(topicOf(index, 'scale-1/state'), JSON.stringify(state), { qos: 0, retain: true });
}

/** Texts of the next messages; rejects when they are not there within a minute. */
function nextMessages(client: MqttClient, count: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const texts: string[] = [];
    const late = setTimeout(() => reject(new Error(`${texts.length} of ${count} acks within ${ACK_MS} ms`)), ACK_MS);
    const hear = (_topic: string, payload: Buffer): void => {
      texts.push(payload.toString());
      if (texts.length < count) return;
      clearTimeout(late);
      client.off('message', hear);
      resolve(texts);
    };
    client.on('message', hear);
  });
}
