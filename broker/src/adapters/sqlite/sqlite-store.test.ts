import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, type KwRecord, MINUTE_MS } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AggregateQuery, IngestBatch, Sample, SeriesKey } from '../../ports/series-store.ts';
import { restoreStore } from './backup.ts';
import { ConnectionKeeper } from './connection.ts';
import { MIGRATIONS } from './schema.ts';
import { createSqliteStore, SqliteStore } from './sqlite-store.ts';
import type { SqliteStoreOptions } from './store-options.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const GAUGE: SeriesKey = { measurement: 'fill', tags: { node: 'n1' }, field: 'mass_g', unit: 'g', kind: 'gauge' };

let folder: string;
let nowMs: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kw-sqlite-'));
  nowMs = NOW_MS;
});

afterEach(() => rm(folder, { recursive: true }));

const optionsOf = (more: Partial<SqliteStoreOptions> = {}): SqliteStoreOptions => ({
  path: join(folder, 'store.db'),
  log: pino({ level: 'silent' }),
  nowMs: () => nowMs,
  ...more,
});

const depositOf = (at: number, massG: number): KwRecord => ({
  kind: 'deposit',
  device: 'intake',
  at,
  massG,
  uncertaintyG: 50,
  confidence: 1,
  fromAt: at,
  beforeG: 0,
  afterG: massG,
});

const batchOf = (seq0: number, count: number, at = NOW_MS - DAY_MS): IngestBatch => ({
  site: 's',
  node: 'n1',
  receivedAt: NOW_MS,
  batch: {
    boot: '0123456789abcdef',
    seq0,
    clock: 'synced',
    records: Array.from({ length: count }, (_, i) => depositOf(at + (seq0 + i) * MINUTE_MS, 1_000)),
  },
});

const yearOf = (more: Partial<AggregateQuery> = {}): AggregateQuery => ({
  match: {},
  from: NOW_MS - 500 * DAY_MS,
  to: NOW_MS,
  bucket: 'year',
  timeZone: 'Europe/Amsterdam',
  fn: ['n', 'sum'],
  ...more,
});

const minutesOf = (from: number, to: number): { series: SeriesKey; at: number; value: number }[] => {
  const points = [];
  for (let at = from; at < to; at += MINUTE_MS) points.push({ series: GAUGE, at, value: (at / MINUTE_MS) % 977 });
  return points;
};

describe('the SQLite file', () => {
  it('is refused to a second hub, and free again after the first one closed', async () => {
    const store = await createSqliteStore(optionsOf());
    await expect(createSqliteStore(optionsOf())).rejects.toMatchObject({ code: 'KW_STORE_LOCKED' });
    await store.admin.close();
    const second = await createSqliteStore(optionsOf());
    await second.admin.close();
    expect(second.setAside).toBeUndefined();
  });

  it('may be read by another program while a hub writes', async () => {
    const store = await createSqliteStore(optionsOf());
    const reader = await createSqliteStore(optionsOf({ readOnly: true }));
    await store.ingest([batchOf(0, 5)]);

    expect((await reader.aggregate(yearOf())).at(-1)?.values.sum).toBe(5_000);
    expect(await reader.events({})).toHaveLength(5);
    await expect(reader.ingest([batchOf(5, 1)])).rejects.toMatchObject({ code: 'KW_STORE_UNAVAILABLE' });
    await reader.admin.close();
    await store.admin.close();
  });

  it('is set aside when any one page is flipped, and a new one begun', { timeout: 120_000 }, async () => {
    const store = await createSqliteStore(optionsOf());
    await store.write(minutesOf(NOW_MS - 12 * DAY_MS, NOW_MS - 10 * DAY_MS));
    await store.ingest([batchOf(0, 100)]);
    await store.admin.maintain();
    await store.admin.close();
    const { path } = optionsOf();
    const sound = await readFile(path);
    const undetected: number[] = [];

    for (let page = 0; page * 4_096 < sound.length; page += 1) {
      const damaged = Buffer.from(sound);
      for (let i = page * 4_096; i < (page + 1) * 4_096; i += 1) damaged[i] = (damaged[i] ?? 0) ^ 0xff;
      await writeFile(path, damaged);
      const opened = await createSqliteStore(optionsOf());
      if (opened.setAside === undefined) undetected.push(page);
      await opened.ingest([batchOf(0, 1)]);
      await opened.admin.close();
      for (const name of readdirSync(folder)) await rm(join(folder, name));
    }

    expect(sound.length / 4_096).toBeGreaterThan(20);
    expect(undetected.filter((page) => !isFree(sound, page))).toEqual([]);
  });

  it('finds one flipped bit in a sealed day', async () => {
    const store = await createSqliteStore(optionsOf());
    await store.write(minutesOf(NOW_MS - 3 * DAY_MS, NOW_MS - 2 * DAY_MS));
    await store.admin.maintain();
    await store.admin.close();
    const { path } = optionsOf();
    const db = new Database(path);
    const data = db.prepare<[], Buffer>('SELECT data FROM chunk LIMIT 1').pluck().get() ?? Buffer.alloc(0);
    db.close();
    const file = await readFile(path);
    const place = file.indexOf(data.subarray(8, 40));
    expect(place).toBeGreaterThan(0);
    file[place + 5] = (file[place + 5] ?? 0) ^ 1;
    await writeFile(path, file);

    const opened = await createSqliteStore(optionsOf());
    expect(opened.setAside).toMatch(/store\.db\.damaged-/u);
    expect(existsSync(opened.setAside ?? '')).toBe(true);
    await opened.admin.close();
  });

  it('of a newer program is refused and left alone', async () => {
    const { path } = optionsOf();
    await (await createSqliteStore(optionsOf())).admin.close();
    const db = new Database(path);
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    await expect(createSqliteStore(optionsOf())).rejects.toMatchObject({ code: 'KW_STORE_VERSION' });
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('stores nothing of a transaction the disk refused, and goes on by itself', async () => {
    const keeper = new ConnectionKeeper(optionsOf());
    const store = new SqliteStore(optionsOf(), keeper);
    await store.ingest([batchOf(0, 1)]);
    const pages = Number(keeper.use().db.pragma('page_count', { simple: true }));
    keeper.use().db.pragma(`max_page_count = ${pages + 2}`);
    const much = [batchOf(1, 1), ...Array.from({ length: 5 }, (_, i) => batchOf(2 + i * 200, 200))];

    await expect(store.ingest(much)).rejects.toMatchObject({
      code: 'KW_STORE_UNAVAILABLE',
      details: { reason: expect.stringContaining('full') },
    });
    expect(await store.admin.health()).toMatchObject({ ok: false });
    expect(await store.events({})).toHaveLength(1);

    const answers = await store.ingest(much);
    expect(answers.map(({ stored }) => stored)).toEqual([1, 200, 200, 200, 200, 200]);
    expect(await store.admin.health()).toEqual({ ok: true });
    expect((await store.aggregate(yearOf())).at(-1)?.values.n).toBe(1_002);
    await store.admin.close();
  });
});

describe('upkeep of the SQLite store', () => {
  it('answers the same before and after sealing, from rollups and from raw values', async () => {
    const store = await createSqliteStore(optionsOf());
    await store.write(minutesOf(NOW_MS - 3 * DAY_MS, NOW_MS));
    const questions = (['hour', 'day', 'hourOfWeek', 'quarterHour'] as const).map((bucket) =>
      yearOf({ bucket, from: NOW_MS - 4 * DAY_MS, fn: ['n', 'sum', 'min', 'max', 'first', 'last', 'p95'] }),
    );
    const ask = (raw: boolean): Promise<unknown> => Promise.all(questions.map((query) => store.aggregate({ ...query, raw })));
    const before = await ask(false);
    await store.admin.maintain();

    expect(await ask(false)).toEqual(before);
    expect(await ask(true)).toEqual(before);
    const db = new Database(optionsOf().path, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM sample').pluck().get()).toBe(120);
    expect(db.prepare('SELECT count(*) FROM chunk').pluck().get()).toBe(4);
    db.close();
    await store.admin.close();
  });

  it('keeps rollups of raw data that retention gave up, and never makes them anew from a late remainder', async () => {
    const store = await createSqliteStore(optionsOf({ retention: { rawMs: 30 * DAY_MS } }));
    const from = NOW_MS - 20 * DAY_MS;
    await store.write(minutesOf(from, from + 2 * HOUR_MS));
    await store.ingest([batchOf(0, 3, from)]);
    nowMs = NOW_MS + 20 * DAY_MS;
    await store.admin.applyRetention(nowMs);

    expect((await store.write([{ series: GAUGE, at: from, value: 1 }])).rejected).toEqual([{ index: 0, reason: 'too_old' }]);
    const hours = await store.aggregate(yearOf({ match: { measurement: 'fill' }, fn: ['n', 'p50'] }));
    expect(hours.at(-1)).toMatchObject({ n: 120, values: { n: 120 } });
    expect(hours.at(-1)?.values.p50).toBeUndefined();
    expect((await store.aggregate(yearOf({ match: { measurement: 'fill' }, raw: true }))).at(-1)?.n).toBe(0);
    expect(await store.events({ kinds: ['deposit'] })).toHaveLength(3);
    await store.admin.close();
  });

  it('backs up while records come in, and the copy restores to the same answers', async () => {
    const store = await createSqliteStore(optionsOf());
    await store.write(minutesOf(NOW_MS - 6 * DAY_MS, NOW_MS - DAY_MS));
    const copy = join(folder, 'copy.db');
    let seq = 0;
    const stop = new AbortController();
    const writing = (async () => {
      for (; !stop.signal.aborted; seq += 10) {
        await store.ingest([batchOf(seq, 10)]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await store.admin.backup(copy);
    stop.abort();
    await writing;
    expect(seq).toBeGreaterThan(0);
    await store.admin.close();

    const path = join(folder, 'restored.db');
    expect(restoreStore({ backup: copy, path, nowMs })).toBeUndefined();
    const restored = await createSqliteStore(optionsOf({ path }));
    const original = await createSqliteStore(optionsOf());
    const points = yearOf({ match: { measurement: 'fill' }, bucket: 'hour', from: NOW_MS - 7 * DAY_MS });
    expect(await restored.aggregate(points)).toEqual(await original.aggregate(points));
    const [received] = await restored.received();
    const deposits = await restored.events({});
    expect(received?.runs).toEqual([{ from: 0, to: deposits.length - 1 }]);
    await Promise.all([restored.admin.close(), original.admin.close()]);
  });

  it('does not restore a damaged backup', async () => {
    await writeFile(join(folder, 'copy.db'), 'not a store at all');
    const path = join(folder, 'restored.db');
    expect(() => restoreStore({ backup: join(folder, 'copy.db'), path, nowMs })).toThrow(/KW_BACKUP_INVALID/u);
    expect(existsSync(path)).toBe(false);
  });
});

describe('limits of the SQLite store', () => {
  it('refuses absurd questions at once, with a code', async () => {
    const store = await createSqliteStore(optionsOf());
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      series: { ...GAUGE, tags: { node: `n${i}` } },
      at: NOW_MS - DAY_MS,
      value: i,
    }));
    await store.write(many);
    const startedAt = performance.now();
    const tooLarge = { code: 'KW_QUERY_TOO_LARGE' };

    await expect(store.aggregate(yearOf())).rejects.toMatchObject(tooLarge);
    await expect(store.range({ match: {}, from: 0, to: NOW_MS }).next()).rejects.toMatchObject(tooLarge);
    const one = { match: { tags: { node: 'n1' } } };
    await expect(store.aggregate(yearOf({ ...one, bucket: 'minute', from: 0 }))).rejects.toMatchObject(tooLarge);
    await expect(store.aggregate(yearOf({ ...one, to: Number.MAX_SAFE_INTEGER }))).rejects.toMatchObject(tooLarge);
    await expect(store.aggregate(yearOf({ ...one, from: Number.NaN }))).rejects.toMatchObject({ code: 'KW_QUERY_INVALID' });
    await expect(store.aggregate(yearOf({ ...one, from: NOW_MS }))).rejects.toMatchObject({ code: 'KW_QUERY_INVALID' });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await store.admin.close();
  });

  it('thins a long range to the points asked for, and keeps its peaks', async () => {
    const store = await createSqliteStore(optionsOf());
    const points = minutesOf(NOW_MS - 5 * DAY_MS, NOW_MS);
    await store.write([
      ...points,
      { series: GAUGE, at: NOW_MS - 2 * DAY_MS, value: 1e6 },
      { series: GAUGE, at: NOW_MS - 3 * DAY_MS, value: -1e6 },
    ]);
    const chart: Sample[] = [];
    for await (const sample of store.range({ match: {}, from: 0, to: NOW_MS, maxPoints: 200 })) chart.push(sample);

    expect(chart.length).toBeLessThanOrEqual(200);
    expect(chart.length).toBeGreaterThan(150);
    expect(chart.map(({ value }) => value)).toEqual(expect.arrayContaining([1e6, -1e6]));
    expect(chart.every((sample, i) => i === 0 || sample.at > (chart[i - 1]?.at ?? 0))).toBe(true);
    await store.admin.close();
  });
});

/** True for a page on SQLite's free list: flipping it harms nothing. */
function isFree(file: Buffer, page: number): boolean {
  let trunk = file.readUInt32BE(32);
  while (trunk !== 0) {
    const at = (trunk - 1) * 4_096;
    const leaves = Array.from({ length: file.readUInt32BE(at + 4) }, (_, i) => file.readUInt32BE(at + 8 + i * 4));
    if (leaves.includes(page + 1)) return true;
    trunk = file.readUInt32BE(at);
  }
  return false;
}
