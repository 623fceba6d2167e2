import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KwRecord } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, manualEvidence } from '../../testing/manual-clock.ts';
import { quietLog } from '../../testing/quiet-log.ts';
import { depositAt, weightAt } from '../../testing/sample-records.ts';
import { NodeTime } from '../node-time.ts';
import { SqliteSpool, type SqliteSpoolOptions } from './sqlite-spool.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const LIMIT = { records: 200, bytes: 48 * 1024 };
const newBoot = (): string => randomBytes(8).toString('hex');

let folder = '';
let file = '';
let clock = new ManualClock(NOW);
const opened: SqliteSpool[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-spool-'));
  file = join(folder, 'spool.db');
  clock = new ManualClock(NOW);
});

afterEach(() => {
  for (const spool of opened.splice(0)) spool.close();
  rmSync(folder, { recursive: true, force: true });
});

function openSpool(options: Partial<SqliteSpoolOptions> = {}): SqliteSpool {
  const time = options.time ?? new NodeTime({ clock, evidence: manualEvidence(true) });
  const spool = new SqliteSpool({ file, boot: newBoot(), time, log: quietLog, maxBytes: 64e6, maxAgeMs: 90 * 86_400_000, ...options });
  opened.push(spool);
  return spool;
}

const readAll = (spool: SqliteSpool): { seq: number; record: KwRecord; clock: string }[] =>
  spool.ranges().flatMap((range) => {
    const rows: { seq: number; record: KwRecord; clock: string }[] = [];
    for (let from = range.from; from < range.to; ) {
      const run = spool.read({ ...range, from }, LIMIT);
      if (run.length === 0) break;
      rows.push(...run);
      from = (run.at(-1)?.seq ?? range.to) + 1;
    }
    return rows;
  });

describe('the spool', () => {
  it('commits what arrives together in one transaction and numbers it without holes', () => {
    const spool = openSpool();
    const seqs = [weightAt(NOW), depositAt(NOW), weightAt(NOW + 1)].map((record) => spool.append(record));
    expect(seqs).toEqual([0, 1, 2]);
    expect(spool.committedTo()).toBe(0);
    spool.flush();
    expect(spool.committedTo()).toBe(3);
    expect(readAll(spool).map((row) => row.record)).toEqual([weightAt(NOW), depositAt(NOW), weightAt(NOW + 1)]);
  });

  it('holds committed records after the process died without a close', () => {
    const first = openSpool({ boot: 'a'.repeat(16) });
    first.append(depositAt(NOW));
    first.flush();
    const second = openSpool({ boot: 'b'.repeat(16) });
    expect(second.ranges()).toEqual([{ boot: 'a'.repeat(16), from: 0, to: 1 }]);
  });

  it('deletes what was acknowledged and nothing else', () => {
    const spool = openSpool();
    for (let n = 0; n < 10; n += 1) spool.append(weightAt(NOW + n));
    spool.flush();
    spool.acknowledge({ boot: spool.boot, from: 2, to: 5 }, []);
    spool.flush();
    expect(readAll(spool).map((row) => row.seq)).toEqual([0, 1, 5, 6, 7, 8, 9]);
    expect(spool.depth().records).toBe(7);
  });

  it('sets a record the hub refuses aside and records its loss', () => {
    const spool = openSpool();
    spool.append(depositAt(NOW));
    spool.flush();
    spool.acknowledge({ boot: spool.boot, from: 0, to: 1 }, [{ seq: 0, code: 'KW_RECORD_INVALID' }]);
    spool.flush();
    expect(readAll(spool).map((row) => row.record)).toMatchObject([
      { kind: 'loss', lostBoot: spool.boot, fromSeq: 0, toSeq: 0, count: 1, reason: 'poison' },
    ]);
    spool.close();
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT seq, code FROM quarantine').all()).toEqual([{ seq: 0, code: 'KW_RECORD_INVALID' }]);
    db.close();
  });

  it('gives up the oldest of least value first when it is over its bytes, and says exactly which', () => {
    const spool = openSpool({ maxBytes: 60_000 });
    for (let n = 0; n < 600; n += 1) spool.append(n % 20 === 0 ? depositAt(NOW + n) : weightAt(NOW + n));
    spool.flush();
    const rows = readAll(spool);
    expect(spool.depth().bytes).toBeLessThanOrEqual(60_000);
    expect(rows.filter((row) => row.record.kind === 'deposit')).toHaveLength(30);
    const kept = new Set(rows.map((row) => row.seq));
    const told = new Set<number>();
    for (const { record } of rows) if (record.kind === 'loss') for (let seq = record.fromSeq; seq <= record.toSeq; seq += 1) told.add(seq);
    const gone = Array.from({ length: 600 }, (_, seq) => seq).filter((seq) => !kept.has(seq));
    expect(gone.length).toBeGreaterThan(200);
    expect([...told].sort((a, b) => a - b)).toEqual(gone);
  });

  it('never gives up what may already be stored at the hub', () => {
    const spool = openSpool({ maxBytes: 30_000 });
    spool.protect(() => [{ boot: spool.boot, from: 0, to: 20 }]);
    for (let n = 0; n < 300; n += 1) spool.append(weightAt(NOW + n));
    spool.flush();
    expect(
      readAll(spool)
        .slice(0, 20)
        .map((row) => row.seq),
    ).toEqual(Array.from({ length: 20 }, (_, seq) => seq));
  });

  it('gives up what is older than its age', () => {
    const spool = openSpool({ maxAgeMs: 86_400_000 });
    spool.append(depositAt(NOW));
    clock.pass(2 * 86_400_000);
    spool.append(depositAt(NOW + 2 * 86_400_000));
    spool.keepHouse();
    spool.flush();
    expect(readAll(spool).map((row) => row.record.kind)).toEqual(['deposit', 'loss']);
    expect(readAll(spool).at(-1)?.record).toMatchObject({ reason: 'spool_age', fromSeq: 0, toSeq: 0 });
  });

  it('keeps a digest of every record in the journal after the ack', () => {
    const spool = openSpool({ journal: true });
    spool.append(depositAt(NOW));
    spool.flush();
    spool.acknowledge({ boot: spool.boot, from: 0, to: 1 }, []);
    spool.flush();
    spool.close();
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT boot, seq, length(sha) AS n FROM journal').all()).toEqual([{ boot: spool.boot, seq: 0, n: 64 }]);
    db.close();
  });

  it('keeps the memory of a device over a restart', () => {
    const first = openSpool();
    first.remember('scale-1', { tareG: 1_200 });
    first.close();
    expect(openSpool().recall('scale-1')).toEqual({ tareG: 1_200 });
  });
});

describe('a damaged spool', () => {
  /** Overwrites part of the closed file, from a share of its length on. */
  function damage(spool: SqliteSpool, bytes: Buffer, fromShare: number): void {
    spool.close();
    const handle = openSync(file, 'r+');
    writeSync(handle, bytes, 0, bytes.length, Math.floor(statSync(file).size * fromShare));
    closeSync(handle);
  }

  it('is set aside, what can be read is saved and the rest is recorded as loss', () => {
    const first = openSpool({ boot: 'a'.repeat(16) });
    for (let n = 0; n < 3_000; n += 1) first.append(depositAt(NOW + n));
    first.flush();
    damage(first, randomBytes(8_192), 0.8);
    const second = openSpool({ boot: 'b'.repeat(16) });
    second.flush();
    expect(existsSync(`${file}.damaged-1`)).toBe(true);
    const rows = readAll(second);
    const saved = rows.filter((row) => row.record.kind === 'deposit').length;
    const losses = rows.flatMap(({ record }) => (record.kind === 'loss' ? [record] : []));
    expect(saved).toBeGreaterThan(1_000);
    expect(losses.map((loss) => loss.reason)).toEqual(['spool_corrupt']);
    expect(saved + losses.reduce((sum, loss) => sum + loss.count, 0)).toBe(3_000);
    expect(rows.map((row) => row.record)).toContainEqual(
      expect.objectContaining({ kind: 'fault', code: 'KW_SPOOL_CORRUPT', state: 'raised' }),
    );
  });

  it('that is no database at all is set aside too, and the loss is known from the mark', () => {
    const first = openSpool({ boot: 'a'.repeat(16) });
    for (let n = 0; n < 50; n += 1) first.append(depositAt(NOW + n));
    first.flush();
    damage(first, Buffer.alloc(65_536, 0x2a), 0);
    const second = openSpool();
    second.flush();
    const losses = readAll(second).flatMap(({ record }) => (record.kind === 'loss' ? [record] : []));
    expect(losses).toMatchObject([{ lostBoot: 'a'.repeat(16), fromSeq: 0, toSeq: 49, count: 50, reason: 'spool_corrupt' }]);
    expect(readdirSync(folder)).toContain('spool.db.damaged-1');
  });
});

describe('a full disk', () => {
  it('keeps the most valuable, counts the loss and recovers', () => {
    const spool = openSpool({ maxPages: 40, pendingCap: 200 });
    for (let n = 0; n < 1_500; n += 1) {
      spool.append(n % 10 === 0 ? depositAt(NOW + n) : weightAt(NOW + n));
      spool.flush();
    }
    spool.close();
    const second = openSpool({ maxPages: 100_000 });
    const rows = readAll(second);
    const deposits = rows.filter((row) => row.record.kind === 'deposit').length;
    const lost = rows.reduce((sum, { record }) => (record.kind === 'loss' ? sum + record.count : sum), 0);
    const weights = rows.filter((row) => row.record.kind === 'weight').length;
    expect(deposits).toBe(150);
    expect(weights + lost).toBe(1_350);
    expect(rows.map((row) => row.record)).toContainEqual(expect.objectContaining({ code: 'KW_SPOOL_DISK', state: 'raised' }));
  });
});

describe('the clock of spooled records', () => {
  it('restamps every time of what was recorded in 1970 once the clock is right', () => {
    clock = new ManualClock(60_000);
    const evidence = manualEvidence(false);
    const time = new NodeTime({ clock, evidence });
    const spool = openSpool({ time });
    spool.append({ kind: 'session', device: 'saw', at: time.nowMs(), toAt: time.nowMs() + 5_000, ended: 'stopped' });
    spool.flush();
    expect(readAll(spool)).toMatchObject([{ clock: 'unsynced', record: { at: 60_000, toAt: 65_000 } }]);
    clock.pass(30_000);
    clock.setWall(NOW);
    evidence.synced = true;
    time.check();
    spool.append(depositAt(time.nowMs()));
    spool.flush();
    expect(readAll(spool)).toMatchObject([
      { clock: 'restamped', record: { at: NOW - 30_000, toAt: NOW - 25_000 } },
      { clock: 'synced', record: { at: NOW, fromAt: NOW - 8_000 } },
    ]);
  });

  it('restamps what an earlier process of the same kernel left unsynced, and leaves another kernel alone', () => {
    clock = new ManualClock(1_000);
    const sameKernel = openSpool({ boot: 'a'.repeat(16), time: new NodeTime({ clock, evidence: manualEvidence(false, 'k2') }) });
    sameKernel.append(weightAt(1_000));
    sameKernel.close();
    const otherKernel = openSpool({ boot: 'c'.repeat(16), time: new NodeTime({ clock, evidence: manualEvidence(false, 'k1') }) });
    otherKernel.append(weightAt(1_000));
    otherKernel.close();
    clock.pass(10_000);
    clock.setWall(NOW);
    const spool = openSpool({ time: new NodeTime({ clock, evidence: manualEvidence(true, 'k2') }) });
    expect(readAll(spool)).toMatchObject([
      { clock: 'restamped', record: { at: NOW - 10_000 } },
      { clock: 'unsynced', record: { at: 1_000 } },
    ]);
  });

  it.each([3_600_000, -3_600_000])('keeps node time over a jump of %i ms and follows it only when it lasts', (jumpMs) => {
    const time = new NodeTime({ clock, evidence: manualEvidence(true) });
    const spool = openSpool({ time });
    spool.append(weightAt(time.nowMs()));
    spool.flush();
    clock.setWall(clock.nowMs() + jumpMs);
    time.check();
    clock.pass(10_000);
    time.check();
    expect(time.nowMs()).toBe(NOW + 10_000);
    expect(readAll(spool)).toMatchObject([{ clock: 'synced', record: { at: NOW } }]);
    for (let s = 0; s < 61; s += 1) {
      clock.pass(1_000);
      time.check();
    }
    spool.append(weightAt(time.nowMs()));
    spool.flush();
    expect(readAll(spool)).toMatchObject([
      { clock: 'restamped', record: { at: NOW + jumpMs } },
      { clock: 'synced', record: { at: NOW + jumpMs + 71_000 } },
    ]);
  });

  it('ignores a jump that is taken back within a minute', () => {
    const time = new NodeTime({ clock, evidence: manualEvidence(true) });
    clock.setWall(NOW + 3_600_000);
    time.check();
    clock.pass(30_000);
    clock.setWall(NOW + 30_000);
    time.check();
    clock.pass(90_000);
    time.check();
    expect(time.offsetMs()).toBe(0);
  });
});
