import { Readable } from 'node:stream';
import { type FilterLevels, filterMatches, parseFilter } from '../../core/topic-filter.ts';
import type { SessionDb } from './session-db.ts';
import { copyOf, type StoredPacket } from './stored-packet.ts';

interface Named {
  readonly id: string;
}
interface Sub {
  readonly topic: string;
  readonly qos: number;
  readonly rh?: number;
  readonly rap?: boolean;
  readonly nl?: boolean;
}
interface KeptSub extends Sub {
  readonly clientId: string;
  readonly levels: FilterLevels;
}
interface Queued {
  readonly id: number;
  packet: StoredPacket;
}
interface Queue {
  items: Queued[];
  bytes: number;
}

export interface PersistenceOptions {
  readonly db: SessionDb;
  /** Most messages kept for one absent client; the oldest go first. */
  readonly maxQueued: number;
  /** Tells whether a client may receive a topic: nothing is kept for those who may not. */
  readonly mayReceive: (clientId: string, topic: string) => boolean;
  /** Counts what was given up. */
  readonly onDropped: (clientId: string) => void;
}

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_SESSIONS = 1_000;
const MAX_SUBSCRIPTIONS = 100;
const MAX_RETAINED = 10_000;

/**
 * Retained messages, sessions and queues of aedes: in memory for speed, in SQLite for the next start. The packets keep
 * the id of the broker that took them in, which is new at each start, so that numbers of one start never overwrite
 * those of another; the order is the order of arrival, also across starts.
 */
export class SqlitePersistence {
  readonly #options: PersistenceOptions;
  readonly #db: SessionDb;
  readonly #retained = new Map<string, { readonly packet: StoredPacket; readonly levels: FilterLevels }>();
  readonly #subs = new Map<string, Map<string, KeptSub>>();
  readonly #outgoing = new Map<string, Queue>();
  readonly #incoming = new Map<string, Map<number, StoredPacket>>();
  readonly #wills = new Map<string, StoredPacket>();
  #nextId = 1;
  /** aedes reads the broker back from its persistence. */
  broker: { readonly id: string } | undefined;

  constructor(options: PersistenceOptions) {
    this.#options = options;
    this.#db = options.db;
    const loaded = options.db.load();
    for (const packet of loaded.retained) this.#retained.set(packet.topic, { packet, levels: packet.topic.split('/') });
    for (const { clientId, topic, options: kept } of loaded.subscriptions) this.#remember(clientId, { ...(kept as Sub), topic });
    for (const { id, clientId, packet } of loaded.outgoing) {
      this.#push(clientId, { id, packet });
      this.#nextId = id + 1;
    }
    for (const { clientId, messageId, packet } of loaded.incoming) this.#incomingOf(clientId).set(messageId, packet);
    for (const { clientId, packet } of loaded.wills) this.#wills.set(clientId, packet);
  }

  async setup(broker: { readonly id: string }): Promise<void> {
    this.broker = broker;
  }

  /** All retained messages, for the live picture after a restart. */
  retained(): readonly StoredPacket[] {
    return [...this.#retained.values()].map(({ packet }) => packet);
  }

  async storeRetained(packet: StoredPacket): Promise<void> {
    const { topic } = packet;
    if (packet.payload.length === 0) {
      this.#retained.delete(topic);
      this.#db.later(`retained/${topic}`, () => this.#db.drop.retained(topic));
      return;
    }
    if (!this.#retained.has(topic) && this.#retained.size >= MAX_RETAINED) throw new Error('too many retained messages');
    const kept = { ...packet };
    this.#retained.set(topic, { packet: kept, levels: topic.split('/') });
    this.#db.later(`retained/${topic}`, () => this.#db.put.retained(kept));
  }

  createRetainedStreamCombi(patterns: readonly string[]): Readable {
    const filters = patterns.flatMap((pattern) => (parseFilter(pattern) ? [pattern.split('/')] : []));
    const kept = [...this.#retained.values()];
    return Readable.from(
      filters.flatMap((filter) => kept.filter(({ levels }) => filterMatches(filter, levels)).map(({ packet }) => packet)),
    );
  }

  createRetainedStream(pattern: string): Readable {
    return this.createRetainedStreamCombi([pattern]);
  }

  async addSubscriptions(client: Named, subs: readonly Sub[]): Promise<void> {
    if (!this.#subs.has(client.id) && this.#subs.size >= MAX_SESSIONS) throw new Error('too many sessions');
    if ((this.#subs.get(client.id)?.size ?? 0) + subs.length > MAX_SUBSCRIPTIONS) throw new Error('too many subscriptions');
    for (const sub of subs) this.#remember(client.id, sub);
    await this.#db.commit(() => {
      for (const { topic, ...options } of subs) this.#db.put.subscription(client.id, topic, options);
    });
  }

  async removeSubscriptions(client: Named, topics: readonly string[]): Promise<void> {
    const mine = this.#subs.get(client.id);
    for (const topic of topics) mine?.delete(topic);
    if (mine?.size === 0) this.#subs.delete(client.id);
    await this.#db.commit(() => {
      for (const topic of topics) this.#db.drop.subscription(client.id, topic);
    });
  }

  async subscriptionsByClient(client: Named): Promise<readonly Sub[]> {
    return [...(this.#subs.get(client.id)?.values() ?? [])].map(({ clientId: _clientId, levels: _levels, ...sub }) => sub);
  }

  async countOffline(): Promise<{ subsCount: number; clientsCount: number }> {
    const counts = [...this.#subs.values()].map((subs) => [...subs.values()].filter((sub) => sub.qos > 0).length);
    return { subsCount: counts.reduce((sum, count) => sum + count, 0), clientsCount: this.#subs.size };
  }

  async subscriptionsByTopic(topic: string): Promise<readonly (Sub & { readonly clientId: string })[]> {
    const levels = topic.split('/');
    const found: (Sub & { readonly clientId: string })[] = [];
    for (const subs of this.#subs.values()) {
      for (const { levels: filter, ...sub } of subs.values()) if (sub.qos > 0 && filterMatches(filter, levels)) found.unshift(sub);
    }
    return found;
  }

  /** A clean session begins: nothing of the old one may come back [MQTT-3.1.2-6]. */
  async cleanSubscriptions(client: Named): Promise<void> {
    const had = this.#subs.delete(client.id);
    const queued = this.#outgoing.delete(client.id);
    if (!had && !queued) return;
    await this.#db.commit(() => {
      this.#db.drop.subscriptions(client.id);
      this.#db.drop.outgoingOf(client.id);
    });
  }

  async outgoingEnqueue(sub: { readonly clientId: string }, packet: StoredPacket): Promise<void> {
    await this.outgoingEnqueueCombi([sub], packet);
  }

  async outgoingEnqueueCombi(subs: readonly { readonly clientId: string }[], packet: StoredPacket): Promise<void> {
    // Two overlapping filters of one client give it the message once.
    const clients = [...new Set(subs.map((sub) => sub.clientId))].filter((clientId) => this.#options.mayReceive(clientId, packet.topic));
    if (clients.length === 0) return;
    const added = clients.map((clientId) => ({ clientId, item: { id: this.#nextId++, packet: copyOf(packet) } }));
    const dropped = added.flatMap(({ clientId, item }) => this.#push(clientId, item));
    await this.#db.commit(() => {
      for (const { clientId, item } of added) this.#db.put.outgoing(item.id, clientId, item.packet);
      for (const id of dropped) this.#db.drop.outgoing(id);
    });
  }

  async outgoingUpdate(client: Named, packet: StoredPacket): Promise<void> {
    const item = this.#outgoing.get(client.id)?.items.find(({ packet: kept }) => isSame(kept, packet));
    if (item === undefined) throw new Error('no such packet');
    // Within one broker the number tells which message it is; the identifier [MQTT-2.3.1-1] is set or moved on to PUBREL.
    if (item.packet.brokerId === packet.brokerId) item.packet.messageId = packet.messageId;
    else item.packet = packet;
    this.#db.later(`outgoing/${item.id}`, () => {
      if (this.#outgoing.get(client.id)?.items.includes(item)) this.#db.put.outgoing(item.id, client.id, item.packet);
    });
  }

  async outgoingClearMessageId(client: Named, packet: { readonly messageId?: number }): Promise<StoredPacket | undefined> {
    const queue = this.#outgoing.get(client.id);
    const index = queue?.items.findIndex((item) => item.packet.messageId === packet.messageId) ?? -1;
    const item = queue?.items[index];
    if (queue === undefined || item === undefined) return undefined;
    queue.items.splice(index, 1);
    queue.bytes -= item.packet.payload?.length ?? 0;
    this.#db.later(`outgoing/${item.id}`, () => this.#db.drop.outgoing(item.id));
    return item.packet;
  }

  outgoingStream(client: Named): Readable {
    return Readable.from((this.#outgoing.get(client.id)?.items ?? []).map((item) => item.packet));
  }

  async incomingStorePacket(client: Named, packet: StoredPacket): Promise<void> {
    const messageId = packet.messageId ?? 0;
    const kept = { ...copyOf(packet), messageId };
    this.#incomingOf(client.id).set(messageId, kept);
    await this.#db.commit(() => this.#db.put.incoming(client.id, messageId, kept));
  }

  async incomingGetPacket(client: Named, packet: { readonly messageId?: number }): Promise<StoredPacket> {
    const found = this.#incoming.get(client.id)?.get(packet.messageId ?? 0);
    if (found === undefined) throw new Error('no such packet');
    return found;
  }

  async incomingDelPacket(client: Named, packet: { readonly messageId?: number }): Promise<void> {
    const messageId = packet.messageId ?? 0;
    if (!this.#incoming.get(client.id)?.delete(messageId)) throw new Error('no such packet');
    await this.#db.commit(() => this.#db.drop.incoming(client.id, messageId));
  }

  async cleanIncoming(client: Named): Promise<void> {
    if (this.#incoming.delete(client.id)) await this.#db.commit(() => this.#db.drop.incomingOf(client.id));
  }

  async putWill(client: Named, packet: StoredPacket): Promise<void> {
    packet.brokerId = this.broker?.id;
    packet.clientId = client.id;
    this.#wills.set(client.id, packet);
    await this.#db.commitOrLater(`will/${client.id}`, () => this.#db.put.will(client.id, packet));
  }

  async getWill(client: Named): Promise<StoredPacket | undefined> {
    return this.#wills.get(client.id);
  }

  async delWill(client: Named): Promise<StoredPacket | undefined> {
    const will = this.#wills.get(client.id);
    if (this.#wills.delete(client.id)) await this.#db.commitOrLater(`will/${client.id}`, () => this.#db.drop.will(client.id));
    return will;
  }

  streamWill(brokers: Readonly<Record<string, unknown>> = {}): Readable {
    return Readable.from([...this.#wills.values()].filter((will) => brokers[will.brokerId ?? ''] === undefined));
  }

  getClientList(topic: string): Readable {
    return Readable.from([...this.#subs].flatMap(([clientId, subs]) => (subs.has(topic) ? [clientId] : [])));
  }

  async destroy(): Promise<void> {
    this.#db.close();
  }

  #remember(clientId: string, sub: Sub): void {
    const levels = parseFilter(sub.topic);
    if (levels === undefined) return;
    const mine = this.#subs.get(clientId) ?? new Map<string, KeptSub>();
    this.#subs.set(clientId, mine);
    mine.set(sub.topic, { ...sub, clientId, levels });
  }

  /** Puts a message at the end of a queue; returns the ids of those that had to go for it. */
  #push(clientId: string, item: Queued): readonly number[] {
    const queue = this.#outgoing.get(clientId) ?? { items: [], bytes: 0 };
    this.#outgoing.set(clientId, queue);
    queue.items.push(item);
    queue.bytes += item.packet.payload.length;
    const dropped: number[] = [];
    while (queue.items.length > this.#options.maxQueued || queue.bytes > MAX_BYTES) {
      const oldest = queue.items.shift();
      if (oldest === undefined) break;
      queue.bytes -= oldest.packet.payload.length;
      dropped.push(oldest.id);
      this.#options.onDropped(clientId);
    }
    return dropped;
  }

  #incomingOf(clientId: string): Map<number, StoredPacket> {
    const mine = this.#incoming.get(clientId) ?? new Map<number, StoredPacket>();
    this.#incoming.set(clientId, mine);
    return mine;
  }
}

const isSame = (kept: StoredPacket, packet: StoredPacket): boolean =>
  kept.brokerId === packet.brokerId ? kept.brokerCounter === packet.brokerCounter : kept.messageId === packet.messageId;
