import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiBucket, KwRecord, LiveSnapshot, NodeMeta, Reconciliation, StoredRecord, TicketsPreview } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '../app.ts';
import { loadHubConfig } from '../load-config.ts';

const log = pino({ level: 'silent' });
const HOUR = 3_600_000;
/** Wednesday 10 June 2026, 14:00 in Amsterdam. */
const NOW = Date.UTC(2026, 5, 10, 12);
const BOOT = 'aaaaaaaaaaaaaaaa';
const json = { 'content-type': 'application/json' };

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

let folder: string;
let hub: Hub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-desk-'));
  hub = await begin();
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

function begin(): Promise<Hub> {
  const overrides = { data: folder, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } };
  return startHub(loadHubConfig({ overrides }), { log, nowMs: () => NOW });
}

/** The answer of a route; the caller knows its shape. */
const call = async <T>(path: string, headers: Record<string, string>, body?: object): Promise<Answer<T>> => {
  const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { ...headers, ...(body && json) },
  });
  return { status: answer.status, body: (await answer.json()) as T };
};

async function coordinator(): Promise<Record<string, string>> {
  const answer = await fetch(`${hub.httpUrl}/api/v1/invites/accept`, {
    method: 'POST',
    body: JSON.stringify({ invite: hub.issueInvite('coordinator'), name: 'Ans', password: 'lang genoeg 1' }),
    headers: json,
  });
  const { csrf } = (await answer.json()) as { csrf: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-kw-csrf': csrf };
}

async function send(records: readonly KwRecord[], clock = 'synced', boot = BOOT): Promise<void> {
  const password = hub.issueMachine('tester', 'admin');
  const client = await connectAsync(hub.mqttUrl, { username: 'tester', password, clientId: 'tester', protocolVersion: 4 });
  const scale = { name: 'Bak', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4 } as const;
  const devices: NodeMeta['devices'] = [{ id: 'bak', ...scale }];
  const meta: NodeMeta = { contract: 1, name: 'Erf', version: '1', simulated: true, devices };
  await client.publishAsync('kw/v1/zuid/n1/meta', JSON.stringify(meta), { qos: 1, retain: true });
  await client.publishAsync('kw/v1/zuid/n1/rec', JSON.stringify({ boot, seq0: 0, clock, records }), { qos: 1 });
  await client.endAsync();
}

const load = (at: number, massG: number) => ({
  device: 'bak',
  at,
  massG,
  uncertaintyG: 900,
  confidence: 1,
  fromAt: at,
  beforeG: 0,
  afterG: 0,
});
const deposit = (at: number, massG: number): KwRecord => ({ kind: 'deposit', ...load(at, massG) });
const emptying = (at: number, massG: number): KwRecord => ({ kind: 'emptying', swapped: false, ...load(at, massG) });

describe('a correction', () => {
  const path = `/records/n1/${BOOT}/0`;
  const sumOf = async (as: Record<string, string>): Promise<unknown> => {
    const range = `measurement=deposit&bucket=day&from=${NOW - 6 * HOUR}&to=${NOW}`;
    return (await call<ApiBucket[]>(`/aggregate?${range}&fn=n,sum`, as)).body[0]?.values;
  };
  const todayOf = async (as: Record<string, string>): Promise<unknown> => {
    const { totals, deposits } = (await call<LiveSnapshot>('/live', as)).body;
    return { todayG: totals.todayG, todayDeposits: totals.todayDeposits, shown: deposits.map(({ massG }) => massG) };
  };

  it('is a new word beside the record, and every sum follows, also after a restart', async () => {
    await send([deposit(NOW - HOUR, 80_000), deposit(NOW - HOUR + 1, 1_000)]);
    const as = await coordinator();
    const why = 'er stond iemand op de bak';
    const { status, body } = await call<StoredRecord>(`${path}/correct`, as, { why, set: { massG: 4_000 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ record: { massG: 4_000 }, correction: { by: 'Ans', why, at: NOW, struck: false } });
    expect(await sumOf(as)).toEqual({ n: 2, sum: 5_000 });
    expect(await todayOf(as)).toEqual({ todayG: 5_000, todayDeposits: 2, shown: [1_000, 4_000] });

    expect((await call(`${path}/correct`, as, { why: 'toch niets', strike: true })).status).toBe(200);
    const after = { todayG: 1_000, todayDeposits: 1, shown: [1_000] };
    expect([await sumOf(as), await todayOf(as)]).toEqual([{ n: 1, sum: 1_000 }, after]);
    const { body: words } = await call(`${path}/corrections`, as);
    expect(words).toMatchObject([
      { why, struck: false, record: { massG: 4_000 } },
      { why: 'toch niets', struck: true, by: 'Ans' },
    ]);

    await hub.stop();
    hub = await begin();
    expect([await sumOf(as), await todayOf(as)]).toEqual([{ n: 1, sum: 1_000 }, after]);
    const reader = { authorization: `Bearer ${hub.issueMachine('raad', 'reader')}` };
    const [first] = (await call<StoredRecord[]>('/records?order=asc', reader)).body;
    expect(first).toMatchObject({ record: { massG: 80_000 }, correction: { at: NOW, struck: true } });
    expect(JSON.stringify(first)).not.toMatch(/Ans|niets/u);
  });

  it('is refused without a reason, for another fact, for nonsense and for what is not there', async () => {
    await send([deposit(NOW - HOUR, 80_000)]);
    const as = await coordinator();
    const codeOf = async (to: string, body: object): Promise<unknown> => {
      const { status, body: answer } = await call<{ code: string }>(to, as, body);
      return [status, answer.code];
    };
    expect(await codeOf(`${path}/correct`, { why: '', strike: true })).toEqual([400, 'KW_REQUEST_INVALID']);
    expect(await codeOf(`${path}/correct`, { why: 'zomaar' })).toEqual([400, 'KW_REQUEST_INVALID']);
    expect(await codeOf(`${path}/correct`, { why: 'zomaar', set: { massG: 'veel' } })).toEqual([400, 'KW_REQUEST_INVALID']);
    expect(await codeOf(`${path}/correct`, { why: 'zomaar', set: { at: NOW } })).toEqual([400, 'KW_QUERY_INVALID']);
    expect(await codeOf(`/records/n1/${BOOT}/99/correct`, { why: 'zomaar', strike: true })).toEqual([404, 'KW_NOT_FOUND']);
    expect(await sumOf(as)).toEqual({ n: 1, sum: 80_000 });
  });
});

describe('weighbridge tickets', () => {
  const FILE = `Bonnummer;Datum;Tijd;Container;Bruto;Tarra;Netto
B-1;09-06-2026;15:30;bak;9000;8000;1000
B-2;10-06-2026;09:00;anders;;;250,5
`;

  it('are looked at, then stored, then reconciled with the emptyings, in kg and percent', async () => {
    await send([emptying(NOW - 23 * HOUR, 1_030_000), emptying(NOW - 200 * HOUR, 500_000)]);
    const as = await coordinator();
    const looked = (await call<TicketsPreview>('/tickets/preview', as, { text: FILE })).body;
    expect(looked).toMatchObject({
      tickets: [
        {
          ticket: { number: 'B-1', netG: 1_000_000 },
          emptying: { massG: 1_030_000 },
          differenceG: 30_000,
          differencePercent: 3,
          state: 'new',
        },
        { ticket: { number: 'B-2', netG: 250_500 }, state: 'new' },
      ],
      unknownContainers: ['anders'],
    });
    const asked = `/tickets/reconciled?from=${NOW - 300 * HOUR}&to=${NOW}`;
    expect((await call<Reconciliation>(asked, as)).body).toMatchObject({ paired: 0, ticketsG: 0 });

    expect((await call('/tickets', as, { text: FILE })).body).toEqual({ added: 2, replaced: 0, unchanged: 0 });
    const changed = FILE.replace('9000;8000;1000', '9000;7990;1010');
    expect((await call<TicketsPreview>('/tickets/preview', as, { text: changed })).body.tickets.map(({ state }) => state)).toEqual([
      'changed',
      'known',
    ]);
    expect((await call('/tickets', as, { text: FILE })).body).toEqual({ added: 0, replaced: 0, unchanged: 2 });
    const { rows, ...sums } = (await call<Reconciliation>(asked, as)).body;
    expect(sums).toEqual({ paired: 1, oursG: 1_030_000, ticketsG: 1_000_000, differenceG: 30_000, differencePercent: 3 });
    expect(rows.map((row) => [row.emptying?.massG, row.ticket?.number])).toEqual([
      [500_000, undefined],
      [1_030_000, 'B-1'],
      [undefined, 'B-2'],
    ]);
  });

  it('are refused whole, with the line that is wrong', async () => {
    const as = await coordinator();
    const { status, body } = await call<{ code: string; message: string }>('/tickets', as, { text: FILE.replace('250,5', '1.250') });
    expect([status, body.code, body.message]).toEqual([400, 'KW_REQUEST_INVALID', expect.stringContaining('line 3')]);
    expect((await call<Reconciliation>(`/tickets/reconciled?from=0&to=${NOW}`, as)).body.rows).toEqual([]);
  });
});

describe('records of an uncertain clock', () => {
  it('count once somebody says how wrong the clock was', async () => {
    const wrong = Date.UTC(2020, 0, 1);
    await send([deposit(wrong, 5_000), deposit(wrong + HOUR, 7_000)], 'unsynced');
    const as = await coordinator();
    const today = async (): Promise<number> => (await call<LiveSnapshot>('/live', as)).body.totals.todayG;
    expect(await today()).toBe(0);
    const [boot] = (await call<{ boot: string; records: number; shiftAtMostMs: number }[]>('/nodes/n1/clock', as)).body;
    expect(boot).toMatchObject({ boot: BOOT, records: 2, firstAt: wrong, lastAt: wrong + HOUR, shiftAtMostMs: NOW - wrong - HOUR });

    const word = { boot: BOOT, shiftMs: boot?.shiftAtMostMs, why: 'stroom was weg, tijd van de kassa' };
    expect((await call('/nodes/n1/clock', as, word)).body).toEqual({ resolved: 2, kept: 0 });
    expect(await today()).toBe(12_000);
    const records = (await call<StoredRecord[]>('/records?order=asc', as)).body;
    expect(records.map(({ clock, record }) => [clock, record['at']])).toEqual([
      ['restamped', NOW - HOUR],
      ['restamped', NOW],
    ]);
    expect((await call('/nodes/n1/clock', as)).body).toEqual([]);
    expect((await call<{ code: string }>('/nodes/n1/clock', as, word)).body.code).toBe('KW_NOT_FOUND');
  });
});
