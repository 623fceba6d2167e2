import { isKwError, KwError } from '@kringwijzer/contract';
import Database from 'better-sqlite3';

/**
 * What a caller may see of a failure inside SQLite: full disk, I/O errors, a lost or damaged file become the retryable
 * KW_STORE_UNAVAILABLE; programmer mistakes stay what they are.
 */
export function storeError(error: unknown): unknown {
  if (isKwError(error)) return error;
  if (error instanceof Database.SqliteError) {
    return new KwError('KW_STORE_UNAVAILABLE', { reason: `${reasonOf(error.code)} (${error.code})` }, { cause: error });
  }
  if (error instanceof Error && 'syscall' in error) return new KwError('KW_STORE_UNAVAILABLE', { reason: error.message }, { cause: error });
  if (error instanceof TypeError && error.message.includes('database connection is not open')) {
    return new KwError('KW_STORE_UNAVAILABLE', { reason: 'the file was closed' }, { cause: error });
  }
  return error;
}

/** True when the file itself is damaged, so that only a restart that sets it aside helps. */
export const isCorruption = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|FORMAT)/u.test(error.code);

function reasonOf(code: string): string {
  if (code.startsWith('SQLITE_FULL')) return 'the disk is full';
  if (code.startsWith('SQLITE_IOERR')) return 'the disk fails';
  if (code.startsWith('SQLITE_READONLY')) return 'the file may only be read';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'another program holds the file';
  if (/^SQLITE_(CORRUPT|NOTADB)/u.test(code)) return 'the file is damaged, restart the hub';
  return 'SQLite refused';
}
