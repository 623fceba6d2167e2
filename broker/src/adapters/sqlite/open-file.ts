import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { KwError } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import type { Logger } from 'pino';
import { copyBefore } from './migrate-file.ts';
import { migrate } from './schema.ts';
import { isCorruption, storeError } from './store-errors.ts';

/** What the start of a store found. */
export interface OpenedFile {
  readonly db: Database.Database;
  readonly unlock: () => void;
  /** Where a damaged file was put, when there was one. */
  readonly setAside?: string;
}

export interface OpenOptions {
  readonly path: string;
  readonly log: Logger;
  readonly readOnly?: boolean;
  /** Only for the name of a file set aside, UTC epoch ms. */
  readonly nowMs: () => number;
}

/** Opens a connection with our settings: WAL, and a commit that is on disk before it returns. */
export function connect(path: string, readOnly = false): Database.Database {
  const db = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: 2_000 });
  try {
    if (!readOnly) {
      db.pragma('auto_vacuum = INCREMENTAL');
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
    }
    db.pragma('cache_size = -16000');
    db.pragma('temp_store = MEMORY');
    db.pragma('trusted_schema = OFF');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens, checks and migrates the store file; a damaged one is renamed and a new one begun, loudly. `lock` keeps other hubs out. */
export function openFile(options: OpenOptions, lock?: (path: string) => () => void): OpenedFile {
  let unlock = (): void => {};
  try {
    if (lock !== undefined) {
      mkdirSync(dirname(options.path), { recursive: true });
      unlock = lock(options.path);
    }
    return { ...openOrSetAside(options), unlock };
  } catch (error) {
    unlock();
    throw storeError(error);
  }
}

function openOrSetAside(options: OpenOptions): Omit<OpenedFile, 'unlock'> {
  try {
    return { db: openSound(options) };
  } catch (error) {
    if (!isCorruption(error) || options.readOnly === true) throw error;
    const setAside = putAside(options.path, options.nowMs());
    options.log.error(
      { err: new KwError('KW_STORE_CORRUPT', { file: options.path, aside: setAside }, { cause: error }) },
      'store set aside',
    );
    return { db: openSound(options), setAside };
  }
}

function openSound({ path, log, readOnly }: OpenOptions): Database.Database {
  const db = connect(path, readOnly);
  try {
    assertSound(db);
    if (readOnly !== true) {
      migrate(db, (version) => {
        log.info({ copy: copyBefore(db, version), version }, 'store copied before its layout changes');
      });
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Queries that find nothing in a sound file. SQLite's own check passes a flipped byte inside a blob or a text; our
 * checksums do not. They need the function crc32.
 */
export const SOUND_CHECKS: readonly string[] = [
  'SELECT 1 FROM chunk WHERE crc32(data) <> crc LIMIT 1',
  'SELECT 1 FROM event WHERE crc32(record) <> crc LIMIT 1',
];

/** Reads every page and checks the trees and the checksums of chunks and events. Throws an SqliteError with code SQLITE_CORRUPT. */
export function assertSound(db: Database.Database): void {
  const answer = db.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw corrupt(String(answer));
  const hasTables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('chunk', 'event')").pluck().get() === 2;
  if (!hasTables) return;
  db.function('crc32', { deterministic: true }, (value) => crc32(value as string | Buffer));
  for (const sql of SOUND_CHECKS) {
    if (db.prepare(sql).get() !== undefined) throw corrupt('a stored checksum is wrong');
  }
}

const corrupt = (reason: string): Error => new Database.SqliteError(reason, 'SQLITE_CORRUPT');

/** Renames the file and its journals; answers the new name. */
export function putAside(path: string, nowMs: number, why: 'damaged' | 'replaced' = 'damaged'): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/gu, '-');
  let aside = `${path}.${why}-${stamp}`;
  for (let again = 1; existsSync(aside); again += 1) aside = `${path}.${why}-${stamp}-${again}`;
  for (const tail of ['', '-wal', '-shm']) {
    if (existsSync(path + tail)) renameSync(path + tail, aside + tail);
  }
  return aside;
}
