import { type CareNote, emptyingNoteSchema } from '@kringwijzer/contract';
import type Database from 'better-sqlite3';
import type { DeviceCareRow, EmptyingWord, StaffLog } from '../../ports/staff-log.ts';

type Sqlite = Database.Database;

/** The tables of what staff write down, in the hub's own database. */
export function openStaffTables(db: Sqlite): StaffLog {
  return { emptyings: emptyingsOf(db), outcomes: outcomesOf(db), care: careOf(db), photos: photosOf(db) };
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

function outcomesOf(db: Sqlite): StaffLog['outcomes'] {
  const add = db.prepare('INSERT OR IGNORE INTO outcome_client (client, entry) VALUES (?, ?)');
  const find = db.prepare<[string], { entry: number }>('SELECT entry FROM outcome_client WHERE client = ?');
  return { add: (client, entry) => void add.run(client, entry), find: (client) => find.get(client)?.entry };
}

/** Some 30 kB each: 15 MB in the database and in every backup. */
const PHOTOS_KEPT = 500;

function photosOf(db: Sqlite): StaffLog['photos'] {
  const put = db.prepare('INSERT OR REPLACE INTO photo (client, bytes) VALUES (?, ?)');
  const drop = db.prepare('DELETE FROM photo WHERE id <= (SELECT max(id) FROM photo) - ?');
  const find = db.prepare<[string], { bytes: Buffer }>('SELECT bytes FROM photo WHERE client = ?');
  const has = db.prepare<[string], { one: number }>('SELECT 1 AS one FROM photo WHERE client = ?');
  return {
    put: (client, photo) => {
      put.run(client, photo);
      drop.run(PHOTOS_KEPT);
    },
    find: (client) => find.get(client)?.bytes,
    has: (client) => has.get(client) !== undefined,
  };
}

type CareRow = Omit<DeviceCareRow, 'name' | 'retiredAt'> & { readonly name: string | null; readonly retiredAt: number | null };

function careOf(db: Sqlite): StaffLog['care'] {
  const find = db.prepare<[string, string], CareRow>('SELECT * FROM device_care WHERE node = ? AND device = ?');
  const list = db.prepare<[], CareRow>('SELECT * FROM device_care ORDER BY node, device');
  const put = db.prepare('INSERT OR REPLACE INTO device_care (node, device, name, retiredAt) VALUES (?, ?, ?, ?)');
  const note = db.prepare('INSERT INTO care_note (node, device, at, by, what, text) VALUES (@node, @device, @at, @by, @what, @text)');
  const notes = db.prepare<[string, string], CareNote>(
    'SELECT at, by, what, text FROM care_note WHERE node = ? AND device = ? ORDER BY id DESC LIMIT 200',
  );
  const rowOf = ({ name, retiredAt, ...row }: CareRow): DeviceCareRow => ({
    ...row,
    name: name ?? undefined,
    retiredAt: retiredAt ?? undefined,
  });
  return {
    find: (node, device) => {
      const row = find.get(node, device);
      return row && rowOf(row);
    },
    list: () => list.all().map(rowOf),
    put: ({ node, device, name, retiredAt }) => void put.run(node, device, name ?? null, retiredAt ?? null),
    note: (row) => void note.run(row),
    notes: (node, device) => notes.all(node, device),
  };
}
