import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KwRecord, Machine } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type SqliteStore } from '../adapters/sqlite/sqlite-store.ts';
import { type Hub, startHub } from '../app.ts';
import { loadHubConfig } from '../load-config.ts';

const log = pino({ level: 'silent' });
const AT = Date.UTC(2026, 5, 1, 10);
const BOOT = 'aaaaaaaaaaaaaaaa';
const json = { 'content-type': 'application/json' };
const RECORDS: KwRecord[] = [
  { kind: 'door_correction', device: 'voordeur', at: AT, factor: 1.1, counted: 100, manual: 110, by: 'Ans' },
  { kind: 'zero', device: 'bak', at: AT, shiftG: 12, totalG: 12, by: 'tracking' },
];

let folder: string;
let hub: Hub;
let store: SqliteStore;
let nowMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-reader-'));
  nowMs = AT + 60_000;
  const clock = (): number => nowMs;
  store = await createSqliteStore({ path: join(folder, 'store.db'), log, nowMs: clock });
  await store.ingest([{ site: 'zuid', node: 'n1', receivedAt: AT, batch: { boot: BOOT, seq0: 0, clock: 'synced', records: RECORDS } }]);
  const overrides = { data: folder, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } };
  hub = await startHub(loadHubConfig({ overrides }), { log, store, nowMs: clock });
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, headers: Record<string, string>, body?: object): Promise<Response> =>
  fetch(`${hub.httpUrl}/api/v1${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { ...headers, ...(body && json) },
  });
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const codeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { code: string }).code;

/** Signs in as the first administrator. */
async function admin(): Promise<Record<string, string>> {
  const answer = await ask('/invites/accept', {}, { invite: hub.adminInvite?.code, name: 'Beheer', password: 'lang genoeg 1' });
  const { csrf } = (await answer.json()) as { csrf: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-kw-csrf': csrf };
}

describe('a read token', () => {
  it('is made, listed without its secret and taken back by an administrator', async () => {
    const login = await admin();
    const made = (await (await ask('/machines', login, { username: 'grafana', role: 'reader' })).json()) as { secret: string };
    expect((await ask('/aggregate?from=0&to=1', bearer(made.secret))).status).toBe(200);
    const list = (await (await ask('/machines', login)).json()) as Machine[];
    expect(list).toMatchObject([{ username: 'grafana', role: 'reader', lastSeenAt: nowMs, connected: false }]);
    expect(JSON.stringify(list)).not.toContain(made.secret);

    expect((await ask('/machines/grafana/revoke', login, {})).status).toBe(204);
    const after = await ask('/aggregate?from=0&to=1', bearer(made.secret));
    expect([after.status, await codeOf(after)]).toEqual([401, 'KW_TOKEN_INVALID']);
    const audit = (await (await ask('/audit', login)).json()) as { action: string; detail: string }[];
    expect(audit).toMatchObject([{ action: 'credential revoked' }, { action: 'credential made', detail: 'grafana as reader' }, {}, {}]);
  });

  it('is nowhere on the disk of the hub', async () => {
    const token = hub.issueMachine('grafana', 'reader');
    await hub.backup();
    const files = ['hub.db', 'hub.db-wal'].map((name) => readFileSync(join(folder, name)).includes(token));
    expect(files).toEqual([false, false]);
  });

  it('reads records without the people in them', async () => {
    const answer = await ask('/records?order=asc', bearer(hub.issueMachine('raad', 'reader')));
    const [door, zero] = (await answer.json()) as { record: KwRecord }[];
    expect(door?.record).toEqual({ kind: 'door_correction', device: 'voordeur', at: AT, factor: 1.1, counted: 100, manual: 110 });
    expect(zero?.record).toMatchObject({ kind: 'zero', by: 'tracking' });
    const [whole] = (await (await ask('/records?order=asc', await admin())).json()) as { record: KwRecord }[];
    expect(whole?.record).toMatchObject({ by: 'Ans' });
  });

  it('counts before the cookie beside it, and opens neither MQTT nor anything that changes', async () => {
    const login = await admin();
    const token = hub.issueMachine('grafana', 'reader');
    expect(await codeOf(await ask('/nodes', { ...login, ...bearer('not-a-token') }))).toBe('KW_TOKEN_INVALID');
    expect(await codeOf(await ask('/machines', { ...login, ...bearer(token) }, { username: 'x', role: 'guest' }))).toBe('KW_FORBIDDEN');
    expect((await ask('/nodes', { ...login, authorization: 'Basic cHJveHk6cHJveHk=' })).status).toBe(200);
    const options = { username: 'grafana', password: token, clientId: 'grafana', reconnectPeriod: 0, protocolVersion: 4 } as const;
    await expect(connectAsync(hub.mqttUrl, options)).rejects.toThrow(/not authorized|refused/iu);
  });

  it('is slowed down when it asks too much, by itself', async () => {
    const [busy, calm] = [bearer(hub.issueMachine('lus', 'reader')), bearer(hub.issueMachine('rustig', 'reader'))];
    for (let n = 0; n < 100; n += 1) expect((await ask('/site', busy)).status).toBe(200);
    const limited = await ask('/site', busy);
    expect([limited.status, limited.headers.get('retry-after'), await codeOf(limited)]).toEqual([429, '1', 'KW_RATE_LIMITED']);
    expect((await ask('/site', calm)).status).toBe(200);
    nowMs += 1_000;
    expect((await ask('/site', busy)).status).toBe(200);
  });

  it('cannot be guessed at speed', async () => {
    for (let n = 0; n < 20; n += 1) expect((await ask('/site', bearer(`guess-${n}`))).status).toBe(401);
    expect(await codeOf(await ask('/site', bearer('guess-20')))).toBe('KW_RATE_LIMITED');
    expect((await ask('/site', bearer(hub.issueMachine('grafana', 'reader')))).status).toBe(200);
  });
});

describe('too much', () => {
  it('is answered with the limit, at once, over 10,000 series and over absurd times', async () => {
    const series = { measurement: 'fill', field: 'mass_g', unit: 'g', kind: 'gauge' } as const;
    await store.write(Array.from({ length: 10_000 }, (_, i) => ({ series: { ...series, tags: { node: `n${i}` } }, at: AT, value: i })));
    const token = bearer(hub.issueMachine('grafana', 'reader'));
    const year = `from=${AT - 366 * 86_400_000}&to=${AT}`;
    const asked = ['/series?', `/aggregate?${year}`, `/export/points?${year}`, `/export/buckets?${year}`];
    const absurd = [`/aggregate?measurement=fill&tags=node:n1&bucket=minute&from=0&to=${AT}`];
    for (const path of [...asked, ...absurd]) {
      const startedAt = performance.now();
      const answer = await ask(path, token);
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 400, 'KW_QUERY_TOO_LARGE']);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    }
    expect((await ask(`/aggregate?tags=node:n1&${year}`, token)).status).toBe(200);
  });

  it('is not asked when somebody looks what series there are', async () => {
    await store.write([{ series: { measurement: 'fill', field: 'x', unit: 'g', kind: 'gauge', tags: {} }, at: AT, value: 1 }]);
    const answer = await ask('/series?measurement=fill', bearer(hub.issueMachine('grafana', 'reader')));
    expect(await answer.json()).toMatchObject([{ series: { unit: 'g' }, definition: 'no definition is known', firstAt: AT, lastAt: AT }]);
  });
});
