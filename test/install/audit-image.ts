import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runTool } from '../gpio/run-tool.ts';
import { doubledDeposits, receivedRuns } from '../support/store-audit.ts';
import { fileFromImage } from './disk-image.ts';

/** The highest numbers a boot of the node had told before its cut; -1 is none. */
export interface Told {
  readonly committed: number;
  readonly stored: number;
}

/** What the disk has against what was told. */
export interface PowerAudit {
  readonly boots: number;
  /** Records the node had told to be committed before a cut. */
  readonly told: number;
  /** Records at the hub. */
  readonly stored: number;
  /** Still in the node's spool. */
  readonly waiting: number;
  /** Told to be committed, and neither at the hub nor in the spool; or told to be at the hub and not there. */
  readonly lost: number;
  /** At the hub, but not in the node's own journal. */
  readonly unknown: number;
  readonly doubled: number;
  /** Gifts at the hub. */
  readonly deposits: number;
  /** True when both databases and the file system are whole. */
  readonly whole: boolean;
}

/** Reads both databases off a disk that was cut: the file system replays its journal, SQLite its own, and nothing else is mended. */
export function auditImage(image: string, work: string, told: ReadonlyMap<string, Told>): PowerAudit {
  // It ends with 1 when there was something to replay.
  runTool('sh', ['-c', `e2fsck -p -E journal_only '${image}' || [ $? -eq 1 ]`]);
  const spool = open(image, work, '/var/lib/kringwijzer-node/spool.db');
  const store = open(image, work, '/var/lib/kringwijzer-hub/store.db');
  try {
    const stored = new Set(receivedRuns(store).flatMap(({ boot, from, to }) => keysOf(boot, from, to)));
    const waiting = new Set(keys(spool, "SELECT boot.boot || '/' || seq FROM record JOIN boot ON boot.id = record.boot"));
    const journal = new Set(keys(spool, "SELECT boot || '/' || seq FROM journal"));
    const committed = [...told].flatMap(([boot, { committed: last }]) => keysOf(boot, 0, last));
    const atHub = [...told].flatMap(([boot, { stored: last }]) => keysOf(boot, 0, last));
    const gone = [...committed.filter((key) => !stored.has(key) && !waiting.has(key)), ...atHub.filter((key) => !stored.has(key))];
    return {
      boots: told.size,
      told: committed.length,
      stored: stored.size,
      waiting: waiting.size,
      lost: new Set(gone).size,
      unknown: [...stored].filter((key) => !journal.has(key)).length,
      doubled: doubledDeposits(store),
      deposits: store.prepare<[], number>("SELECT count(*) FROM event WHERE kind = 'deposit'").pluck().get() ?? 0,
      whole: [spool, store].every((db) => db.pragma('integrity_check', { simple: true }) === 'ok') && isClean(image),
    };
  } finally {
    spool.close();
    store.close();
  }
}

function isClean(image: string): boolean {
  try {
    runTool('e2fsck', ['-f', '-n', image]);
    return true;
  } catch {
    return false; // e2fsck ends with 4 when it finds something to mend
  }
}

function open(image: string, work: string, path: string): Database.Database {
  const to = join(work, `audit-${path.replaceAll('/', '-')}`);
  for (const tail of ['', '-wal', '-shm']) rmSync(to + tail, { force: true });
  // Without the -shm, which SQLite makes anew after a cut.
  for (const tail of ['', '-wal']) fileFromImage(image, path + tail, to + tail);
  if (!existsSync(to)) throw new Error(`there is no ${path} on the disk`);
  return new Database(to);
}

const keys = (db: Database.Database, sql: string): string[] => db.prepare<[], string>(sql).pluck().all();

const keysOf = (boot: string, from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `${boot}/${from + index}`);
