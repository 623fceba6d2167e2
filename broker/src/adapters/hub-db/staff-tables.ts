import { emptyingNoteSchema } from '@kringwijzer/contract';
import type Database from 'better-sqlite3';
import type { EmptyingWord, StaffLog } from '../../ports/staff-log.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS emptying_word (
  id INTEGER PRIMARY KEY, event TEXT NOT NULL, verdict TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS emptying_word_by_event ON emptying_word(event, id);
`;

type Sqlite = Database.Database;

/** The tables of what staff write down, in the hub's own database. */
export function openStaffTables(db: Sqlite): StaffLog {
  db.exec(SCHEMA);
  return { emptyings: emptyingsOf(db) };
}

function emptyingsOf(db: Sqlite): StaffLog['emptyings'] {
  const add = db.prepare('INSERT INTO emptying_word (event, verdict, at, by, note) VALUES (@event, @verdict, @at, @by, @note)');
  const find = db.prepare<[string], Omit<EmptyingWord, 'note'> & { note: string }>(
    'SELECT event, verdict, at, by, note FROM emptying_word WHERE event = ? ORDER BY id DESC LIMIT 1',
  );
  return {
    add: (word) => void add.run({ ...word, note: JSON.stringify(word.note) }),
    find: (event) => {
      const row = find.get(event);
      return row && { ...row, note: emptyingNoteSchema.parse(JSON.parse(row.note)) };
    },
  };
}
