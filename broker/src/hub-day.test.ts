import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { CSRF_HEADER, type KwRecord, type Me } from '@kringwijzer/contract';
import { connect, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connected } from '../testing/connected.ts';
import { type Hub, startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-day-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
interface Started {
  readonly hub: Hub;
  readonly lines: { level: number; component?: string }[];
}
async function hubIn(data: string, nowMs: () => number = Date.now): Promise<Started> {
  const lines: Started['lines'] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Started['lines'][number]);
      done();
    },
  });
  const config = loadHubConfig({ overrides: { data, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } } });
  const hub = await startHub(config, { log: pino({ level: 'info' }, sink), nowMs });
  cleanups.push(() => hub.stop());
  return { hub, lines };
}
async function joinAs(hub: Hub, username: string, role: 'admin' | 'guest'): Promise<MqttClient> {
  const password = hub.issueMachine(username, role);
  const client = connect(hub.mqttUrl, { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 });
  cleanups.push(() => client.endAsync(true));
  client.on('error', () => undefined);
  await connected(client);
  return client;
}

describe('the log level', () => {
  it('changes while the hub runs, in every part of it, and the change is audited', async () => {
    const { hub, lines } = await hubIn(newFolder());
    const call = async (path: string, headers: Record<string, string>, body?: object): Promise<Response> =>
      fetch(`${hub.httpUrl}/api/v1${path}`, {
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      });
    const accepted = await call('/invites/accept', {}, { invite: hub.adminInvite?.code, name: 'Ans', password: 'lang genoeg 1' });
    const cookie = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { csrf } = (await accepted.json()) as Me;
    const login = { cookie, [CSRF_HEADER]: csrf };
    expect(await (await call('/log-level', login)).json()).toEqual({ level: 'info' });
    const ofMqtt = (): number => lines.filter(({ component }) => component === 'mqtt').length;

    expect((await call('/log-level', login, { level: 'error' })).status).toBe(200);
    await joinAs(hub, 'first', 'guest');
    expect(ofMqtt()).toBe(0);
    await call('/log-level', login, { level: 'info' });
    await joinAs(hub, 'second', 'guest');
    await vi.waitFor(() => expect(ofMqtt()).toBeGreaterThan(0));

    expect((await call('/log-level', login, { level: 'loud' })).status).toBe(400);
    const audit = (await (await call('/audit', login)).json()) as { actor: string; action: string; detail: string }[];
    expect(audit.filter(({ action }) => action === 'log level')).toMatchObject([
      { actor: 'Ans', detail: 'error to info' },
      { actor: 'Ans', detail: 'info to error' },
    ]);
  });
});

describe('occupancy', () => {
  it('stands retained, follows the doors, outlives a restart and begins anew at midnight', async () => {
    const data = newFolder();
    // Noon in Amsterdam.
    let nowMs = Date.UTC(2026, 5, 10, 10);
    const first = await hubIn(data, () => nowMs);
    const sender = await joinAs(first.hub, 'root', 'admin');
    const passages: KwRecord = { kind: 'passages', device: 'voordeur', at: nowMs - 60_000, in: 7, out: 3, missed: 0 };
    const batch = { boot: 'aaaaaaaaaaaaaaaa', seq0: 0, clock: 'synced', records: [passages] };
    await sender.publishAsync('kw/v1/zuid/n1/rec', JSON.stringify(batch), { qos: 1 });
    await first.hub.stop();

    const { hub } = await hubIn(data, () => nowMs);
    const heard: { date: string; present: number }[] = [];
    const reader = await joinAs(hub, 'reader', 'guest');
    reader.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString()) as (typeof heard)[number]));
    await reader.subscribeAsync('kw/v1/zuid/hub/occupancy');
    const doors = [{ node: 'n1', device: 'voordeur', in: 7, out: 3 }];
    await vi.waitFor(() => expect(heard).toMatchObject([{ date: '2026-06-10', present: 4, doors }]), 5_000);

    const late = await joinAs(hub, 'late', 'guest');
    const retained = new Promise<[string, Buffer]>((resolve) => late.once('message', (topic, payload) => resolve([topic, payload])));
    await late.subscribeAsync('kw/v1/zuid/hub/occupancy');
    expect(JSON.parse(String((await retained)[1]))).toMatchObject({ present: 4 });

    const meta = { contract: 1, name: 'Hal', version: '1', simulated: true, devices: [{ id: 'voordeur', name: 'Voordeur', kind: 'door' }] };
    const again = await joinAs(hub, 'root', 'admin');
    await again.publishAsync('kw/v1/zuid/n1/meta', JSON.stringify(meta), { qos: 1, retain: true });
    nowMs = Date.UTC(2026, 5, 10, 22);
    await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ date: '2026-06-11', present: 0, doors: [] }), 5_000);
  });
});
