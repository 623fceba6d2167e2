import { existsSync, renameSync } from 'node:fs';
import type { Logger } from 'pino';

const DAMAGED: readonly string[] = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/**
 * Opens a database file; one that is damaged is set aside under a new name and a new one begun, so that the hub starts.
 * For files whose content comes back by itself or from a backup.
 */
export function openWholeFile<T>(file: string, open: (file: string) => T, log: Logger): T {
  try {
    return open(file);
  } catch (error) {
    if (!DAMAGED.includes((error as { code?: string }).code ?? '')) throw error;
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    log.error({ code: 'KW_STORE_CORRUPT', file, aside }, 'damaged file set aside');
    return open(file);
  }
}
