import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { KwError } from '@kringwijzer/contract';
import type { Database } from 'better-sqlite3';
import { lockFile } from './file-lock.ts';
import { assertSound, connect, putAside, SOUND_CHECKS } from './open-file.ts';

/** 4 KiB pages copied between two turns of the event loop: about 3 ms. */
const PAGES_PER_STEP = 200;

/**
 * Copies the store while it is written and checks the copy page by page, beside the event loop; the destination appears
 * only when it is sound and on disk. Throws KW_BACKUP_INVALID or KW_STORE_UNAVAILABLE.
 */
export async function backupStore(db: Database, destination: string): Promise<void> {
  const part = `${destination}.part`;
  rmSync(part, { force: true });
  try {
    await db.backup(part, { progress: () => PAGES_PER_STEP });
    await checkBesideTheLoop(part);
    syncFile(part);
    renameSync(part, destination);
    syncFile(dirname(destination));
  } catch (error) {
    for (const tail of ['', '-wal', '-shm', '-journal']) rmSync(part + tail, { force: true });
    if (error instanceof KwError) throw error;
    throw new KwError('KW_STORE_UNAVAILABLE', { reason: `backup to ${destination}: ${messageOf(error)}` }, { cause: error });
  }
}

/**
 * Puts a backup in the place of a store that no hub has open. What was there is set aside; answers its new name.
 * Throws KW_BACKUP_INVALID when the backup is damaged, KW_STORE_LOCKED when a hub is running.
 */
export function restoreStore(options: { readonly backup: string; readonly path: string; readonly nowMs: number }): string | undefined {
  const { backup, path, nowMs } = options;
  const unlock = lockFile(path);
  const part = `${path}.restore`;
  try {
    copyFileSync(backup, part);
    assertRestorable(part, backup);
    syncFile(part);
    const aside = existsSync(path) ? putAside(path, nowMs, 'replaced') : undefined;
    renameSync(part, path);
    syncFile(dirname(path));
    return aside;
  } finally {
    for (const tail of ['', '-wal', '-shm']) rmSync(part + tail, { force: true });
    unlock();
  }
}

function assertRestorable(part: string, backup: string): void {
  try {
    const db = connect(part);
    try {
      assertSound(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw new KwError('KW_BACKUP_INVALID', { file: backup, reason: messageOf(error) }, { cause: error });
  }
}

/** The checks of `assertSound` in a thread of their own: on a Pi they read for seconds. */
const CHECKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { crc32 } = require('node:zlib');
  const Database = require(workerData.driver);
  const db = new Database(workerData.path);
  db.pragma('journal_mode = DELETE');
  db.function('crc32', { deterministic: true }, (value) => crc32(value));
  const tree = db.pragma('quick_check(1)', { simple: true });
  const wrong = workerData.checks.filter((sql) => db.prepare(sql).get() !== undefined);
  db.close();
  parentPort.postMessage(tree === 'ok' && wrong.length === 0 ? '' : tree + ' ' + wrong.join(' '));
`;

function checkBesideTheLoop(path: string): Promise<void> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  return new Promise((resolve, reject) => {
    const worker = new Worker(CHECKER, { eval: true, workerData: { driver, path, checks: SOUND_CHECKS } });
    worker.once('error', reject);
    worker.once('message', (reason: string) => {
      if (reason === '') resolve();
      else reject(new KwError('KW_BACKUP_INVALID', { file: path, reason }));
    });
  });
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
