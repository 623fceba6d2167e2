import {
  chmodSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DAY_MS, KwError } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { copyContent } from './content/adapters/copy-content.ts';
import type { HubCore } from './hub-core.ts';
import { copyJournal, JOURNAL_FILE } from './monitoring/adapters/copy-journal.ts';

const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/u;
const MANIFEST = 'backup.json';
const countsSchema = z.strictObject({ events: z.int().optional(), people: z.int(), machines: z.int() });
const manifestSchema = z.strictObject({
  backup: z.literal(1),
  site: z.string(),
  at: z.number(),
  files: z.array(z.string()),
  /** Absent in backups of the first version. */
  counts: countsSchema.optional(),
});
/** What can be made anew is not in a backup: broker.db fills itself when clients come back. */
const FILES = ['store.db', 'hub.db', 'site.key'] as const;
/** The same of a hub whose records are on a server. */
const FILES_BESIDE_SERVER = ['hub.db', 'site.key'];

type BackupSource = Pick<HubCore, 'folder' | 'store' | 'storeIsInFolder' | 'db' | 'nowMs' | 'log'>;

/** A backup that was checked. */
export interface BackupInfo {
  readonly path: string;
  readonly site: string;
  readonly at: number;
  /** Rows that were counted in it; events only when the store is part of it. */
  readonly counts: Readonly<z.infer<typeof countsSchema>>;
}

/**
 * Copies the store, the accounts and the keys of a running hub into a folder of their own, checks the copy, and removes
 * the oldest ones over `keep`. The folder gets its name only when it is whole. Throws KW_STORE_UNAVAILABLE, KW_BACKUP_INVALID.
 */
export async function makeBackup(core: BackupSource, keep: number): Promise<BackupInfo> {
  const { folder, store, storeIsInFolder, db, nowMs, log } = core;
  const info = await writeBackup(folder.path, { at: nowMs(), keep }, async (part) => {
    // A server is backed up by its own tools.
    if (storeIsInFolder) await store.admin.backup(join(part, 'store.db'));
    await db.backup(join(part, 'hub.db'));
    await copyJournal(folder.path, part);
  });
  log.info({ path: info.path }, 'backup made');
  return info;
}

/**
 * The same from outside, of a data folder whose hub may be running: each database is copied as it is at one moment, without
 * stopping anybody. Throws KW_BACKUP_INVALID, also when there is no hub's data.
 */
export function backupFolder(path: string, { nowMs, keep }: { readonly nowMs: number; readonly keep: number }): Promise<BackupInfo> {
  if (!existsSync(join(path, 'hub.db'))) throw new KwError('KW_BACKUP_INVALID', { file: path, reason: 'no hub has its data there' });
  return writeBackup(path, { at: nowMs, keep }, async (part) => {
    for (const file of ['store.db', 'hub.db', JOURNAL_FILE]) if (existsSync(join(path, file))) copyLive(join(path, file), join(part, file));
  });
}

/** A copy of a database that others write to, as it was at one moment: SQLite's own, in one transaction, and on disk. */
function copyLive(file: string, destination: string): void {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    db.exec(`VACUUM INTO '${destination.replaceAll("'", "''")}'`);
  } finally {
    db.close();
  }
  chmodSync(destination, 0o600);
  const handle = openSync(destination, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

async function writeBackup(
  data: string,
  { at, keep }: { readonly at: number; readonly keep: number },
  copyDatabases: (part: string) => Promise<void>,
): Promise<BackupInfo> {
  const backups = join(data, 'backups');
  const path = join(backups, new Date(at).toISOString().replaceAll(/[:.]/gu, '-'));
  const part = `${path}.part`;
  removeLeftOvers(backups, at);
  mkdirSync(part, { recursive: true, mode: 0o700 });
  await copyDatabases(part);
  await copyContent(data, part);
  copyFileSync(join(data, 'site.key'), join(part, 'site.key'));
  if (existsSync(join(data, 'tls'))) cpSync(join(data, 'tls'), join(part, 'tls'), { recursive: true });
  const files = existsSync(join(part, 'store.db')) ? [...FILES] : FILES_BESIDE_SERVER;
  const manifest: z.input<typeof manifestSchema> = {
    backup: 1,
    site: siteOf(join(part, 'hub.db')),
    at,
    files,
    counts: countsOf(part, files),
  };
  writeFileSync(join(part, MANIFEST), JSON.stringify(manifest), { flush: true });
  const info = checkBackup(part);
  renameSync(part, path);
  for (const name of oldest(backups, keep)) rmSync(join(backups, name), { recursive: true, force: true });
  return { ...info, path };
}

/** Takes away what a backup left that was cut off; one that is being made is younger. */
function removeLeftOvers(backups: string, nowMs: number): void {
  if (!existsSync(backups)) return;
  for (const name of readdirSync(backups).filter((each) => each.endsWith('.part'))) {
    if (nowMs - statSync(join(backups, name)).mtimeMs > DAY_MS) rmSync(join(backups, name), { recursive: true, force: true });
  }
}

/** The one value a query gives, as text; empty when there is none. */
function askFile(file: string, sql: string): string {
  const db = new Database(file, { readonly: true });
  try {
    return String(db.prepare<[], string | number>(sql).pluck().get() ?? '');
  } finally {
    db.close();
  }
}

const siteOf = (hubDb: string): string => askFile(hubDb, "SELECT value FROM fact WHERE key = 'site'");

function countsOf(path: string, files: readonly string[]): z.infer<typeof countsSchema> {
  const count = (file: string, table: string): number => Number(askFile(join(path, file), `SELECT count(*) FROM ${table}`));
  return {
    ...(files.includes('store.db') && { events: count('store.db', 'event') }),
    people: count('hub.db', 'user'),
    machines: count('hub.db', 'credential'),
  };
}

/** Opens a backup and looks at every page of its databases. Throws KW_BACKUP_INVALID. */
export function checkBackup(path: string): BackupInfo {
  const invalid = (reason: string, cause?: unknown): KwError => new KwError('KW_BACKUP_INVALID', { file: path, reason }, { cause });
  let manifest: z.infer<typeof manifestSchema>;
  try {
    manifest = manifestSchema.parse(JSON.parse(readFileSync(join(path, MANIFEST), 'utf8')));
  } catch (error) {
    throw invalid(`${MANIFEST} is not there or not ours`, error);
  }
  const files = new Set([...manifest.files, ...FILES_BESIDE_SERVER]);
  for (const file of files) if (!existsSync(join(path, file))) throw invalid(`${file} is missing`);
  for (const file of ['store.db', 'hub.db'].filter((name) => files.has(name))) {
    const fault = faultOf(join(path, file));
    if (fault !== undefined) throw invalid(`${file}: ${fault}`);
  }
  const counts = countsOf(path, manifest.files);
  if (manifest.counts !== undefined && !isDeepStrictEqual(manifest.counts, counts)) throw invalid('it does not hold what it says it holds');
  return { path, site: manifest.site, at: manifest.at, counts };
}

/** True when the newest of the backups is as old as `everyMs`, or from a time yet to come, or when there is none. */
export function isBackupDue(names: readonly string[], everyMs: number, nowMs: number): boolean {
  const [newest] = names;
  if (newest === undefined) return true;
  const [date = '', time = ''] = newest.split('T');
  const [hours, minutes, seconds] = time.split('-');
  const ageMs = nowMs - Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  return ageMs < 0 || ageMs >= everyMs;
}

/**
 * Puts a checked backup into a data folder that no hub uses; what was there is moved aside, and its new name returned.
 * Throws KW_BACKUP_INVALID, KW_DATA_NOT_WRITABLE.
 */
export function restoreBackup(backup: string, dataFolder: string, nowMs: number): string | undefined {
  checkBackup(backup);
  const aside = `${dataFolder}.before-restore-${nowMs}`;
  try {
    const part = `${dataFolder}.restore-${nowMs}`;
    cpSync(backup, part, { recursive: true });
    rmSync(join(part, MANIFEST));
    const kept = existsSync(dataFolder);
    if (kept) renameSync(dataFolder, aside);
    renameSync(part, dataFolder);
    return kept ? aside : undefined;
  } catch (error) {
    throw new KwError(
      'KW_DATA_NOT_WRITABLE',
      { path: dataFolder, reason: (error as NodeJS.ErrnoException).code ?? String(error) },
      { cause: error },
    );
  }
}

/** Names of backups in a folder, newest first. */
export const backupNames = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => NAME.test(name))
        .sort()
        .toReversed()
    : [];

const oldest = (folder: string, keep: number): readonly string[] => backupNames(folder).slice(keep);

function faultOf(file: string): string | undefined {
  try {
    const db = new Database(file, { readonly: true });
    try {
      const answer = db.pragma('integrity_check', { simple: true });
      return answer === 'ok' ? undefined : String(answer);
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
