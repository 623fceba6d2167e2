import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { backupNames } from './backup.ts';

const DAMAGED: readonly string[] = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

export interface WholeFileOptions<T> {
  readonly file: string;
  readonly open: (file: string) => T;
  readonly log: Logger;
  /** Puts another file in its place; tells where it came from. Without it a new file is begun. */
  readonly recover?: () => string | undefined;
}

/**
 * Opens a database file; one that is damaged is set aside under a new name so that the hub starts: with what `recover`
 * finds, or anew.
 */
export function openWholeFile<T>({ file, open, log, recover }: WholeFileOptions<T>): T {
  try {
    return open(file);
  } catch (error) {
    if (!DAMAGED.includes((error as { code?: string }).code ?? '')) throw error;
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    const from = recover?.();
    log.error(
      { code: 'KW_STORE_CORRUPT', file, aside, from },
      from === undefined ? 'damaged file set aside' : 'damaged file replaced from a backup',
    );
    return open(file);
  }
}

/** Copies a file out of the newest backup that has it; undefined when there is none. */
export function fromBackup(backups: string, name: string, file: string): string | undefined {
  const found = backupNames(backups)
    .map((backup) => join(backups, backup, name))
    .find((candidate) => existsSync(candidate));
  if (found !== undefined) copyFileSync(found, file);
  return found;
}
