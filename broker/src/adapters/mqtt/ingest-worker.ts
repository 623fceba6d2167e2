import { TOPIC_ROOT } from '@kringwijzer/contract';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { MqttIdentity } from '../../core/acl.ts';
import type { OnPublish } from '../../ports/mqtt-hub.ts';

export interface IngestWorkerOptions {
  readonly url: string;
  readonly clientId: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Name of a shared subscription, when several workers divide the work. */
  readonly shareGroup?: string | undefined;
  readonly site: string;
  readonly onPublish: OnPublish;
  readonly log: Logger;
}

/** The hub's second front: takes records from a broker of others, acknowledging each after its commit. */
export interface IngestWorker {
  publish(topic: string, payload: string, options?: { readonly retain?: boolean }): void;
  isConnected(): boolean;
  stop(): Promise<void>;
}

/** Both parts of mqtt.js this worker has to reach into: acknowledgements are sent by the first as soon as a message is read. */
interface Internals {
  _sendPacket(packet: { readonly cmd: string; readonly messageId?: number }, done?: (error?: Error) => void): void;
  stream: { destroy(): void };
}

const LEAVES = ['+/rec', '+/status', '+/meta', '+/+/state', '+/cmd/result'] as const;

/**
 * Connects to a plain MQTT broker and takes in what nodes send there. The session is kept by the broker under a fixed
 * client id, and an acknowledgement is held back until the message is on disk: what was not acknowledged comes again.
 * mqtt.js acknowledges a message before the next one is read, which would make every commit wait for the one before;
 * holding back only the packet lets many messages share one commit.
 */
export function startIngestWorker(options: IngestWorkerOptions): IngestWorker {
  const { url, clientId, username, password, site, log } = options;
  const client = connect(url, {
    clientId,
    clean: false,
    protocolVersion: 4,
    keepalive: 60,
    reconnectPeriod: 2_000,
    resubscribe: true,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  const acks = holdAcks(client);
  const identity: MqttIdentity = { username: clientId, role: 'ingest', subject: clientId };
  client.on('message', (topic, payload, packet) => {
    void take({ client, acks, identity, options }, topic, payload, packet);
  });
  client.on('connect', () => {
    log.info({ url, clientId }, 'ingest worker connected');
    const share = options.shareGroup === undefined ? '' : `$share/${options.shareGroup}/`;
    const filters = LEAVES.map((leaf) => `${share}${TOPIC_ROOT}/${site}/${leaf}`);
    client.subscribe(filters, { qos: 1 }, (error) => {
      if (error) log.error({ reason: error.message }, 'ingest worker may not subscribe');
    });
  });
  client.on('error', (error) => log.error({ url, reason: error.message }, 'ingest worker failed'));
  return {
    publish: (topic, payload, { retain = false } = {}) => {
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (error) log.warn({ topic, reason: error.message }, 'ingest worker could not publish');
      });
    },
    isConnected: () => client.connected,
    stop: () => client.endAsync(true),
  };
}

interface Taking {
  readonly client: MqttClient;
  readonly acks: HeldAcks;
  readonly identity: MqttIdentity;
  readonly options: IngestWorkerOptions;
}

async function take({ client, acks, identity, options }: Taking, topic: string, payload: Buffer, packet: IPublishPacket): Promise<void> {
  const held = packet.qos === 1 ? acks.hold(packet.messageId) : undefined;
  try {
    const verdict = await options.onPublish({ identity, topic, payload, retain: packet.retain });
    held?.send();
    verdict.afterAck?.();
  } catch (error) {
    // Not stored: without an acknowledgement the broker sends it again after the reconnection.
    options.log.error({ topic, reason: error instanceof Error ? error.message : String(error) }, 'message not stored, connecting anew');
    (client as unknown as Internals).stream.destroy();
  }
}

interface HeldAcks {
  /** Holds back the acknowledgement of a message until `send`. */
  hold(messageId: number | undefined): { send(): void };
}

function holdAcks(client: MqttClient): HeldAcks {
  const inner = client as unknown as Internals;
  const send = inner._sendPacket.bind(client);
  const held = new Set<number>();
  let session = 0;
  inner._sendPacket = (packet, done) => {
    if (packet.cmd === 'puback' && packet.messageId !== undefined && held.has(packet.messageId)) done?.();
    else send(packet, done);
  };
  // A new connection starts numbering anew; an acknowledgement of the old one would confirm another message.
  client.on('close', () => {
    session += 1;
    held.clear();
  });
  return {
    hold: (messageId) => {
      const mine = session;
      if (messageId !== undefined) held.add(messageId);
      return {
        send: () => {
          if (messageId === undefined || mine !== session || !held.delete(messageId)) return;
          send({ cmd: 'puback', messageId });
        },
      };
    },
  };
}
