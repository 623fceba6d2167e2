import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KwError } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { copyContent } from './content/adapters/copy-content.ts';
import type { HubCore } from './hub-core.ts';
import { copyJournal } from './monitoring/adapters/copy-journal.ts';

const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/u;
const MANIFEST = 'backup.json';
const manifestSchema = z.strictObject({ backup: z.literal(1), site: z.string(), at: z.number(), files: z.array(z.string()) });
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
}

/**
 * Copies the store, the accounts and the keys of a running hub into a folder of their own, checks the copy, and removes
 * the oldest ones over `keep`. The folder gets its name only when it is whole. Throws KW_STORE_UNAVAILABLE, KW_BACKUP_INVALID.
 */
export async function makeBackup(core: BackupSource, keep: number): Promise<BackupInfo> {
  const { folder, store, storeIsInFolder, db, nowMs, log } = core;
  const at = nowMs();
  const path = join(folder.backups, new Date(at).toISOString().replaceAll(/[:.]/gu, '-'));
  const part = `${path}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  // A server is backed up by its own tools.
  if (storeIsInFolder) await store.admin.backup(join(part, 'store.db'));
  await db.backup(join(part, 'hub.db'));
  await copyJournal(folder.path, part);
  await copyContent(folder.path, part);
  copyFileSync(join(folder.path, 'site.key'), join(part, 'site.key'));
  if (existsSync(folder.tls)) cpSync(folder.tls, join(part, 'tls'), { recursive: true });
  const site = db.facts.get('site') ?? '';
  writeFileSync(
    join(part, MANIFEST),
    JSON.stringify({ backup: 1, site, at, files: storeIsInFolder ? [...FILES] : FILES_BESIDE_SERVER } satisfies z.input<
      typeof manifestSchema
    >),
    {
      flush: true,
    },
  );
  const info = checkBackup(part);
  renameSync(part, path);
  for (const name of oldest(folder.backups, keep)) rmSync(join(folder.backups, name), { recursive: true, force: true });
  log.info({ path }, 'backup made');
  return { ...info, path };
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
  return { path, site: manifest.site, at: manifest.at };
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
