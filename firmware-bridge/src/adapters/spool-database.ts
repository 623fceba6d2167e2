import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { bootSchema, KwError, seqSchema } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import type { Logger } from 'pino';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-file.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS boot (
  id INTEGER PRIMARY KEY, boot TEXT NOT NULL UNIQUE, kernel TEXT, anchor REAL NOT NULL, offset REAL, sync_seq INTEGER
);
CREATE TABLE IF NOT EXISTS record (
  boot INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, value INTEGER NOT NULL, bytes INTEGER NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (boot, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS quarantine (boot TEXT NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (boot, seq));
CREATE TABLE IF NOT EXISTS journal (boot TEXT NOT NULL, seq INTEGER NOT NULL, sha TEXT NOT NULL, PRIMARY KEY (boot, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memory (device TEXT PRIMARY KEY, json TEXT NOT NULL);
`;

/** What is known of the spool when its own file cannot be read: the boot and the range it held when the mark was made. */
const markSchema = z.object({ boot: bootSchema, oldestSeq: seqSchema, nextSeq: seqSchema });
export type SpoolMark = z.infer<typeof markSchema>;

/** A damaged spool that was set aside, what could be read from it, and what it should have held. */
export interface SpoolDamage {
  readonly aside: string;
  readonly mark: SpoolMark | undefined;
  readonly salvaged: number;
}

export interface OpenedSpool {
  readonly db: Database.Database;
  readonly damage: SpoolDamage | undefined;
}

const markFileOf = (file: string): string => `${file}.mark.json`;

/** Leaves a mark of what the spool holds, for the day its file is damaged. Throws what the disk throws. */
export const writeMark = (file: string, mark: SpoolMark): void => writeFileAtomic(markFileOf(file), JSON.stringify(mark));

function readMark(file: string): SpoolMark | undefined {
  try {
    return markSchema.parse(JSON.parse(readFileSync(markFileOf(file), 'utf8')));
  } catch {
    // No mark, or a torn one: then the loss cannot be measured and only the fault is recorded.
    return undefined;
  }
}

/** Opens the spool, or sets a damaged one aside and opens a new one with what could be read. Throws KW_DATA_NOT_WRITABLE. */
export function openSpoolDatabase(file: string, log: Logger): OpenedSpool {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return { db: openChecked(file), damage: undefined };
  } catch (error) {
    if (!isDamage(error)) throw notWritable(file, error);
    const aside = setAside(file);
    log.error({ code: 'KW_SPOOL_CORRUPT', file, aside, err: error }, 'the spool is damaged and was set aside');
    try {
      const db = openChecked(file);
      return { db, damage: { aside, mark: readMark(file), salvaged: salvage(db, aside, log) } };
    } catch (second) {
      throw notWritable(file, second);
    }
  }
}

const notWritable = (file: string, cause: unknown): KwError =>
  new KwError('KW_DATA_NOT_WRITABLE', { path: file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });

class DamagedSpool extends Error {}

const isDamage = (error: unknown): boolean =>
  error instanceof DamagedSpool ||
  (error instanceof Database.SqliteError && (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB'));

function openChecked(file: string): Database.Database {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('journal_size_limit = 1048576');
    // 2 MB in place of the 16 MB it was built with: what is read was written a moment ago, or is read once.
    db.pragma('cache_size = -2000');
    const result = db.pragma('quick_check(1)', { simple: true });
    if (result !== 'ok') throw new DamagedSpool(String(result));
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function setAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.damaged-${number}`)) number += 1;
  const aside = `${file}.damaged-${number}`;
  for (const suffix of ['-wal', '-shm', '']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}

const COPY = ['boot', 'memory', 'quarantine', 'journal', 'record'] as const;

/** Copies what can still be read, table by table and row by row; stops at the first page that cannot. Returns the number of records. */
function salvage(db: Database.Database, aside: string, log: Logger): number {
  let damaged: Database.Database | undefined;
  let records = 0;
  try {
    damaged = new Database(aside, { readonly: true });
    for (const table of COPY) {
      const copied = copyTable(damaged, db, table, log);
      if (table === 'record') records = copied;
    }
  } catch (error) {
    log.warn({ err: error, aside }, 'nothing more can be read from the damaged spool');
  } finally {
    damaged?.close();
  }
  return records;
}

function copyTable(from: Database.Database, to: Database.Database, table: (typeof COPY)[number], log: Logger): number {
  const columns = to.pragma(`table_info(${table})`) as { name: string }[];
  const insert = to.prepare(`INSERT OR IGNORE INTO ${table} VALUES (${columns.map(() => '?').join(',')})`);
  const rows: unknown[][] = [];
  try {
    for (const row of from
      .prepare(`SELECT ${columns.map((c) => c.name).join(',')} FROM ${table}`)
      .raw()
      .iterate())
      rows.push(row as unknown[]);
  } catch (error) {
    log.warn({ err: error, table, rows: rows.length }, 'part of the damaged spool cannot be read');
  }
  to.transaction(() => {
    for (const row of rows) insert.run(row);
  })();
  return rows.length;
}
