import { KwError } from '@kringwijzer/contract';
import Database from 'better-sqlite3';

/**
 * Holds `<path>.lock` so that a second hub on the same file is refused with KW_STORE_LOCKED. The lock is the operating
 * system's own, taken through SQLite: a killed process leaves nothing behind that would have to be removed.
 */
export function lockFile(path: string): () => void {
  const db = new Database(`${path}.lock`, { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new KwError('KW_STORE_LOCKED', { file: path }, { cause: error });
    }
    throw error;
  }
  return () => db.close();
}
