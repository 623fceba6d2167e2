import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { asFirstVersion } from '../../../testing/hub-db-first.ts';
import { type Hub, startHub } from '../../app.ts';
import { loadHubConfig } from '../../load-config.ts';
import { HUB_LAYOUT } from './hub-layout.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-layout-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
async function hubIn(data: string): Promise<Hub> {
  const hub = await startHub(loadHubConfig({ overrides: { data, http: { port: 0 }, mqtt: { port: 0 } } }), {
    log: pino({ level: 'silent' }),
  });
  cleanups.push(() => hub.stop());
  return hub;
}
const post = (hub: Hub, path: string, body: unknown): Promise<Response> =>
  fetch(`${hub.httpUrl}/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
const copies = (data: string): string[] => readdirSync(data).filter((name) => name.includes('.bak'));
function ask(file: string, sql: string): readonly unknown[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}
const columnsOf = (file: string): unknown[] =>
  ask(file, "SELECT name FROM pragma_table_info('session')").map((row) => (row as { name: unknown }).name);
const PERSON = { name: 'Ans', password: 'lang genoeg 1' };

/** A folder as the first version of the hub left it, with a member and a machine. */
async function firstFolder(): Promise<{ data: string; machine: string }> {
  const data = newFolder();
  const hub = await hubIn(data);
  await post(hub, '/invites/accept', { invite: hub.adminInvite?.code, ...PERSON });
  const machine = hub.issueMachine('ha', 'integration');
  await hub.stop();
  asFirstVersion(join(data, 'hub.db'));
  return { data, machine };
}

describe('a hub.db of the first version', () => {
  it('is copied, brought to the newest layout, and its people and machines go on', async () => {
    const { data, machine } = await firstFolder();
    const file = join(data, 'hub.db');
    expect(ask(file, 'PRAGMA user_version')).toEqual([{ user_version: 0 }]);
    expect(columnsOf(file)).not.toContain('device');

    const hub = await hubIn(data);
    expect(hub.adminInvite).toBeUndefined();
    expect((await post(hub, '/sign-in', PERSON)).status).toBe(200);
    const client = await connectAsync(hub.mqttUrl, { username: 'ha', password: machine, clientId: 'ha', reconnectPeriod: 0 });
    await client.endAsync();
    await hub.stop();

    expect(ask(file, 'PRAGMA user_version')).toEqual([{ user_version: HUB_LAYOUT.steps.length }]);
    expect(columnsOf(file)).toContain('device');
    expect(copies(data)).toEqual(['hub.db.v1.bak']);
    const copy = join(data, 'hub.db.v1.bak');
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(ask(copy, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(ask(copy, 'SELECT name, role FROM user')).toEqual([{ name: 'Ans', role: 'admin' }]);
    expect(columnsOf(copy)).not.toContain('device');
  });

  it('is copied once, and a new file never', async () => {
    const { data } = await firstFolder();
    for (let start = 0; start < 2; start += 1) await (await hubIn(data)).stop();
    expect(copies(data)).toEqual(['hub.db.v1.bak']);
    const fresh = newFolder();
    await (await hubIn(fresh)).stop();
    expect(copies(fresh)).toEqual([]);
  });

  it('can be gone back to: the copy in its place opens as before', async () => {
    const { data } = await firstFolder();
    await (await hubIn(data)).stop();
    rmSync(join(data, 'hub.db'));
    const db = new Database(join(data, 'hub.db.v1.bak'), { readonly: true });
    await db.backup(join(data, 'hub.db'));
    db.close();
    expect((await post(await hubIn(data), '/sign-in', PERSON)).status).toBe(200);
  });
});

describe('a hub.db of a newer version', () => {
  it('is refused with both versions named, and left as it is', async () => {
    const data = newFolder();
    await (await hubIn(data)).stop();
    const db = new Database(join(data, 'hub.db'));
    const known = HUB_LAYOUT.steps.length;
    db.pragma(`user_version = ${known + 1}`);
    db.close();
    await expect(hubIn(data)).rejects.toMatchObject({ code: 'KW_STORE_VERSION', details: { version: known + 1, known } });
    expect(readdirSync(data).filter((name) => /damaged|bak/u.test(name))).toEqual([]);
  });
});
