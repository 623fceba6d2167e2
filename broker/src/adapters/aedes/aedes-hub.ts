import type { Duplex } from 'node:stream';
import type { KwError } from '@kringwijzer/contract';
import { Aedes, type Client } from 'aedes';
import type { Logger } from 'pino';
import type { MqttIdentity, Rights } from '../../core/acl.ts';
import type { Counters } from '../../core/counters.ts';
import { createLogGate } from '../../core/log-gate.ts';
import type { Machines } from '../../core/machines.ts';
import type { ConnectedClient, MqttHub, OnPublish } from '../../ports/mqtt-hub.ts';
import { type Arrival, type HookContext, hooksOf, type Peer } from './aedes-hooks.ts';
import { ownerOf } from './client-names.ts';
import { guardDeliveries } from './delivery-guard.ts';
import { guardPackets } from './packet-guard.ts';
import { createSafeMq } from './safe-mq.ts';

export interface AedesHubOptions {
  readonly site: string;
  readonly machines: Machines;
  readonly onPublish: OnPublish;
  readonly log: Logger;
  readonly counters: Counters;
  readonly nowMs: () => number;
  readonly messagesPerSecond: number;
  /** Longest keepalive a client may ask for, s; 0 lets every one in, also without. */
  readonly keepaliveMaxS: number;
  readonly drainTimeoutMs: number;
  /** Rights of an identity; those of the contract without it. */
  readonly rightsOf?: (identity: MqttIdentity) => Rights;
  /** Where retained messages, sessions and queues live; aedes' own memory without it. */
  readonly persistence?: unknown;
}

/** The running broker: `handle` takes over a socket that was let in. */
export interface AedesHub extends MqttHub {
  handle(stream: Duplex, from: string): void;
  close(): Promise<void>;
}

const LIMITS = { beforeConnect: 4 * 1024, afterConnect: 64 * 1024 + 1024 } as const;
const LOG_WINDOW_MS = 60_000;

/**
 * Starts aedes 1.2.0 with what it lacks: it answers QoS 1 only after the message is stored, asks the same rights on
 * publish, subscribe and delivery, ties client ids to users, bounds packets, and survives a long queue.
 */
export async function createAedesHub(options: AedesHubOptions): Promise<AedesHub> {
  const peers = new WeakMap<Client, Peer>();
  const arrivals = new WeakMap<Client, Arrival>();
  const gate = createLogGate({ windowMs: LOG_WINDOW_MS });
  const warn = (error: KwError, from: string): void => {
    options.counters.add('kringwijzer_mqtt_refused_total', { code: error.code });
    const suppressed = gate(`${error.code}/${from}`, options.nowMs());
    if (suppressed !== undefined) options.log.warn({ code: error.code, from, suppressed, ...error.details }, 'mqtt refused');
  };
  const context: HookContext = { options, peers, arrivals, warn };
  const broker = await Aedes.createBroker({
    mq: createSafeMq(100),
    ...(options.persistence === undefined ? {} : { persistence: options.persistence }),
    connectTimeout: 5_000,
    drainTimeout: options.drainTimeoutMs,
    queueLimit: 16,
    maxInflightInbound: 100,
    maxTopicLevels: 16,
    ...hooksOf(context),
  });
  watch(broker, context);
  options.machines.onRevoked((username) => kick(broker, username));
  return {
    handle: (stream, from) => {
      const client = broker.handle(stream);
      arrivals.set(client, { from, clientId: '', keepsSession: false, keepaliveS: 0 });
      guardDeliveries(client);
      guardPackets(client, LIMITS, () => options.counters.add('kringwijzer_mqtt_packets_total'));
    },
    publish: (topic, payload, { retain = false, qos = 0 } = {}) =>
      broker.publish({ cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain, dup: false }, (error) => {
        if (error) options.log.error({ topic, reason: error.message }, 'hub message not published');
      }),
    clients: () => connectedClients(broker, peers),
    kick: (username) => kick(broker, username),
    close: () => new Promise((resolve) => broker.close(resolve)),
  };
}

function watch(broker: Aedes, { options, peers, arrivals }: HookContext): void {
  const { log, counters } = options;
  // Without a listener, an error of the persistence ends the process.
  (broker as unknown as NodeJS.EventEmitter).on('error', (error: Error) => log.error({ reason: error.message }, 'broker failed'));
  const trouble = (client: Client, error: Error): void => {
    counters.add('kringwijzer_mqtt_client_errors_total');
    log.debug({ client: client.id, from: arrivals.get(client)?.from, reason: error.message }, 'mqtt client failed');
  };
  broker.on('clientError', trouble);
  broker.on('connectionError', trouble);
  broker.on('clientReady', (client) => {
    counters.add('kringwijzer_mqtt_connections_total', { role: peers.get(client)?.identity.role ?? 'none' });
    log.info({ client: client.id, from: arrivals.get(client)?.from }, 'mqtt client connected');
  });
  broker.on('clientDisconnect', (client) => log.info({ client: client.id }, 'mqtt client gone'));
  counters.gauge('kringwijzer_mqtt_clients', () => broker.connectedClients);
}

const clientsOf = (broker: Aedes): readonly Client[] => Object.values((broker as unknown as { clients: Record<string, Client> }).clients);

function connectedClients(broker: Aedes, peers: WeakMap<Client, Peer>): readonly ConnectedClient[] {
  return clientsOf(broker).flatMap((client) => {
    const peer = peers.get(client);
    return peer === undefined ? [] : [{ clientId: client.id, ...nameAndRole(peer), connectedAt: peer.connectedAt }];
  });
}

const nameAndRole = ({ identity }: Peer): { username: string; role: string } => ({ username: identity.username, role: identity.role });

function kick(broker: Aedes, username: string): void {
  for (const client of clientsOf(broker)) if (ownerOf(client.id) === username) client.close();
}
