import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Name of the journal's file in the data folder. */
export const JOURNAL_FILE = 'journal.db';

/** Copies the journal of a running hub into a backup; a hub that never had one has nothing to copy. */
export async function copyJournal(dataFolder: string, destination: string): Promise<void> {
  const file = join(dataFolder, JOURNAL_FILE);
  if (!existsSync(file)) return;
  const db = new Database(file, { readonly: true });
  try {
    await db.backup(join(destination, JOURNAL_FILE));
  } finally {
    db.close();
  }
}
