import { emptyingNoteSchema } from '@kringwijzer/contract';
import type Database from 'better-sqlite3';
import type { EmptyingWord, StaffLog } from '../../ports/staff-log.ts';

type Sqlite = Database.Database;

/** The tables of what staff write down, in the hub's own database. */
export function openStaffTables(db: Sqlite): StaffLog {
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
