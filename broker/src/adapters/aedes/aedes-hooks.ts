import { KwError } from '@kringwijzer/contract';
import type { AedesOptions, Client } from 'aedes';
import { type MqttIdentity, type Rights, rightsOf } from '../../core/acl.ts';
import { type Bucket, takeToken } from '../../core/token-bucket.ts';
import type { AedesHubOptions } from './aedes-hub.ts';
import { mayUseClientId, ownerOf } from './client-names.ts';
import { refuseMqtt5 } from './version-refusal.ts';

/** A client that was let in, with its rights. */
export interface Peer {
  readonly identity: MqttIdentity;
  readonly rights: Rights;
  readonly connectedAt: number;
  bucket: Bucket | undefined;
}

/** What a client said of itself before it was let in. */
export interface Arrival {
  readonly from: string;
  readonly clientId: string;
  readonly keepsSession: boolean;
  readonly keepaliveS: number;
}

interface Login {
  readonly username: string;
  readonly password: string;
}

interface Refused {
  readonly error: KwError;
  readonly returnCode: number;
}

// Return codes of CONNACK, [MQTT-3.2.2-1].
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;
const NOBODY: Arrival = { from: 'unknown', clientId: '', keepsSession: true, keepaliveS: 0 };
const DROPPED_TOPIC = '$dropped';

/** What the hooks share with the hub that owns them. */
export interface HookContext {
  readonly options: AedesHubOptions;
  readonly peers: WeakMap<Client, Peer>;
  readonly arrivals: WeakMap<Client, Arrival>;
  readonly warn: (error: KwError, from: string) => void;
}

type Hooks = Required<Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>>;

/** The hooks of aedes: one set of rights asked on publish, subscribe and delivery. */
export function hooksOf(context: HookContext): Hooks {
  const { options, peers, arrivals, warn } = context;
  const fromOf = (client: Client): string => arrivals.get(client)?.from ?? 'unknown';
  return {
    preConnect: (client, packet, callback) => {
      arrivals.set(client, {
        from: fromOf(client),
        clientId: packet.clientId ?? '',
        keepsSession: packet.clean === false,
        keepaliveS: packet.keepalive ?? 0,
      });
      if (packet.protocolVersion !== 5) {
        callback(null, true);
        return;
      }
      const error = new KwError('KW_MQTT_VERSION', { version: 5 });
      warn(error, fromOf(client));
      refuseMqtt5(client.conn, error.message, () => callback(error, false));
    },
    authenticate: (client, username, password, done) => {
      const login = { username: username ?? '', password: password?.toString('utf8') ?? '' };
      const refused = refusalOf(context, client, login);
      if (refused === undefined) {
        done(null, true);
        return;
      }
      warn(refused.error, fromOf(client));
      done(Object.assign<Error, { returnCode: number }>(new Error(refused.error.code), { returnCode: refused.returnCode }), null);
    },
    authorizePublish: (client, packet, callback) => void answer(judge(context, client, packet), callback),
    authorizeSubscribe: (client, subscription, callback) => {
      const peer = peers.get(client);
      if (peer !== undefined && stillValid(options, peer) && peer.rights.subscribe(subscription.topic)) {
        callback(null, subscription);
        return;
      }
      const details = { username: peer?.identity.username ?? '', action: 'subscribe to', topic: subscription.topic };
      warn(new KwError(subscription.topic.startsWith('$share/') ? 'KW_MQTT_SHARED' : 'KW_MQTT_FORBIDDEN', details), fromOf(client));
      callback(null, null); // answered with 0x80, [MQTT-3.9.3-1]
    },
    authorizeForward: (client, packet) => {
      const peer = peers.get(client);
      return peer !== undefined && stillValid(options, peer) && peer.rights.forward(packet.topic) ? packet : null;
    },
  };
}

/** Acknowledges a judged message, or closes the connection of its sender. */
async function answer(judged: Promise<(() => void) | undefined>, callback: (error?: Error | null) => void): Promise<void> {
  let afterAck: (() => void) | undefined;
  try {
    afterAck = await judged;
  } catch (error) {
    callback(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  callback(null);
  afterAck?.();
}

/** Why a client is not let in; also when it cannot be told, because an error in a hook of aedes ends the process. */
function refusalOf(context: HookContext, client: Client, login: Login): Refused | undefined {
  try {
    return authenticate(context, client, login);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { error: new KwError('KW_STORE_UNAVAILABLE', { reason }, { cause: error }), returnCode: SERVER_UNAVAILABLE };
  }
}

const stillValid = (options: AedesHubOptions, peer: Peer): boolean => options.machines.identity(peer.identity.username) !== undefined;

/** Lets a client in, or says why not. */
function authenticate({ options, peers, arrivals }: HookContext, client: Client, login: Login): Refused | undefined {
  const { username, password } = login;
  const identity = options.machines.authenticate(username, password);
  if (identity === undefined) return { error: new KwError('KW_MQTT_REFUSED', { username }), returnCode: NOT_AUTHORIZED };
  const { clientId, keepsSession, keepaliveS } = arrivals.get(client) ?? NOBODY;
  // [MQTT-3.1.3-8]: a session that is to be kept needs a name to keep it under.
  if ((clientId === '' && keepsSession) || !mayUseClientId(identity, clientId)) {
    return { error: new KwError('KW_MQTT_CLIENT_ID', { clientId, username }), returnCode: IDENTIFIER_REJECTED };
  }
  if (options.keepaliveMaxS > 0 && (keepaliveS < 1 || keepaliveS > options.keepaliveMaxS)) {
    return { error: new KwError('KW_MQTT_KEEPALIVE', { seconds: keepaliveS, limit: options.keepaliveMaxS }), returnCode: NOT_AUTHORIZED };
  }
  const peer: Peer = { identity, rights: rightsFor(options, identity), connectedAt: options.nowMs(), bucket: undefined };
  const will = (client as unknown as { _will?: { topic: string } })._will;
  // A will is published when nobody can be asked any more, so its right is checked now.
  if (will && !peer.rights.publish(will.topic)) {
    return {
      error: new KwError('KW_MQTT_FORBIDDEN', { username, action: 'leave a will on', topic: will.topic }),
      returnCode: NOT_AUTHORIZED,
    };
  }
  peers.set(client, peer);
  return undefined;
}

interface Packet {
  topic: string;
  payload: string | Buffer;
  retain: boolean;
  clientId?: string;
}

/** Judges one message; resolves when it may be acknowledged, rejects to close the connection. */
async function judge(context: HookContext, client: Client | null, packet: Packet): Promise<(() => void) | undefined> {
  const { options } = context;
  const peer = senderOf(context, client, packet);
  const waitMs = client === null ? 0 : slowDown(options, peer);
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const verdict = await options.onPublish({ identity: peer.identity, topic: packet.topic, payload, retain: packet.retain });
  if (verdict.kind === 'drop') {
    // aedes has no "acknowledge but do not deliver": the message goes to a topic nobody can subscribe to.
    packet.topic = DROPPED_TOPIC;
    packet.payload = Buffer.alloc(0);
    packet.retain = false;
  } else {
    packet.retain = verdict.retain;
  }
  return verdict.afterAck;
}

/** Who sends this, when it may. Throws KW_MQTT_FORBIDDEN. */
function senderOf({ options, peers, arrivals, warn }: HookContext, client: Client | null, packet: Packet): Peer {
  const peer = client === null ? peerOfOldWill(options, packet) : peers.get(client);
  if (peer !== undefined && stillValid(options, peer) && peer.rights.publish(packet.topic)) return peer;
  const username = peer?.identity.username ?? '';
  const error = new KwError('KW_MQTT_FORBIDDEN', { username, action: 'publish to', topic: packet.topic });
  warn(error, client === null ? 'will' : (arrivals.get(client)?.from ?? 'unknown'));
  throw error;
}

/** The will of a client of an earlier run of the broker, found in the store: judged by the rights its user has now. */
function peerOfOldWill(options: AedesHubOptions, packet: Packet): Peer | undefined {
  const identity = options.machines.identity(ownerOf(packet.clientId ?? ''));
  return identity && { identity, rights: rightsFor(options, identity), connectedAt: 0, bucket: undefined };
}

const rightsFor = (options: AedesHubOptions, identity: MqttIdentity): Rights =>
  options.rightsOf?.(identity) ?? rightsOf(options.site, identity);

/** Milliseconds to hold this message back. The socket waits with it, so a flood slows its own sender. */
function slowDown(options: AedesHubOptions, peer: Peer): number {
  const perSecond = options.messagesPerSecond;
  const { waitMs, ...bucket } = takeToken(peer.bucket, { perSecond, burst: perSecond * 2 }, options.nowMs());
  peer.bucket = bucket;
  return waitMs;
}
