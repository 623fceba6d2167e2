import { once } from 'node:events';
import { connect } from 'node:net';
import type { Deposit, DepositNotice, LiveSnapshot, NodeMeta, PublicDeposit, PublicSummary } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiServer } from '../../api/server-type.ts';
import { createCommands } from '../../core/commands.ts';
import { createCounters } from '../../core/counters.ts';
import { LiveModel } from '../../core/live-model.ts';
import { Machines } from '../../core/machines.ts';
import { People } from '../../core/people.ts';
import { loadHubConfig } from '../../load-config.ts';
import type { SeriesStore, StoredEvent } from '../../ports/series-store.ts';
import { openHubDb } from '../hub-db/hub-db.ts';
import { createNodeSecrets } from '../node-secrets.ts';
import { createHttpServer } from './http-server.ts';
import { createLiveStream } from './live-stream.ts';
import { openStream } from './stream-reader.testing.ts';

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const PASSWORD = 'lang genoeg 1';
const store = (more: Partial<SeriesStore> = {}): SeriesStore =>
  ({ events: () => Promise.resolve([]), admin: { health: () => Promise.resolve({ ok: true }) }, ...more }) as unknown as SeriesStore;

async function server(options: { store?: SeriesStore; clients?: readonly string[] } = {}) {
  let now = Date.UTC(2026, 5, 1, 10);
  const nowMs = (): number => now;
  const config = loadHubConfig({ overrides: { site: { id: 'zuid' } } });
  const db = openHubDb(':memory:');
  const secrets = createNodeSecrets(Buffer.alloc(32));
  const machines = new Machines({ db, secrets, nowMs });
  const people = new People({ db, secrets, nowMs, sessionHours: 12 });
  const live = new LiveModel(config.site);
  const counters = createCounters();
  const stream = createLiveStream({ live, factor: config.impact, nowMs, boot: 'boot1' });
  const sent: { topic: string; payload: string }[] = [];
  const commands = createCommands({
    site: 'zuid',
    nowMs,
    newId: () => 'id-1',
    publish: (topic, payload) => void sent.push({ topic, payload }),
    after: () => () => undefined,
  });
  const mqtt = {
    clients: () => (options.clients ?? []).map((username) => ({ username, clientId: username, role: 'node', connectedAt: 0 })),
  };
  const app = await createHttpServer({
    config,
    people,
    machines,
    live,
    stream,
    commands,
    mqtt,
    counters,
    nowMs,
    store: options.store ?? store(),
    audit: db.audit,
    logLevels: { get: () => 'info', set: () => undefined },
    completeness: () => Promise.resolve([]),
    log: pino({ level: 'silent' }),
    enrolment: () => ({ mqttUrl: 'mqtt://127.0.0.1:1883' }),
    secureCookies: false,
    staticDirs: {},
    version: '1',
  });
  cleanups.push(() => app.close());
  cleanups.push(() => stream.stop());
  const pass = (ms: number): void => void (now += ms);
  return { app, counters, people, machines, live, stream, commands, sent, db, pass, nowMs };
}
type Role = Parameters<People['invite']>[0];
interface Login {
  cookie: string;
  'x-kw-csrf': string;
}
async function loginAs({ app, people }: { app: ApiServer; people: People }, role: Role, name = role): Promise<Login> {
  const payload = { invite: people.invite(role, 'test'), name, password: PASSWORD };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/invites/accept', payload });
  return { cookie: `kw_session=${answer.cookies[0]?.value ?? ''}`, 'x-kw-csrf': answer.json<{ csrf: string }>().csrf };
}
const meta: NodeMeta = {
  contract: 1,
  name: 'Voordeur',
  version: '1',
  simulated: false,
  devices: [{ id: 'scale-1', name: 'Container', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4 }],
};
const depositEvent = (seq: number, at: number, massG: number): StoredEvent => {
  const record: Deposit = {
    kind: 'deposit',
    device: 'scale-1',
    at,
    massG,
    uncertaintyG: 300,
    confidence: 0.9,
    fromAt: at - 1,
    beforeG: 0,
    afterG: massG,
  };
  return {
    id: `n1/aaaaaaaaaaaaaaaa/${seq}`,
    site: 'zuid',
    node: 'n1',
    boot: 'aaaaaaaaaaaaaaaa',
    seq,
    clock: 'synced',
    receivedAt: at,
    record,
  };
};

describe('access', () => {
  it('signs in and out with a cookie scripts cannot read', async () => {
    const hub = await server();
    await loginAs(hub, 'staff', 'Ans' as Role);
    const answer = await hub.app.inject({ method: 'POST', url: '/api/v1/sign-in', payload: { name: 'Ans', password: PASSWORD } });
    expect(answer.headers['set-cookie']).toMatch(/^kw_session=.*; Path=\/; HttpOnly; SameSite=Strict$/u);
    const cookie = `kw_session=${answer.cookies[0]?.value ?? ''}`;
    const csrf = answer.json<{ csrf: string }>().csrf;
    const out = await hub.app.inject({ method: 'POST', url: '/api/v1/sign-out', headers: { cookie, 'x-kw-csrf': csrf } });
    const me = await hub.app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie } });
    expect([out.statusCode, me.statusCode]).toEqual([204, 401]);
  });

  it('makes guessing slower and slower, also for a right password in between', async () => {
    const hub = await server();
    await loginAs(hub, 'staff', 'Ans' as Role);
    const attempt = (password: string) => hub.app.inject({ method: 'POST', url: '/api/v1/sign-in', payload: { name: 'Ans', password } });
    for (let n = 0; n < 5; n += 1) expect((await attempt('wrong')).json()).toMatchObject({ code: 'KW_SIGN_IN_FAILED' });
    const locked = await attempt(PASSWORD);
    expect(locked.json()).toMatchObject({ code: 'KW_LOCKED_OUT', retryable: true });
    expect(locked.headers['retry-after']).toBe('2');
    hub.pass(2_000);
    expect((await attempt(PASSWORD)).statusCode).toBe(200);
  });

  it('uses an invite and an enrolment code once', async () => {
    const hub = await server();
    const invite = hub.people.invite('viewer', 'test');
    const accept = (name: string) =>
      hub.app.inject({ method: 'POST', url: '/api/v1/invites/accept', payload: { invite, name, password: PASSWORD } });
    expect([(await accept('a')).statusCode, (await accept('b')).json<{ code: string }>().code]).toEqual([200, 'KW_INVITE_INVALID']);
    const { code } = hub.machines.enrolCode({ node: 'n1', by: 'test' });
    const enrol = (node: string) => hub.app.inject({ method: 'POST', url: '/api/v1/enrol', payload: { code, node } });
    expect((await enrol('n2')).json()).toMatchObject({ code: 'KW_ENROL_CODE_INVALID' });
    expect((await enrol('n1')).json()).toMatchObject({ site: 'zuid', username: 'n1', mqttUrl: 'mqtt://127.0.0.1:1883' });
    expect((await enrol('n1')).json()).toMatchObject({ code: 'KW_ENROL_CODE_INVALID' });
  });

  it('does not let a code for any node push out a node that is there', async () => {
    const { machines } = await server();
    machines.enrol({ code: machines.enrolCode({ by: 'test' }).code, node: 'n1' });
    expect(() => machines.enrol({ code: machines.enrolCode({ by: 'test' }).code, node: 'n1' })).toThrow('KW_NAME_TAKEN');
  });

  it('refuses a change without the token of the page, and one from another site', async () => {
    const hub = await server();
    const { cookie } = await loginAs(hub, 'admin');
    const bare = await hub.app.inject({ method: 'POST', url: '/api/v1/enrol-codes', headers: { cookie }, payload: {} });
    const foreign = await hub.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: { origin: 'https://evil.example', host: 'hub.local' },
      payload: { name: 'admin', password: PASSWORD },
    });
    expect([bare.json<{ code: string }>().code, foreign.json<{ code: string }>().code]).toEqual(['KW_CSRF', 'KW_CSRF']);
  });

  it('writes privileged acts down', async () => {
    const hub = await server();
    const login = await loginAs(hub, 'admin');
    await hub.app.inject({ method: 'POST', url: '/api/v1/enrol-codes', headers: { ...login }, payload: { node: 'n1' } });
    const audit = await hub.app.inject({ method: 'GET', url: '/api/v1/audit', headers: { ...login } });
    expect(audit.json<{ actor: string; action: string; detail: string }[]>()[0]).toMatchObject({
      actor: 'admin',
      action: 'enrol code made',
      detail: 'n1',
    });
  });
});

describe('answers', () => {
  it('carry the headers that keep pages safe', async () => {
    const { app } = await server();
    const { headers } = await app.inject({ method: 'GET', url: '/nowhere' });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("script-src 'self'; style-src 'self';");
  });

  it('never tell what went wrong inside', async () => {
    const failing = store({ events: () => Promise.reject(new Error('secret path /srv/x')) });
    const hub = await server({ store: failing });
    const login = await loginAs(hub, 'viewer');
    const answer = await hub.app.inject({ method: 'GET', url: '/api/v1/records', headers: { ...login } });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'KW_INTERNAL', retryable: true });
    expect(answer.body).not.toContain('secret');
  });

  it.each([
    ['/api/v1/records?limit=0', 'KW_REQUEST_INVALID'],
    ['/api/v1/records?kinds=nonsense', 'KW_QUERY_INVALID'],
    ['/api/v1/aggregate?from=5&to=5', 'KW_QUERY_INVALID'],
    ['/api/v1/nowhere', 'KW_NOT_FOUND'],
  ])('say what is wrong with %s', async (url, code) => {
    const hub = await server();
    const login = await loginAs(hub, 'viewer');
    expect((await hub.app.inject({ method: 'GET', url, headers: { ...login } })).json()).toMatchObject({ code });
  });

  it('describe themselves as OpenAPI', async () => {
    const { app } = await server();
    const answer = await app.inject({ method: 'GET', url: '/api/docs/json' });
    expect(Object.keys(answer.json<{ paths: object }>().paths)).toContain('/api/v1/devices/{node}/{device}/command');
  });
});

describe('commands', () => {
  const url = '/api/v1/devices/n1/scale-1/command';
  it('go to the node with who asked, and come back with its answer', async () => {
    const hub = await server({ clients: ['n1'] });
    hub.live.meta('n1', meta);
    const login = await loginAs(hub, 'staff');
    const asking = hub.app.inject({ method: 'POST', url, headers: { ...login }, payload: { name: 'tare' } });
    await vi.waitFor(() => expect(hub.sent).toHaveLength(1));
    expect(JSON.parse(hub.sent[0]?.payload ?? '')).toEqual({
      id: 'id-1',
      expiresAt: hub.nowMs() + 10_000,
      name: 'tare',
      args: { device: 'scale-1', by: 'staff' },
    });
    hub.commands.settle('n2', { id: 'id-1', ok: false }); // only the node that was asked may answer
    hub.commands.settle('n1', { id: 'id-1', ok: true });
    expect((await asking).json()).toEqual({ id: 'id-1', ok: true });
  });

  it.each([
    ['an unknown device', [], false, 'KW_DEVICE_UNKNOWN'],
    ['a node that is away', [], true, 'KW_NODE_OFFLINE'],
  ])('are refused for %s', async (_what, clients, known, code) => {
    const hub = await server({ clients });
    if (known) hub.live.meta('n1', meta);
    const login = await loginAs(hub, 'staff');
    expect((await hub.app.inject({ method: 'POST', url, headers: { ...login }, payload: { name: 'tare' } })).json()).toMatchObject({
      code,
    });
  });
});

describe('the live stream', () => {
  it('shows staff a snapshot, then each deposit and the new totals', async () => {
    const hub = await server();
    hub.live.meta('n1', meta);
    const login = await loginAs(hub, 'viewer');
    const reader = await openStream(await hub.app.listen({ port: 0, host: '127.0.0.1' }), { cookie: login.cookie });
    cleanups.push(() => reader.close());
    expect(await reader.next<LiveSnapshot>('snapshot')).toMatchObject({ site: 'zuid', totals: { todayG: 0 } });
    hub.stream.push(hub.live.records([depositEvent(1, hub.nowMs(), 4_200)]));
    expect(await reader.next<DepositNotice>('deposit')).toMatchObject({ massG: 4_200, counted: true, node: 'n1' });
    expect(await reader.next('totals')).toMatchObject({ todayG: 4_200, todayDeposits: 1 });
  });

  it('shows the kiosk rounded gifts and public figures, and nothing else', async () => {
    const hub = await server();
    hub.live.meta('n1', meta);
    const token = hub.machines.issue({ username: 'entree', role: 'kiosk', by: 'test' });
    const answer = await hub.app.inject({ method: 'POST', url: '/api/v1/kiosk/session', payload: { token } });
    const cookie = `kw_session=${answer.cookies[0]?.value ?? ''}`;
    const reader = await openStream(await hub.app.listen({ port: 0, host: '127.0.0.1' }), { cookie });
    cleanups.push(() => reader.close());
    expect(await reader.next<PublicSummary>('summary')).toMatchObject({ totals: { todayG: 0 } });
    hub.stream.push(hub.live.records([depositEvent(1, hub.nowMs(), 4_200)]));
    expect(await reader.next<PublicDeposit>('deposit')).toEqual({ id: 'aaaaaaaaaaaaaaaa/1', at: hub.nowMs(), shownG: 4_000 });
    // 56 % of 4.2 kg is reused, at 1.1 kg CO2e per kg.
    expect(await reader.next<PublicSummary>('summary')).toMatchObject({ totals: { todayG: 4_200 }, co2: { todayG: 2_587 } });
    expect(reader.names()).not.toContain('snapshot');
    expect((await hub.app.inject({ method: 'GET', url: '/api/v1/live', headers: { cookie } })).statusCode).toBe(403);
  });

  it('cuts off a reader that takes nothing, and goes on serving the others', async () => {
    const hub = await server();
    hub.live.meta('n1', meta);
    const login = await loginAs(hub, 'viewer');
    const base = await hub.app.listen({ port: 0, host: '127.0.0.1' });
    const frozen = connect(Number(new URL(base).port), '127.0.0.1');
    frozen.on('error', () => undefined);
    cleanups.push(() => void frozen.destroy());
    frozen.write(`GET /api/v1/stream HTTP/1.1\r\nhost: x\r\ncookie: ${login.cookie}\r\n\r\n`);
    await once(frozen, 'readable'); // and never read
    const healthy = await openStream(base, { cookie: login.cookie });
    cleanups.push(() => healthy.close());
    const count = 40_000;
    for (let seq = 0; seq < count; seq += 1) {
      hub.stream.push(hub.live.records([depositEvent(seq, hub.nowMs(), 4_200)]));
      if (seq % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(hub.counters.get('kringwijzer_stream_slow_total')).toBe(1));
    await vi.waitFor(() => expect(healthy.names().filter((name) => name === 'deposit')).toHaveLength(count), 10_000);
  });

  it('goes on where a reader left off, or starts anew when that is too long ago', async () => {
    const hub = await server();
    hub.live.meta('n1', meta);
    const login = await loginAs(hub, 'viewer');
    const base = await hub.app.listen({ port: 0, host: '127.0.0.1' });
    const first = await openStream(base, { cookie: login.cookie });
    await first.next('snapshot');
    const seen = first.lastId();
    first.close();
    hub.stream.push(hub.live.records([depositEvent(1, hub.nowMs(), 4_200)]));
    const second = await openStream(base, { cookie: login.cookie, 'last-event-id': seen });
    cleanups.push(() => second.close());
    expect(await second.next('deposit')).toMatchObject({ massG: 4_200 });
    const third = await openStream(base, { cookie: login.cookie, 'last-event-id': 'other-boot.12' });
    cleanups.push(() => third.close());
    expect(await third.next('snapshot')).toMatchObject({ totals: { todayG: 4_200 } });
  });
});
