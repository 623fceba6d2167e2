import { type Ack, type Batch, batchSchema, type KwRecord, parseTopic, topicOf } from '@kringwijzer/contract';
import { connectAsync, type MqttClient } from 'mqtt';

/** What the stand-in does with a batch after it stored it; by default it acknowledges at once. */
export type AckPolicy = (batch: Batch, ack: Ack) => readonly Ack[] | Promise<readonly Ack[]>;

export interface StandInHubOptions {
  readonly url: string;
  readonly site: string;
  readonly policy?: AckPolicy;
  /** False when this hub cannot take the batch: it is neither stored nor acknowledged. */
  readonly takes?: (batch: Batch) => boolean;
}

export interface StoredRecord {
  readonly clock: Batch['clock'];
  readonly record: KwRecord;
}

/** A hub for tests: stores each record once by (node, boot, seq), then acknowledges, and remembers everything it heard. */
export class StandInHub {
  readonly stored = new Map<string, StoredRecord>();
  readonly heard: { readonly topic: string; readonly text: string; readonly retain: boolean }[] = [];
  readonly batches: Batch[] = [];
  duplicates = 0;
  policy: AckPolicy;
  takes: (batch: Batch) => boolean;
  readonly #client: MqttClient;

  private constructor(client: MqttClient, options: StandInHubOptions) {
    this.#client = client;
    this.policy = options.policy ?? ((_batch, ack) => [ack]);
    this.takes = options.takes ?? (() => true);
  }

  static async start(options: StandInHubOptions): Promise<StandInHub> {
    const client = await connectAsync(options.url, {
      protocolVersion: 4,
      clean: true,
      clientId: `hub-${options.site}`,
      reconnectPeriod: 50,
    });
    const hub = new StandInHub(client, options);
    client.on('message', (topic, payload, packet) => void hub.#take(topic, payload.toString('utf8'), packet.retain));
    await client.subscribeAsync(`kw/v1/${options.site}/#`, { qos: 1 });
    return hub;
  }

  /** Records of one kind, in the order of their sequence. */
  recordsOf(kind: KwRecord['kind']): KwRecord[] {
    return [...this.stored.values()].map((one) => one.record).filter((record) => record.kind === kind);
  }

  keys(): Set<string> {
    return new Set(this.stored.keys());
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1 });
  }

  async stop(): Promise<void> {
    await this.#client.endAsync(true);
  }

  async #take(topicText: string, text: string, retain: boolean): Promise<void> {
    const topic = parseTopic(topicText);
    if (topic?.type !== 'ack') this.heard.push({ topic: topicText, text, retain });
    if (topic?.type !== 'rec') return;
    const batch = batchSchema.parse(JSON.parse(text));
    if (!this.takes(batch)) return;
    this.batches.push(batch);
    batch.records.forEach((record, index) => {
      const key = `${topic.node}/${batch.boot}/${batch.seq0 + index}`;
      if (this.stored.has(key)) this.duplicates += 1;
      else this.stored.set(key, { clock: batch.clock, record });
    });
    const ack: Ack = { boot: batch.boot, seq0: batch.seq0, upTo: batch.seq0 + batch.records.length - 1 };
    const to = topicOf({ type: 'ack', site: topic.site, node: topic.node });
    for (const one of await this.policy(batch, ack)) await this.#client.publishAsync(to, JSON.stringify(one), { qos: 1 });
  }
}
