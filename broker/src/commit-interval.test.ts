import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KwRecord } from '@kringwijzer/contract';
import { connectAsync, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSqliteStore } from './adapters/sqlite/sqlite-store.ts';
import { type Hub, startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';

const log = pino({ level: 'silent' });
const AT = Date.now() - 60_000;
const DOOR: KwRecord = { kind: 'passages', device: 'voordeur', at: AT, in: 3, out: 1, missed: 0 };
const SESSION: KwRecord = { kind: 'session', device: 'zaag', at: AT, toAt: AT + 1_000, ended: 'stopped' };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function begin(): Promise<{ hub: Hub; client: MqttClient; data: string }> {
  const data = mkdtempSync(join(tmpdir(), 'kw-interval-'));
  cleanups.push(() => rmSync(data, { recursive: true, force: true }));
  const overrides = { data, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 }, store: { commitEveryMs: 8_000 } };
  const hub = await startHub(loadHubConfig({ overrides }), { log });
  cleanups.push(() => hub.stop());
  const password = hub.issueMachine('tester', 'admin');
  const client = await connectAsync(hub.mqttUrl, {
    username: 'tester',
    password,
    clientId: 'tester',
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  cleanups.push(() => client.endAsync(true));
  return { hub, client, data };
}
const send = (client: MqttClient, seq0: number, record: KwRecord): Promise<unknown> =>
  client.publishAsync('kw/v1/zuid/n1/rec', JSON.stringify({ boot: 'aaaaaaaaaaaaaaaa', seq0, clock: 'synced', records: [record] }), {
    qos: 1,
  });
const waits = (hub: Hub): Promise<void> => vi.waitFor(() => expect(hub.metrics()).toMatch(/^kringwijzer_ingest_waiting 1$/mu), 5_000);

describe('store.commitEveryMs', () => {
  it('holds a measurement back for company, and an event takes it along at once', async () => {
    const { hub, client } = await begin();
    const acked: string[] = [];
    const door = send(client, 0, DOOR).then(() => acked.push('door'));
    await waits(hub);
    expect(acked).toEqual([]);
    await Promise.all([door, send(client, 1, SESSION).then(() => acked.push('session'))]);
    expect(hub.metrics()).toMatch(/^kringwijzer_records_stored_total 2$/mu);
  });

  it('loses nothing that waits when the hub stops', async () => {
    const { hub, client, data } = await begin();
    void send(client, 0, DOOR).catch(() => undefined); // the stop may come before its acknowledgement
    await waits(hub);
    await hub.stop();
    const store = await createSqliteStore({ path: join(data, 'store.db'), log, nowMs: Date.now });
    expect((await store.received()).map(({ node, runs }) => [node, runs])).toEqual([['n1', [{ from: 0, to: 0 }]]]);
    await store.admin.close();
  });
});
