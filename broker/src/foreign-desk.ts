import {
  BATCH_MAX_RECORDS,
  type Batch,
  KwError,
  type KwRecord,
  type NodeMeta,
  type NodeStatus,
  type Topic,
  topicOf,
} from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { type ForeignDevice, foreignDevice, type Made } from './core/foreign/foreign-device.ts';
import { type ForeignMapping, type ForeignSource, filtersOf, sourcesOf } from './core/foreign/mapping.ts';
import { readValue } from './core/foreign/read-value.ts';
import type { MessageDesk } from './core/message-desk.ts';
import type { Refusal } from './core/parse-message.ts';
import { filterMatches } from './core/topic-filter.ts';
import type { Publish } from './hub-core.ts';
import type { SeriesStore } from './ports/series-store.ts';
import { passagesSince } from './rebuild.ts';

/** The way in for sensors that do not speak our contract. */
export interface ForeignDesk {
  /** Takes a message, or says what is wrong with it; undefined when its topic is not in the mapping. */
  take(topic: string, text: string): Promise<Refusal | undefined> | undefined;
  /** Introduces the nodes. Throws KW_CONFIG_INVALID when one of them is the name of a real node. */
  start(isTaken: (node: string) => boolean): Promise<void>;
  /** Closes what is over: minutes, and runs of tools that fell silent. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

export interface ForeignDeskDeps {
  readonly mapping: ForeignMapping;
  readonly site: string;
  readonly timeZone: string;
  readonly version: string;
  readonly boot: string;
  readonly nowMs: () => number;
  /** The desk of the hub: what a foreign sensor says goes in as if a node had said it. */
  readonly desk: MessageDesk;
  readonly publish: Publish;
  readonly store: Pick<SeriesStore, 'range'>;
  readonly log: Logger;
}

interface VirtualNode {
  readonly id: string;
  readonly name: string;
  readonly devices: readonly ForeignDevice[];
  pending: KwRecord[];
  seq: number;
  lastAt: number;
  /** One batch at a time, so that sequence numbers have no holes. */
  tail: Promise<void>;
}

interface Route {
  readonly filter: readonly string[];
  readonly name: string;
  readonly source: ForeignSource;
  readonly node: VirtualNode;
  readonly device: ForeignDevice;
}

/** Records held back while the store fails; the oldest go first. */
const MAX_PENDING = 1_000;
const DAY_BACK_MS = 26 * 3_600_000;

/** Turns messages of foreign sensors into states and records of nodes that exist only in the mapping file. */
export function createForeignDesk(deps: ForeignDeskDeps): ForeignDesk {
  const { mapping, nowMs } = deps;
  const { nodes, routes } = routesOf(deps);
  const known = filtersOf(mapping).map((filter) => filter.split('/'));
  const closeAll = async (all: boolean): Promise<void> => {
    for (const node of nodes) {
      for (const device of node.devices) await settle(deps, node, device, device.close(nowMs(), all));
      await flush(deps, node);
    }
  };
  return {
    take: (topic, text) => {
      const levels = topic.split('/');
      if (!known.some((filter) => filterMatches(filter, levels))) return undefined;
      return takeAll(
        deps,
        routes.filter(({ filter }) => filterMatches(filter, levels)),
        text,
      );
    },
    start: async (isTaken) => {
      for (const node of nodes) {
        if (isTaken(node.id))
          throw new KwError('KW_CONFIG_INVALID', {
            file: 'of foreign sensors',
            reason: `node ${node.id} is a real node with a credential`,
          });
        await introduce(deps, node);
      }
      for (const { node, passages } of await passagesSince(deps.store, nowMs() - DAY_BACK_MS)) {
        const devices = nodes.find(({ id }) => id === node)?.devices ?? [];
        devices.find(({ meta }) => meta.id === passages.device)?.seed?.(passages);
      }
    },
    tick: () => closeAll(false),
    stop: async () => {
      await closeAll(true);
      for (const node of nodes) await sayStatus(deps, node, 'offline');
    },
  };
}

function routesOf({ mapping, timeZone }: ForeignDeskDeps): { readonly nodes: readonly VirtualNode[]; readonly routes: readonly Route[] } {
  const routes: Route[] = [];
  const nodes = mapping.nodes.map(({ id, name, devices: configs }): VirtualNode => {
    const pairs = configs.map((config) => ({ config, device: foreignDevice(config, timeZone) }));
    const node = { id, name, devices: pairs.map(({ device }) => device), pending: [], seq: 0, lastAt: 0, tail: Promise.resolve() };
    for (const { config, device } of pairs)
      for (const [value, source] of sourcesOf(config)) routes.push({ filter: source.topic.split('/'), name: value, source, node, device });
    return node;
  });
  return { nodes, routes };
}

/** Takes every value a message holds. What is good is taken although another value of the message is not. */
async function takeAll(deps: ForeignDeskDeps, routes: readonly Route[], text: string): Promise<Refusal | undefined> {
  let refused: Refusal | undefined;
  for (const { name, source, node, device } of routes) {
    const read = readValue(name, source, text);
    if (!read.ok) {
      refused = { ok: false, code: 'KW_FOREIGN_INVALID', reason: `${node.id}/${device.meta.id} ${read.reason}` };
      continue;
    }
    // Two messages in one millisecond must both count as newer than the one before.
    node.lastAt = Math.max(deps.nowMs(), node.lastAt + 1);
    await settle(deps, node, device, device.take(name, read.value, node.lastAt));
  }
  for (const node of new Set(routes.map((route) => route.node))) await flush(deps, node);
  return refused;
}

async function settle(deps: ForeignDeskDeps, node: VirtualNode, device: ForeignDevice, made: Made): Promise<void> {
  node.pending.push(...made.records);
  const dropped = node.pending.splice(0, node.pending.length - MAX_PENDING).length;
  if (dropped > 0) deps.log.error({ code: 'KW_STORE_UNAVAILABLE', node: node.id, dropped }, 'records of foreign sensors dropped');
  if (made.state) await say(deps, { type: 'state', site: deps.site, node: node.id, device: device.meta.id }, made.state.value);
}

/** Stores what waits. When the store fails it waits on: the message was taken, and the next tick tries again. */
function flush(deps: ForeignDeskDeps, node: VirtualNode): Promise<void> {
  node.tail = node.tail.then(async () => {
    while (node.pending.length > 0) {
      const records = node.pending.splice(0, BATCH_MAX_RECORDS);
      const batch: Batch = { boot: deps.boot, seq0: node.seq, clock: 'synced', records };
      try {
        await say(deps, { type: 'rec', site: deps.site, node: node.id }, batch);
      } catch {
        node.pending.unshift(...records); // the desk has counted and logged it
        return;
      }
      node.seq += records.length;
    }
  });
  return node.tail;
}

async function introduce(deps: ForeignDeskDeps, node: VirtualNode): Promise<void> {
  const { site, version } = deps;
  const devices = node.devices.map(({ meta }) => meta);
  const meta: NodeMeta = { contract: 1, name: node.name, version, simulated: false, devices };
  await say(deps, { type: 'meta', site, node: node.id }, meta);
  await sayStatus(deps, node, 'online');
}

function sayStatus(deps: ForeignDeskDeps, node: VirtualNode, state: NodeStatus['state']): Promise<void> {
  const { site, version, boot, nowMs } = deps;
  const status: NodeStatus = { state, boot, version, at: nowMs() };
  return say(deps, { type: 'status', site, node: node.id }, status);
}

/** Says something as the node would: first to the hub itself, then to everybody who reads along. */
async function say({ desk, publish }: ForeignDeskDeps, topic: Extract<Topic, { node: string }>, value: object): Promise<void> {
  const [name, text] = [topicOf(topic), JSON.stringify(value)];
  const identity = { username: topic.node, role: 'node', subject: topic.node } as const;
  const verdict = await desk({ identity, topic: name, payload: Buffer.from(text), retain: topic.type !== 'rec' });
  if (verdict.kind === 'forward') publish(name, text, { retain: verdict.retain });
  verdict.afterAck?.();
}
