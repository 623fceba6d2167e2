import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HUB_THINGS, type KwRecord, type Topic, topicOf } from '@kringwijzer/contract';
import { connect, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connected } from '../testing/connected.ts';
import { createSqliteStore } from './adapters/sqlite/sqlite-store.ts';
import { type Hub, startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';

const MESSAGES = 100_000;
const log = pino({ level: 'silent' });
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Small repeatable generator (mulberry32), so that a failure can be run again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const deposit: KwRecord = {
  kind: 'deposit',
  device: 'scale-1',
  at: 1_700_000_000_000,
  massG: 4_200,
  uncertaintyG: 300,
  confidence: 0.9,
  fromAt: 1_699_999_990_000,
  beforeG: 0,
  afterG: 4_200,
};
/** A message each topic would take, to be spoiled. */
const GOOD: Readonly<Record<string, object>> = {
  rec: { boot: 'aaaaaaaaaaaaaaaa', seq0: 0, clock: 'synced', records: [deposit] },
  status: { state: 'online', boot: 'aaaaaaaaaaaaaaaa', version: '1', at: 1 },
  meta: { contract: 1, name: 'n', version: '1', simulated: false, devices: [] },
  state: { at: 1, seq: 1, grossG: 1, netG: 1, tareG: 0, stable: true, quality: 'good' },
  cmd_result: { id: 'x', ok: true },
  kiosk_health: { at: 1, uptimeS: 1, fps: 60, state: 'live', shell: 'none', version: '1' },
};
const site = 'zuid';
const node = 'n1';
const TOPICS: readonly Topic[] = [
  ...(['rec', 'status', 'meta', 'cmd_result'] as const).map((type) => ({ type, site, node })),
  { type: 'state', site, node, device: 'scale-1' },
  { type: 'kiosk_health', site, kiosk: 'entree' },
];

type Spoil = (good: object, random: () => number) => { readonly payload: Buffer; readonly code: string };
const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const keyOf = (good: object, random: () => number): string => Object.keys(good)[Math.floor(random() * Object.keys(good).length)] ?? '';
const invalid = (value: unknown): ReturnType<Spoil> => ({ payload: text(value), code: 'KW_PAYLOAD_INVALID' });
/** Each way to spoil a message, with the code it has to be counted under. */
const SPOILS: readonly Spoil[] = [
  (good, random) => {
    const whole = text(good);
    return { payload: whole.subarray(0, Math.floor(random() * (whole.length - 1)) + 1), code: 'KW_PAYLOAD_NOT_JSON' };
  },
  (_good, random) => ({
    payload: Buffer.from(Array.from({ length: 40 }, () => 128 + Math.floor(random() * 128))),
    code: 'KW_PAYLOAD_NOT_JSON',
  }),
  (good, random) => invalid({ ...good, [keyOf(good, random)]: undefined }),
  (good, random) => invalid({ ...good, [`x${Math.floor(random() * 1e6)}`]: random() }),
  (good, random) => invalid({ ...good, [keyOf(good, random)]: { constructor: [random()] } }),
  (good, random) => invalid({ ...good, [keyOf(good, random)]: { ['__proto__']: 'x', deep: { deep: {} } } }),
  (good, random) => invalid([good, random()]),
  (_good, random) => invalid([null, true, 5e-324, 'x', -1e308][Math.floor(random() * 5)]),
  () => ({ payload: Buffer.from('['.repeat(1_000)), code: 'KW_PAYLOAD_NOT_JSON' }),
];
const HUGE: Spoil = () => ({ payload: Buffer.alloc(65_537, ' '), code: 'KW_PAYLOAD_TOO_LARGE' });

async function joinAs(hub: Hub, username: string): Promise<MqttClient> {
  const password = hub.issueMachine(username, 'admin');
  const client = connect(hub.mqttUrl, { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 });
  cleanups.push(() => client.endAsync(true));
  client.on('error', () => undefined);
  await connected(client);
  return client;
}
const counted = (metrics: string, name: string, code: string): number =>
  Number(new RegExp(`^${name}\\{code="${code}"\\} (\\d+)$`, 'mu').exec(metrics)?.[1] ?? 0);

describe('garbage', () => {
  it(`of ${MESSAGES} messages on every topic is counted by code, stores nothing and crashes nothing`, { timeout: 120_000 }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'kw-garbage-'));
    cleanups.push(() => rmSync(data, { recursive: true, force: true }));
    const mqtt = { port: 0, messagesPerSecond: 100_000 };
    const hub = await startHub(loadHubConfig({ overrides: { data, site: { id: site }, http: { port: 0 }, mqtt } }), { log });
    cleanups.push(() => hub.stop());
    const client = await joinAs(hub, 'root');
    const random = randomOf(20_261_121);
    const expected = new Map<string, number>();
    for (let index = 0; index < MESSAGES; index += 1) {
      const topic = TOPICS[index % TOPICS.length] as Topic;
      const spoil = index % 5_000 === 0 ? HUGE : (SPOILS[Math.floor(random() * SPOILS.length)] as Spoil);
      const { payload, code } = spoil(GOOD[topic.type] ?? {}, random);
      expected.set(code, (expected.get(code) ?? 0) + 1);
      client.publish(topicOf(topic), payload, { qos: 0, retain: index % 2 === 0 });
      if (index % 500 === 0) await client.publishAsync(`foreign/${index}`, 'x', { qos: 1 });
    }
    expected.set('KW_TOPIC_UNKNOWN', MESSAGES / 500);
    // A whole envelope around a spoiled record is answered, so that its node can set the record aside.
    const record = { ...GOOD['rec'], records: [{ ...deposit, massG: -1 }] };
    await client.publishAsync(topicOf({ type: 'rec', site, node }), text(record), { qos: 1 });
    await vi.waitFor(() => {
      const metrics = hub.metrics();
      const counts = [...expected.keys()].map((code) => [code, counted(metrics, 'kringwijzer_messages_refused_total', code)]);
      expect(counts).toEqual([...expected]);
    }, 20_000);
    expect(counted(hub.metrics(), 'kringwijzer_records_rejected_total', 'KW_RECORD_INVALID')).toBe(1);
    await hub.stop();
    const store = await createSqliteStore({ path: join(data, 'store.db'), log, nowMs: Date.now });
    cleanups.push(() => store.admin.close());
    expect([await store.events({}), await store.series()]).toEqual([[], []]);
  });

  it('on topics of the hub itself changes nothing that screens show', async () => {
    const data = mkdtempSync(join(tmpdir(), 'kw-garbage-'));
    cleanups.push(() => rmSync(data, { recursive: true, force: true }));
    const hub = await startHub(loadHubConfig({ overrides: { data, site: { id: site }, http: { port: 0 }, mqtt: { port: 0 } } }), { log });
    cleanups.push(() => hub.stop());
    const client = await joinAs(hub, 'root');
    for (const thing of HUB_THINGS) await client.publishAsync(topicOf({ type: 'hub', site, thing }), '{]', { qos: 1 });
    await client.publishAsync(topicOf({ type: 'ack', site, node }), '{]', { qos: 1 });
    expect(counted(hub.metrics(), 'kringwijzer_messages_refused_total', 'KW_PAYLOAD_NOT_JSON')).toBe(HUB_THINGS.length + 1);
  });
});
