import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KwError } from '@kringwijzer/contract';

const KEY_BYTES = 32;

/** Where the hub keeps what it must not lose. */
export interface DataFolder {
  readonly path: string;
  readonly hubDb: string;
  readonly store: string;
  readonly broker: string;
  readonly tls: string;
  readonly backups: string;
  /** Key of this site's digests; a stolen database is of no use without it. */
  readonly siteKey: Buffer;
}

/** Opens the data folder, made when it is not there. Throws KW_DATA_NOT_WRITABLE. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    makeFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const siteKey = siteKeyOf(join(path, 'site.key'));
    const at = (name: string): string => join(path, name);
    return { path, hubDb: at('hub.db'), store: at('store.db'), broker: at('broker.db'), tls: at('tls'), backups: at('backups'), siteKey };
  } catch (error) {
    if (error instanceof KwError) throw error;
    throw new KwError('KW_DATA_NOT_WRITABLE', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Makes a folder and those above it. Not `recursive`: Node 20 then tries for ever where nothing can be made, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o750 });
}

function siteKeyOf(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
  const key = readFileSync(file);
  if (key.length === KEY_BYTES) return key;
  throw new KwError('KW_DATA_NOT_WRITABLE', {
    path: file,
    reason: `the site key has ${key.length} bytes instead of ${KEY_BYTES}; restore it from a backup`,
  });
}

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
