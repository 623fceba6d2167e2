import { connectAsync, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACL_NAMES, ACL_SITE, ACL_TABLE, ACL_TOPICS } from '../../../testing/acl-table.ts';
import { MQTT_ROLES, type MqttIdentity, type MqttRole } from '../../core/acl.ts';
import { createCounters } from '../../core/counters.ts';
import type { Machines } from '../../core/machines.ts';
import { type AedesHub, createAedesHub } from './aedes-hub.ts';
import { createDoorkeeper, type Listener, listenMqtt } from './listeners.ts';

const log = pino({ level: 'silent' });
/** Anybody may come in here, in the role that is their password; what they may do then is what is asked. */
const machines = {
  authenticate: (username: string, secret: string): MqttIdentity => ({ username, role: secret as MqttRole, subject: username }),
  identity: (username: string): MqttIdentity => ({ username, role: 'guest', subject: username }),
  onRevoked: () => undefined,
} as unknown as Machines;

let hub: AedesHub;
let listener: Listener;
beforeAll(async () => {
  hub = await createAedesHub({
    site: ACL_SITE,
    machines,
    log,
    counters: createCounters(),
    nowMs: Date.now,
    messagesPerSecond: 100_000,
    keepaliveMaxS: 300,
    drainTimeoutMs: 5_000,
    onPublish: () => Promise.resolve({ kind: 'forward', retain: false }),
  });
  const doorkeeper = createDoorkeeper({ total: 50, perIp: 50 });
  listener = await listenMqtt({ host: '127.0.0.1', port: 0, doorkeeper, handle: (stream, from) => hub.handle(stream, from), log });
});
afterAll(async () => {
  await listener.close();
  await hub.close();
});

async function join(role: MqttRole): Promise<MqttClient> {
  const username = ACL_NAMES[role];
  const login = { username, password: role, clientId: username, protocolVersion: 4 as const, reconnectPeriod: 0 };
  const client = await connectAsync(`mqtt://127.0.0.1:${listener.port}`, login);
  client.on('error', () => undefined); // a reset, when the broker cuts it off
  return client;
}

/** Topics a role may publish to, found by trying each: one that is refused costs the connection. */
async function publishable(role: MqttRole): Promise<string[]> {
  const found: string[] = [];
  let client = await join(role);
  for (const topic of ACL_TOPICS) {
    const cutOff = new Promise<false>((resolve) => client.once('close', () => resolve(false)));
    const taken = client.publishAsync(topic, '{}', { qos: 1 }).then(
      () => true,
      () => false,
    );
    if (await Promise.race([taken, cutOff])) found.push(topic);
    else client = await join(role);
  }
  await client.endAsync(true);
  return found;
}

/** Topics a role may subscribe to, and those it then gets when the hub says something on each. */
async function receivable(role: MqttRole): Promise<{ subscribed: string[]; received: string[] }> {
  const client = await join(role);
  const received: string[] = [];
  client.on('message', (topic) => received.push(topic));
  const subscribed: string[] = [];
  for (const topic of ACL_TOPICS) {
    const isGranted = await client.subscribeAsync(topic, { qos: 0 }).then(
      (grants) => grants.every(({ qos }) => qos < 128),
      () => false,
    );
    if (isGranted) subscribed.push(topic);
  }
  for (const topic of ACL_TOPICS) hub.publish(topic, '{}');
  await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(subscribed.length), { timeout: 10_000, interval: 5 });
  await client.endAsync(true);
  return { subscribed, received };
}

const sorted = (list: readonly string[]): string[] => list.toSorted();

describe.each(MQTT_ROLES)('role %s on the running broker', (role) => {
  it('publishes where the table says, and is cut off everywhere else', async () => {
    expect(await publishable(role)).toEqual(ACL_TOPICS.filter((topic) => ACL_TABLE[role].publish.includes(topic)));
  });

  it('subscribes to and receives what the table says, and nothing else', async () => {
    const { subscribed, received } = await receivable(role);
    const allowed = ACL_TOPICS.filter((topic) => ACL_TABLE[role].receive.includes(topic));
    expect(subscribed).toEqual(allowed);
    expect(sorted(received)).toEqual(sorted(allowed));
  });
});
