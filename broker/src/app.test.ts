import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ack, Batch, Deposit, EnrolResponse, LiveSnapshot, NodeMeta, StoredRecord } from '@kringwijzer/contract';
import { connectAsync, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Hub, startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';

const log = pino({ level: 'silent' });
const boot = 'aaaaaaaaaaaaaaaa';
const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-hub-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
async function hubIn(data: string): Promise<Hub> {
  const config = loadHubConfig({ overrides: { data, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } } });
  const hub = await startHub(config, { log });
  cleanups.push(() => hub.stop());
  return hub;
}
const post = (hub: Hub, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${hub.httpUrl}/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

async function staffOf(hub: Hub): Promise<(path: string) => Promise<Response>> {
  const answer = await post(hub, '/invites/accept', { invite: hub.adminInvite?.code, name: 'Ans', password: 'lang genoeg 1' });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return (path) => fetch(`${hub.httpUrl}/api/v1${path}`, { headers: { cookie } });
}
async function nodeOf(hub: Hub, credential: EnrolResponse): Promise<MqttClient> {
  const { username, password } = credential;
  const client = await connectAsync(hub.mqttUrl, { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 });
  cleanups.push(() => client.endAsync(true));
  return client;
}
const enrol = async (hub: Hub, node: string): Promise<EnrolResponse> =>
  (await (await post(hub, '/enrol', { code: hub.issueEnrolCode(node), node })).json()) as EnrolResponse;

const meta: NodeMeta = {
  contract: 1,
  name: 'Voordeur',
  version: '1',
  simulated: true,
  devices: [{ id: 'scale-1', name: 'Container', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4 }],
};
const deposit = (at: number, massG: number): Deposit => ({
  kind: 'deposit',
  device: 'scale-1',
  at,
  massG,
  uncertaintyG: 300,
  confidence: 0.9,
  fromAt: at - 5_000,
  beforeG: 0,
  afterG: massG,
});
const batchOf = (seq0: number, records: Batch['records']): string =>
  JSON.stringify({ boot, seq0, clock: 'synced', records } satisfies Batch);

describe('startHub', () => {
  it('stores what an enrolled node sends, acknowledges it, and shows it', async () => {
    const hub = await hubIn(newFolder());
    const staff = await staffOf(hub);
    const node = await nodeOf(hub, await enrol(hub, 'n1'));
    const acks: Ack[] = [];
    node.on('message', (_topic, payload) => acks.push(JSON.parse(payload.toString()) as Ack));
    await node.subscribeAsync('kw/v1/zuid/n1/ack');
    await node.publishAsync('kw/v1/zuid/n1/meta', JSON.stringify(meta), { qos: 1, retain: true });
    const at = Date.now();
    await node.publishAsync('kw/v1/zuid/n1/rec', batchOf(0, [deposit(at, 4_200), deposit(at + 1, 800)]), { qos: 1 });
    await vi.waitFor(() => expect(acks).toEqual([{ boot, upTo: 1 }]));
    const records = (await (await staff('/records?kinds=deposit&order=asc')).json()) as StoredRecord[];
    expect(records.map(({ node, seq, record }) => [node, seq, record['massG']])).toEqual([
      ['n1', 0, 4_200],
      ['n1', 1, 800],
    ]);
    const live = (await (await staff('/live')).json()) as LiveSnapshot;
    expect(live.totals).toMatchObject({ todayG: 5_000, todayDeposits: 2, yearG: 5_000 });
  });

  it('knows its totals, nodes and people again after a restart', async () => {
    const data = newFolder();
    const first = await hubIn(data);
    const cookieStaff = await staffOf(first);
    expect((await cookieStaff('/me')).status).toBe(200);
    const credential = await enrol(first, 'n1');
    const node = await nodeOf(first, credential);
    await node.publishAsync('kw/v1/zuid/n1/meta', JSON.stringify(meta), { qos: 1, retain: true });
    await node.publishAsync('kw/v1/zuid/n1/rec', batchOf(0, [deposit(Date.now(), 4_200)]), { qos: 1 });
    await first.stop();
    const second = await hubIn(data);
    expect(second.adminInvite).toBeUndefined();
    await nodeOf(second, credential);
    const answer = await post(second, '/sign-in', { name: 'Ans', password: 'lang genoeg 1' });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const live = (await (await fetch(`${second.httpUrl}/api/v1/live`, { headers: { cookie } })).json()) as LiveSnapshot;
    expect(live.totals).toMatchObject({ todayG: 4_200, todayDeposits: 1 });
    expect(live.nodes).toMatchObject([{ node: 'n1', name: 'Voordeur', simulated: true }]);
  });

  it('speaks TLS to other machines with a certificate that its own authority signed', async () => {
    const tls = { enabled: true, host: '127.0.0.1', port: 0 };
    const overrides = { data: newFolder(), site: { id: 'zuid' }, http: { port: 0, tls: true }, mqtt: { port: 0, tls } };
    const hub = await startHub(loadHubConfig({ overrides }), { log });
    cleanups.push(() => hub.stop());
    expect(hub.httpUrl).toMatch(/^https:/u);
    const ca = hub.caPem ?? '';
    const password = hub.issueMachine('ha', 'integration');
    const options = { username: 'ha', password, clientId: 'ha', ca, protocolVersion: 4, reconnectPeriod: 0 } as const;
    const client = await connectAsync(`mqtts://localhost:${hub.mqttTlsPort}`, options);
    cleanups.push(() => client.endAsync(true));
    expect(client.connected).toBe(true);
    await expect(connectAsync(`mqtts://localhost:${hub.mqttTlsPort}`, { ...options, ca: '' })).rejects.toThrow(/certificate/u);
  });

  it('says which port is taken and leaves nothing open behind', async () => {
    const hub = await hubIn(newFolder());
    const config = loadHubConfig({ overrides: { data: newFolder(), http: { port: 0 }, mqtt: { port: hub.mqttPort } } });
    await expect(startHub(config, { log })).rejects.toMatchObject({ code: 'KW_PORT_TAKEN', details: { port: hub.mqttPort } });
  });

  it('says that the data folder cannot be written', async () => {
    const config = loadHubConfig({ overrides: { data: '/proc/nowhere' } });
    await expect(startHub(config, { log })).rejects.toMatchObject({ code: 'KW_DATA_NOT_WRITABLE' });
  });

  it('ends open streams and half-sent requests when it stops', async () => {
    const hub = await hubIn(newFolder());
    const answer = await post(hub, '/invites/accept', { invite: hub.adminInvite?.code, name: 'Ans', password: 'lang genoeg 1' });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const stream = await fetch(`${hub.httpUrl}/api/v1/stream`, { headers: { cookie } });
    const slow = connectTcp(hub.httpPort, '127.0.0.1');
    cleanups.push(() => void slow.destroy());
    slow.on('error', () => undefined);
    await once(slow, 'connect');
    slow.write('POST /api/v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{');
    const from = performance.now();
    await hub.stop();
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(await stream.text()).toContain('event: snapshot'); // the stream ended as it should, not by a reset
  });

  it('may be stopped twice', async () => {
    const hub = await hubIn(newFolder());
    await Promise.all([hub.stop(), hub.stop()]);
    await expect(fetch(hub.httpUrl)).rejects.toThrow('fetch failed');
  });
});
