import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connected } from '../../../testing/connected.ts';
import { createCounters } from '../../core/counters.ts';
import { Machines } from '../../core/machines.ts';
import type { OnPublish } from '../../ports/mqtt-hub.ts';
import { openHubDb } from '../hub-db/hub-db.ts';
import { createNodeSecrets } from '../node-secrets.ts';
import { createAedesHub } from './aedes-hub.ts';
import { createDoorkeeper, listenMqtt } from './listeners.ts';

const log = pino({ level: 'silent' });
const FORWARD = { kind: 'forward', retain: false } as const;
const REC = 'kw/v1/zuid/n1/rec';
const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function broker(options: { onPublish?: OnPublish; total?: number; perIp?: number; drainTimeoutMs?: number } = {}) {
  const { onPublish = () => Promise.resolve(FORWARD), total = 50, perIp = 50, drainTimeoutMs = 5_000 } = options;
  const db = openHubDb(':memory:');
  const machines = new Machines({ db, secrets: createNodeSecrets(Buffer.alloc(32)), nowMs: Date.now });
  const counters = createCounters();
  const base = { site: 'zuid', machines, counters, log, nowMs: Date.now, messagesPerSecond: 100_000, keepaliveMaxS: 300 };
  const hub = await createAedesHub({ ...base, onPublish, drainTimeoutMs });
  const doorkeeper = createDoorkeeper({ total, perIp });
  const taken: Socket[] = [];
  const handle = (stream: Socket, from: string): void => {
    taken.push(stream);
    hub.handle(stream, from);
  };
  const listener = await listenMqtt({ host: '127.0.0.1', port: 0, doorkeeper, handle, log });
  cleanups.push(() => db.close());
  cleanups.push(() => hub.close());
  cleanups.push(() => listener.close());
  const secrets = new Map<string, string>();
  for (const [username, role] of [
    ['root', 'admin'],
    ['ha', 'integration'],
    ['eve', 'integration'],
    ['wall', 'guest'],
  ] as const)
    secrets.set(username, machines.issue({ username, role, by: 'test' }));
  secrets.set('n1', machines.enrol({ code: machines.enrolCode({ by: 'test' }).code, node: 'n1' }).password);
  /** Connects; `got` is filled from the very first message on, also those queued for the session. */
  const join = async (username: string, more: IClientOptions = {}, got: string[] = []): Promise<MqttClient> => {
    const password = secrets.get(username) ?? 'wrong';
    const options = { username, password, clientId: username, protocolVersion: 4 as const, reconnectPeriod: 0, ...more };
    const client = connect(`mqtt://127.0.0.1:${listener.port}`, options);
    cleanups.push(() => client.endAsync(true));
    client.on('message', (topic) => got.push(topic));
    await connected(client);
    client.on('error', () => undefined); // a reset, when the broker cuts it off
    return client;
  };
  return { hub, machines, counters, port: listener.port, taken, join, secretOf: (username: string) => secrets.get(username) ?? '' };
}

async function rawSocket(port: number): Promise<Socket> {
  const socket = connectTcp(port, '127.0.0.1');
  cleanups.push(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}
const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
function connectPacket(login: { clientId: string; username: string; password: string; clean: boolean }): Buffer {
  const flags = Buffer.from([4, login.clean ? 0xc2 : 0xc0, 0, 60]);
  const body = Buffer.concat([text('MQTT'), flags, text(login.clientId), text(login.username), text(login.password)]);
  return Buffer.concat([Buffer.from([0x10, body.length]), body]);
}
/** `once` would reject on the error that comes before the close. */
const closing = (client: MqttClient): Promise<void> => new Promise<void>((resolve) => client.once('close', () => resolve()));
const refusalOf = (joining: Promise<MqttClient>): Promise<unknown> =>
  joining.then(
    () => 'let in',
    (error: { code: number }) => error.code,
  );
const collect = (client: MqttClient): string[] => {
  const got: string[] = [];
  client.on('message', (topic) => got.push(topic));
  return got;
};

describe('acknowledgement', () => {
  it('waits for the store', async () => {
    let finish = (): void => undefined;
    const onPublish: OnPublish = () => new Promise((resolve) => (finish = () => resolve(FORWARD)));
    const { join } = await broker({ onPublish });
    const node = await join('n1');
    const acknowledged = vi.fn<() => void>();
    const publishing = node.publishAsync(REC, '{}', { qos: 1 }).then(acknowledged);
    // The round trip of a subscription proves that the broker has read what was sent before it.
    await node.subscribeAsync('kw/v1/zuid/n1/ack');
    expect(acknowledged).not.toHaveBeenCalled();
    finish();
    await publishing;
    expect(acknowledged).toHaveBeenCalledOnce();
  });

  it('is not given when the store fails: the sender is cut off and keeps its message', async () => {
    const { join } = await broker({ onPublish: () => Promise.reject(new Error('disk full')) });
    const node = await join('n1');
    const closed = closing(node);
    const acknowledged = vi.fn<() => void>();
    node.publishAsync(REC, '{}', { qos: 1 }).then(acknowledged, () => undefined);
    await closed;
    expect(acknowledged).not.toHaveBeenCalled();
  });

  it('is given for a dropped message, which nobody receives and nothing retains', async () => {
    const { join } = await broker({ onPublish: (message) => Promise.resolve(message.payload.length > 2 ? { kind: 'drop' } : FORWARD) });
    const root = await join('root');
    const got = collect(root);
    await root.subscribeAsync('#');
    const node = await join('n1');
    await node.publishAsync('kw/v1/zuid/n1/meta', 'bad', { qos: 2, retain: true });
    await node.publishAsync(REC, '{}', { qos: 1 });
    await vi.waitFor(() => expect(got).toEqual([REC]));
  });
});

describe('access', () => {
  it('leaks nothing through a SUBSCRIBE that mixes an allowed and a refused filter', async () => {
    const { join } = await broker();
    const session = { clean: false, clientId: 'ha.1' };
    const first = await join('ha', session);
    const granted = await first
      .subscribeAsync({ 'kw/v1/zuid/+/status': { qos: 1 }, 'kw/v1/zuid/+/cmd': { qos: 1 } })
      .catch(() => undefined);
    expect(granted?.map((grant) => grant.qos)).not.toEqual([1, 1]);
    await first.endAsync();
    const root = await join('root');
    await root.publishAsync('kw/v1/zuid/n1/cmd', 'secret', { qos: 1 });
    await root.publishAsync('kw/v1/zuid/n1/status', 'open', { qos: 1 });
    const got: string[] = [];
    await join('ha', session, got);
    await root.publishAsync('kw/v1/zuid/n1/cmd', 'secret 2', { qos: 1 });
    await root.publishAsync('kw/v1/zuid/n2/status', 'open 2', { qos: 1 });
    await vi.waitFor(() => expect(got).toContain('kw/v1/zuid/n2/status'));
    expect(got).toEqual(['kw/v1/zuid/n1/status', 'kw/v1/zuid/n2/status']);
  });

  it('ends a subscription at once when the credential is revoked', async () => {
    const { join, machines } = await broker();
    const ha = await join('ha');
    await ha.subscribeAsync('kw/v1/zuid/+/status');
    const closed = closing(ha);
    machines.revoke('ha', 'test');
    await closed;
    expect(await refusalOf(join('ha'))).toBe(5);
  });

  it.each(['#', '$SYS/#', '+/+/+/+/+', 'kw/v1/zuid/n1/cmd', '$share/g/kw/v1/zuid/+/status'])(
    'refuses the filter %s with 0x80',
    async (filter) => {
      const { join } = await broker();
      const ha = await join('ha');
      await expect(ha.subscribeAsync(filter)).rejects.toThrow(/Unspecified error|128/u);
    },
  );

  it('shows $SYS to administrators only', async () => {
    const { join } = await broker();
    const root = await join('root');
    const got = collect(root);
    await root.subscribeAsync('$SYS/#');
    await join('ha');
    await vi.waitFor(() => expect(got.some((topic) => topic.endsWith('/new/clients'))).toBe(true));
  });

  it('cuts off who publishes where it may not', async () => {
    const { join, counters } = await broker();
    const node = await join('n1');
    const closed = closing(node);
    node.publish('kw/v1/zuid/n2/rec', '{}');
    await closed;
    expect(counters.get('kringwijzer_mqtt_refused_total', { code: 'KW_MQTT_FORBIDDEN' })).toBe(1);
  });

  it.each([
    ['a wrong password', 'n1', { password: 'wrong' }, 5],
    ['an unknown user', 'nobody', {}, 5],
    ['the client id of another user', 'eve', { clientId: 'ha' }, 2],
    ['a client id that only looks like its own', 'ha', { clientId: 'ha2' }, 2],
    ['a second client id of a node', 'n1', { clientId: 'n1.2' }, 2],
    [
      'a will on a topic of another',
      'n1',
      { will: { topic: 'kw/v1/zuid/n2/status', payload: Buffer.from('x'), qos: 0 as const, retain: true } },
      5,
    ],
    ['no keepalive', 'ha', { keepalive: 0 }, 5],
    ['a keepalive of a day', 'ha', { keepalive: 65_000 }, 5],
  ])('refuses %s', async (_what, username, more, code) => {
    const { join } = await broker();
    expect(await refusalOf(join(username, more))).toBe(code);
  });

  // [MQTT-3.1.3-8]; client libraries refuse to send this themselves.
  it('refuses an empty id for a session that is to be kept', async () => {
    const { port, secretOf } = await broker();
    const socket = await rawSocket(port);
    const answer = once(socket, 'data') as Promise<[Buffer]>;
    socket.write(connectPacket({ clientId: '', username: 'ha', password: secretOf('ha'), clean: false }));
    expect([...(await answer)[0]]).toEqual([0x20, 2, 0, 2]);
  });

  it('lets in an empty id for a session that is not kept', async () => {
    const { join } = await broker();
    expect((await join('ha', { clientId: '', clean: true })).connected).toBe(true);
  });

  it('tells a client of MQTT 5 what to do', async () => {
    const { join } = await broker();
    expect(await refusalOf(join('ha', { protocolVersion: 5 }))).toBe(0x84);
  });
});

describe('limits', () => {
  it.each([
    ['4 MB of CONNECT', [0x10, 0x80, 0x80, 0x80, 0x02]],
    ['the largest packet there is', [0x30, 0xff, 0xff, 0xff, 0x7f]],
    ['a length that never ends', [0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ])('cuts off a stranger who announces %s', async (_what, bytes) => {
    const { port } = await broker();
    const socket = await rawSocket(port);
    const closed = once(socket, 'close');
    socket.write(Buffer.from(bytes));
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it.each([
    [
      'announces a packet within the limit and never ends it',
      (): Buffer => Buffer.concat([Buffer.from([0x10, 0xa0, 0x1f]), Buffer.alloc(3_000)]),
    ],
    [
      'sends 10 MB of small packets after a wrong password',
      (): Buffer => {
        const small = Buffer.concat([Buffer.from([0x30, 0xfe, 0x1f]), Buffer.alloc(4_094, 'x')]);
        const wrong = connectPacket({ clientId: 'eve', username: 'eve', password: 'wrong', clean: true });
        return Buffer.concat([wrong, ...Array.from({ length: 2_500 }, () => small)]);
      },
    ],
  ])('takes less than 100 kB from a stranger who %s', { timeout: 20_000 }, async (_what, bytes) => {
    const { port, taken } = await broker();
    const socket = await rawSocket(port);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    socket.write(bytes());
    await closed; // at the latest after connectTimeout, five seconds
    expect(taken[0]?.bytesRead).toBeLessThan(100_000);
  });

  it('cuts off a member who sends more than 64 kB and takes just less', async () => {
    const { join } = await broker();
    const node = await join('n1');
    await node.publishAsync(REC, Buffer.alloc(64 * 1024), { qos: 1 });
    const closed = closing(node);
    node.publish(REC, Buffer.alloc(66 * 1024));
    await closed;
    expect(node.connected).toBe(false);
  });

  it('counts connections in all and per address', async () => {
    const { port } = await broker({ perIp: 2 });
    await rawSocket(port);
    const second = await rawSocket(port);
    const third = await rawSocket(port);
    await once(third, 'close');
    second.destroy();
    const after = await rawSocket(port);
    expect([third.destroyed, after.destroyed]).toEqual([true, false]);
  });

  it('serves the healthy when a subscriber stops reading, and cuts that one off', async () => {
    const { join, hub, port, secretOf } = await broker({ drainTimeoutMs: 500 });
    const frozen = await rawSocket(port);
    frozen.write(connectPacket({ clientId: 'eve', username: 'eve', password: secretOf('eve'), clean: true }));
    await once(frozen, 'data');
    const subscribe = Buffer.concat([Buffer.from([0, 1]), text('kw/v1/zuid/+/status'), Buffer.from([0])]);
    frozen.write(Buffer.concat([Buffer.from([0x82, subscribe.length]), subscribe]));
    await once(frozen, 'data');
    frozen.pause();
    const healthy = await join('ha');
    const got = collect(healthy);
    await healthy.subscribeAsync('kw/v1/zuid/+/status');
    const node = await join('n1');
    const payload = Buffer.alloc(60_000, 'x');
    for (let index = 0; index < 400; index += 1) await node.publishAsync('kw/v1/zuid/n1/status', payload, { qos: 1 });
    await vi.waitFor(() => expect(got).toHaveLength(400), { timeout: 10_000 });
    await vi.waitFor(() => expect(hub.clients().map((client) => client.username)).not.toContain('eve'), { timeout: 5_000 });
  });

  it('survives a flood for topics nobody listens to', async () => {
    let judged = 0;
    const onPublish: OnPublish = () => {
      judged += 1;
      return Promise.resolve(FORWARD);
    };
    const { join } = await broker({ onPublish });
    const node = await join('n1');
    for (let index = 0; index < 60_000; index += 1) node.publish('kw/v1/zuid/n1/a/state', '1');
    await vi.waitFor(() => expect(judged).toBe(60_000), { timeout: 20_000 });
    await node.publishAsync(REC, '{}', { qos: 1 });
  });
});
