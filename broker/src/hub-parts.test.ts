import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ack, Batch, KwRecord, NodeMeta } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connected } from '../testing/connected.ts';
import { createSqliteStore } from './adapters/sqlite/sqlite-store.ts';
import { type Hub, startHub } from './app.ts';
import { backupNames, checkBackup, restoreBackup } from './backup.ts';
import type { HubConfigInput } from './config.ts';
import { loadHubConfig } from './load-config.ts';
import type { SeriesStore } from './ports/series-store.ts';

const log = pino({ level: 'silent' });
const boot = 'bbbbbbbbbbbbbbbb';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-parts-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
async function hubIn(data: string, more: HubConfigInput = {}): Promise<Hub> {
  const config = loadHubConfig({ overrides: { data, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 }, ...more } });
  const hub = await startHub(config, { log });
  cleanups.push(() => hub.stop());
  return hub;
}
interface Heard {
  readonly client: MqttClient;
  readonly got: { topic: string; text: string }[];
}
async function joinAt(url: string, options: IClientOptions): Promise<Heard> {
  const client = connect(url, { protocolVersion: 4, reconnectPeriod: 0, ...options });
  cleanups.push(() => client.endAsync(true));
  const got: Heard['got'] = [];
  client.on('message', (topic, payload) => got.push({ topic, text: payload.toString() }));
  await connected(client);
  client.on('error', () => undefined);
  return { client, got };
}
async function nodeAt(hub: Hub, node = 'n1'): Promise<Heard> {
  const body = JSON.stringify({ code: hub.issueEnrolCode(node), node });
  const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const { username, password } = (await answer.json()) as { username: string; password: string };
  return joinAt(hub.mqttUrl, { username, password, clientId: username });
}
const meta: NodeMeta = { contract: 1, name: 'Hal', version: '1', simulated: true, devices: [{ id: 'saw', name: 'Zaag', kind: 'tool' }] };
const session = (at: number): KwRecord => ({ kind: 'session', device: 'saw', at, toAt: at + 1_000, ended: 'stopped' });
const batch = (seq0: number, count: number): string =>
  JSON.stringify({
    boot,
    seq0,
    clock: 'synced',
    records: Array.from({ length: count }, (_, n) => session(Date.now() + n)),
  } satisfies Batch);
const rowsIn = (file: string): number => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM event').get()?.n ?? 0;
  db.close();
  return rows;
};

describe('Home Assistant', () => {
  it('is told of a node when it describes itself, and of all when it starts', async () => {
    const hub = await hubIn(newFolder());
    const node = await nodeAt(hub);
    await node.client.publishAsync('kw/v1/zuid/n1/meta', JSON.stringify(meta), { qos: 1, retain: true });
    const ha = await joinAt(hub.mqttUrl, { username: 'ha', password: hub.issueMachine('ha', 'integration'), clientId: 'ha' });
    await ha.client.subscribeAsync('homeassistant/+/+/config');
    const topics = (): string[] => ha.got.map(({ topic }) => topic);
    await vi.waitFor(() => expect(topics()).toEqual(['homeassistant/device/kringwijzer-zuid-n1/config']));
    await ha.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
    await vi.waitFor(() => expect(topics()).toHaveLength(2));
    expect(JSON.parse(ha.got[1]?.text ?? '')).toMatchObject({ components: { saw_running: { state_topic: 'kw/v1/zuid/n1/saw/state' } } });
  });
});

describe('backup and restore', () => {
  it('copies a running hub, checks the copy and brings it back', async () => {
    const data = newFolder();
    const hub = await hubIn(data);
    const node = await nodeAt(hub);
    await node.client.publishAsync('kw/v1/zuid/n1/rec', batch(0, 3), { qos: 1 });
    const backup = await hub.backup();
    await node.client.publishAsync('kw/v1/zuid/n1/rec', batch(3, 2), { qos: 1 });
    await hub.stop();
    expect(checkBackup(backup.path)).toMatchObject({ site: 'zuid' });
    const copy = newFolder();
    restoreBackup(backup.path, join(copy, 'data'), 1);
    expect([rowsIn(join(data, 'store.db')), rowsIn(join(copy, 'data', 'store.db'))]).toEqual([5, 3]);
    const restored = await hubIn(join(copy, 'data'));
    expect(restored.httpPort).toBeGreaterThan(0);
  });

  it('keeps the newest and refuses a damaged one', async () => {
    const data = newFolder();
    const hub = await hubIn(data, { backup: { keep: 2 } });
    const made = [await hub.backup(), await hub.backup(), await hub.backup()];
    expect(backupNames(join(data, 'backups')).map((name) => join(data, 'backups', name))).toEqual([made[2]?.path, made[1]?.path]);
    const path = made[2]?.path ?? '';
    writeFileSync(join(path, 'hub.db'), 'not a database');
    expect(() => checkBackup(path)).toThrow('KW_BACKUP_INVALID');
  });
});

describe('a data folder', () => {
  it('is not opened for another site', async () => {
    const data = newFolder();
    await (await hubIn(data)).stop();
    await expect(hubIn(data, { site: { id: 'noord' } })).rejects.toMatchObject({ code: 'KW_CONFIG_INVALID' });
  });

  it('with damaged accounts goes on with those of the newest backup', async () => {
    const data = newFolder();
    const first = await hubIn(data);
    const password = first.issueMachine('ha', 'integration');
    await first.backup();
    await first.stop();
    writeFileSync(join(data, 'hub.db'), 'x'.repeat(10_000));
    const second = await hubIn(data);
    expect((await joinAt(second.mqttUrl, { username: 'ha', password, clientId: 'ha' })).client.connected).toBe(true);
  });

  it('with a damaged broker file starts all the same', async () => {
    const data = newFolder();
    await (await hubIn(data)).stop();
    writeFileSync(join(data, 'broker.db'), 'x'.repeat(10_000));
    expect((await hubIn(data)).mqttPort).toBeGreaterThan(0);
  });
});

describe('what the hub derives', () => {
  it('stands retained on MQTT for other programs', async () => {
    const hub = await hubIn(newFolder());
    const guest = await joinAt(hub.mqttUrl, { username: 'board', password: hub.issueMachine('board', 'guest'), clientId: 'board' });
    await guest.client.subscribeAsync('kw/v1/zuid/hub/+');
    const sums = (): unknown =>
      guest.got.filter(({ topic }) => topic.endsWith('/totals')).map(({ text }) => JSON.parse(text) as unknown)[0];
    await vi.waitFor(() => expect(sums()).toMatchObject({ todayG: 0, yearDeposits: 0 }), { timeout: 5_000 });
  });
});

describe('sessions', () => {
  it('keep what came while their client was away, also over a restart of the hub, in order', async () => {
    const data = newFolder();
    const first = await hubIn(data);
    const login = { username: 'ha', password: first.issueMachine('ha', 'integration'), clientId: 'ha.1', clean: false };
    const reader = await joinAt(first.mqttUrl, login);
    await reader.client.subscribeAsync('kw/v1/zuid/+/rec', { qos: 1 });
    await reader.client.endAsync();
    const node = await nodeAt(first);
    for (let n = 0; n < 20; n += 1) await node.client.publishAsync('kw/v1/zuid/n1/rec', batch(n, 1), { qos: 1 });
    await first.stop();
    const second = await hubIn(data);
    const back = await joinAt(second.mqttUrl, login);
    await vi.waitFor(() =>
      expect(back.got.map(({ text }) => (JSON.parse(text) as Batch).seq0)).toEqual(Array.from({ length: 20 }, (_, n) => n)),
    );
  });
});

describe('MQTT over WebSocket', () => {
  it('asks for the same password and refuses pages of other sites', async () => {
    const hub = await hubIn(newFolder());
    const url = `${hub.httpUrl.replace('http', 'ws')}/mqtt`;
    const login = { username: 'ha', password: hub.issueMachine('ha', 'integration'), clientId: 'ha' };
    const { client } = await joinAt(url, login);
    expect((await client.subscribeAsync('kw/v1/zuid/+/status'))[0]?.qos).toBe(0);
    await expect(joinAt(url, { ...login, password: 'wrong' })).rejects.toMatchObject({ code: 5 });
    const foreign = new WebSocket(url, 'mqtt', { origin: 'https://evil.example' });
    await expect(once(foreign, 'open')).rejects.toThrow('403');
  });
});

describe('a store that fails', () => {
  it('gets no acknowledgement out, is reported, and loses nothing once it works again', async () => {
    const data = newFolder();
    const real = await createSqliteStore({ path: join(data, 'own.db'), log, nowMs: Date.now });
    let full = true;
    const ingest: SeriesStore['ingest'] = (batches) => (full ? Promise.reject(new Error('disk full')) : real.ingest(batches));
    const store = new Proxy(real, { get: (target, key) => (key === 'ingest' ? ingest : Reflect.get(target, key, target)) });
    const config = loadHubConfig({ overrides: { data, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } } });
    const hub = await startHub(config, { log, store });
    cleanups.push(() => hub.stop());
    const node = await nodeAt(hub);
    const closed = new Promise<void>((resolve) => node.client.once('close', () => resolve()));
    const acknowledged = vi.fn<() => void>();
    node.client.publishAsync('kw/v1/zuid/n1/rec', batch(0, 3), { qos: 1 }).then(acknowledged, () => undefined);
    await closed;
    expect(acknowledged).not.toHaveBeenCalled();
    expect(hub.metrics()).toContain('kringwijzer_store_failures_total 1');
    full = false;
    const { username, password } = node.client.options;
    const again = await joinAt(hub.mqttUrl, { clientId: 'n1', ...(username && { username }), ...(password && { password }) });
    await again.client.subscribeAsync('kw/v1/zuid/n1/ack');
    await again.client.publishAsync('kw/v1/zuid/n1/rec', batch(0, 3), { qos: 1 });
    await vi.waitFor(() => expect(again.got.map(({ text }) => JSON.parse(text) as Ack)).toEqual([{ boot, upTo: 2 }]));
    expect(await store.events({})).toHaveLength(3);
  });
});

describe('the log', () => {
  it('holds no secret, at its most talkative', async () => {
    const lines: string[] = [];
    const talkative = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const config = loadHubConfig({ overrides: { data: newFolder(), site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } } });
    const hub = await startHub(config, { log: talkative });
    cleanups.push(() => hub.stop());
    const node = await nodeAt(hub);
    const token = hub.issueKioskToken('entree');
    const password = 'geheim wachtwoord';
    const post = (path: string, body: unknown): Promise<Response> =>
      fetch(`${hub.httpUrl}/api/v1${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    const session = (await post('/invites/accept', { invite: hub.adminInvite?.code, name: 'Ans', password })).headers.getSetCookie()[0];
    await post('/sign-in', { name: 'Ans', password: `${password} fout` });
    await post('/kiosk/session', { token });
    await joinAt(hub.mqttUrl, { username: 'n1', password: 'verkeerd-geheim', clientId: 'n1' }).catch(() => undefined);
    const cookie = /kw_session=([^;]+)/u.exec(session ?? '')?.[1];
    const secrets = [password, token, hub.adminInvite?.code, cookie, String(node.client.options.password), 'verkeerd-geheim'];
    expect(lines.join('')).toContain('mqtt refused');
    expect(secrets.filter((secret) => secret === undefined || lines.join('').includes(secret))).toEqual([]);
  });
});

describe('the ingest worker beside plain mosquitto', () => {
  async function mosquitto(): Promise<string> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    probe.close();
    const folder = newFolder();
    const file = join(folder, 'mosquitto.conf');
    writeFileSync(
      file,
      `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 200\nmax_queued_messages 0\n`,
    );
    const process: ChildProcess = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
    cleanups.push(() => process.kill('SIGKILL'));
    await vi.waitFor(() => joinAt(`mqtt://127.0.0.1:${port}`, { clientId: 'probe' }), { timeout: 5_000, interval: 50 });
    return `mqtt://127.0.0.1:${port}`;
  }

  it('stores what a node sends there, once each, while the hub is stopped and started', async () => {
    const url = await mosquitto();
    const data = newFolder();
    const ingestWorker = { url, clientId: 'ingest-0' };
    const first = await hubIn(data, { ingestWorker });
    await vi.waitFor(() => expect(first.metrics()).toContain('kringwijzer_ingest_worker_connected 1'));
    const node = await joinAt(url, { clientId: 'n1' });
    await node.client.subscribeAsync('kw/v1/zuid/n1/ack');
    const send = (n: number): Promise<unknown> => node.client.publishAsync('kw/v1/zuid/n1/rec', batch(n * 10, 10), { qos: 1 });
    for (let n = 0; n < 40; n += 1) await send(n);
    await vi.waitFor(() => expect(node.got.length).toBeGreaterThan(5), { timeout: 10_000 });
    await first.stop();
    for (let n = 40; n < 60; n += 1) await send(n);
    await hubIn(data, { ingestWorker });
    const ends = (): Set<number> => new Set(node.got.map(({ text }) => (JSON.parse(text) as Ack).upTo));
    await vi.waitFor(() => expect(ends().size).toBe(60), { timeout: 20_000 });
    await cleanups.pop()?.();
    expect(rowsIn(join(data, 'store.db'))).toBe(600);
  });
});
