import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, type KwRecord, MINUTE_MS } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type SqliteStore } from './sqlite-store.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const BOOT = '0123456789abcdef';
let folder: string;
let store: SqliteStore;

const open = (): Promise<SqliteStore> =>
  createSqliteStore({ path: join(folder, 's.db'), log: pino({ level: 'silent' }), nowMs: () => NOW_MS, isMirrored: true });

const massOf = (kind: 'deposit' | 'emptying', at: number, massG: number): KwRecord => {
  const load = { device: 'box', at, massG, uncertaintyG: 50, confidence: 1, fromAt: at, beforeG: 0, afterG: massG };
  return kind === 'deposit' ? { kind, ...load } : { kind, ...load, swapped: false };
};

const ingest = (seq0: number, records: KwRecord[]) =>
  store.ingest([{ site: 's', node: 'n1', receivedAt: NOW_MS, batch: { boot: BOOT, seq0, clock: 'synced', records } }]);

const totalOf = async (measurement: string): Promise<unknown> => {
  const range = { from: NOW_MS - DAY_MS, to: NOW_MS, bucket: 'year' as const, timeZone: 'UTC' };
  return (await store.aggregate({ match: { measurement }, ...range, fn: ['n', 'sum'] }))[0]?.values;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kw-desk-'));
  store = await open();
});

afterEach(async () => {
  await store.admin.close();
  await rm(folder, { recursive: true });
});

describe('a correction', () => {
  const at = NOW_MS - 5 * HOUR_MS;
  const word = { id: `n1/${BOOT}/0`, by: 'Anna', why: 'a person stood on the scale', at: NOW_MS };

  it('supersedes what counts, keeps what came, and names who and why', async () => {
    await ingest(0, [massOf('deposit', at, 80_000), massOf('deposit', at + 1, 1_000)]);
    await store.admin.maintain();
    const corrected = await store.corrections.correct({ ...word, record: massOf('deposit', at, 4_000) });
    expect(corrected).toMatchObject({ record: { massG: 4_000 }, correction: { by: 'Anna', struck: false } });
    expect(await totalOf('deposit')).toEqual({ n: 2, sum: 5_000 });

    await store.corrections.correct({ ...word, why: 'it was nothing' });
    await store.admin.close();
    store = await open();
    await store.admin.maintain();
    expect(await totalOf('deposit')).toEqual({ n: 1, sum: 1_000 });
    expect((await store.events({}))[0]).toMatchObject({ record: { massG: 80_000 }, correction: { struck: true, why: 'it was nothing' } });
    expect((await store.corrections.correctionsOf(word.id)).map(({ why }) => why)).toEqual([word.why, 'it was nothing']);
  });

  it('of the only value leaves a series without any', async () => {
    await ingest(0, [massOf('deposit', at, 80_000)]);
    await store.corrections.correct(word);
    expect(await store.latest({})).toEqual([]);
    expect((await ingest(0, [massOf('deposit', at, 80_000)]))[0]).toMatchObject({ duplicates: 1, stored: 0 });
  });

  it('is refused for what is not there, for another fact and without a reason', async () => {
    await ingest(0, [massOf('deposit', at, 80_000)]);
    await expect(store.corrections.correct({ ...word, id: 'n1/ffff/0' })).rejects.toMatchObject({ code: 'KW_NOT_FOUND' });
    await expect(store.corrections.correct({ ...word, id: 'nonsense' })).rejects.toMatchObject({ code: 'KW_NOT_FOUND' });
    await expect(store.corrections.correct({ ...word, record: massOf('deposit', at + 1, 1) })).rejects.toMatchObject({
      code: 'KW_QUERY_INVALID',
    });
    await expect(store.corrections.correct({ ...word, record: massOf('emptying', at, 1) })).rejects.toMatchObject({
      code: 'KW_QUERY_INVALID',
    });
    await expect(store.corrections.correct({ ...word, why: '' })).rejects.toMatchObject({ code: 'KW_QUERY_INVALID' });
    await expect(store.corrections.correct({ ...word, by: '' })).rejects.toMatchObject({ code: 'KW_QUERY_INVALID' });
    expect(await totalOf('deposit')).toEqual({ n: 1, sum: 80_000 });
    expect(await store.corrections.correctionsOf('n1/ffff/0')).toEqual([]);
  });
});

describe('weighbridge tickets', () => {
  it('stand beside the nearest emptying of their container with the difference', async () => {
    const at = NOW_MS - 10 * HOUR_MS;
    await ingest(0, [massOf('emptying', at, 1_030_000), massOf('emptying', at + 4 * HOUR_MS, 500_000)]);
    const near = { number: '1', at: at + 40 * MINUTE_MS, container: 'box', netG: 1_000_000, grossG: 9_000_000, tareG: 8_000_000 };
    const tickets = [near, { number: '2', at: at + 30 * MINUTE_MS, container: 'other', netG: 0 }];

    expect(await store.tickets.add(tickets)).toEqual({ added: 2, replaced: 0, unchanged: 0 });
    expect(await store.tickets.add([near, { number: '2', at, container: 'other', netG: 7 }])).toEqual({
      added: 0,
      replaced: 1,
      unchanged: 1,
    });
    const [lone, paired, last] = await store.tickets.reconcile({ from: at - DAY_MS, to: NOW_MS, withinMs: 2 * HOUR_MS });
    expect([lone, paired, last].map((one) => [one?.emptying === undefined, one?.ticket === undefined])).toContainEqual([false, false]);
    const both = [lone, paired, last].find((one) => one?.emptying !== undefined && one.ticket !== undefined);
    expect(both).toMatchObject({ ticket: near, differenceG: 30_000, differencePercent: 3 });
    expect(last).toMatchObject({ emptying: { record: { massG: 500_000 } } });
  });
});
