import { chmodSync } from 'node:fs';
import { entryBodySchema, entryKindSchema, type JournalEntry, KwError } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { copyBefore, type Layout, migrateFile } from '../../adapters/sqlite/migrate-file.ts';
import type { ImportInfo, Journal, JournalQuery, NewLine, Writer } from '../ports/journal.ts';

// The triggers hold the promise of the port against every program that opens the file, this one included.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS import (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, made_by TEXT NOT NULL, file TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS line (
  id INTEGER PRIMARY KEY AUTOINCREMENT, recorded_at INTEGER NOT NULL, made_by TEXT NOT NULL, kind TEXT NOT NULL,
  from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, body TEXT NOT NULL, supersedes INTEGER UNIQUE REFERENCES line(id),
  why TEXT, struck INTEGER NOT NULL DEFAULT 0, import INTEGER REFERENCES import(id)) STRICT;
CREATE INDEX IF NOT EXISTS line_by_time ON line(kind, from_at);
CREATE INDEX IF NOT EXISTS line_by_import ON line(import) WHERE import IS NOT NULL;
CREATE TRIGGER IF NOT EXISTS line_stays BEFORE UPDATE ON line BEGIN SELECT raise(ABORT, 'lines are never changed'); END;
CREATE TRIGGER IF NOT EXISTS line_remains BEFORE DELETE ON line BEGIN SELECT raise(ABORT, 'lines are never deleted'); END;
`;

const LAYOUT: Layout = { steps: [SCHEMA] };

interface Row {
  readonly id: number;
  readonly recorded_at: number;
  readonly made_by: string;
  readonly body: string;
  readonly supersedes: number | null;
  readonly why: string | null;
  readonly struck: number;
  readonly import: number | null;
}

const STANDS = 'struck = 0 AND NOT EXISTS (SELECT 1 FROM line AS later WHERE later.supersedes = line.id)';

/** Opens the journal in a file of its own, every commit synced, readable by its owner only; `:memory:` keeps nothing. */
export function openSqliteJournal(file: string): Journal {
  const db = new Database(file);
  if (file !== ':memory:') chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  migrateFile(db, LAYOUT, (version) => void copyBefore(db, version));
  const add = adder(db);
  const addImport = db.prepare('INSERT INTO import (at, made_by, file, kind) VALUES (?, ?, ?, ?)');
  const addAll = db.transaction((writer: Writer, lines: readonly NewLine[], batch?: number) =>
    lines.map((line) => add(writer, line, batch)),
  );
  const takeIn = db.transaction((writer: Writer, file: Pick<ImportInfo, 'file' | 'kind'>, lines: readonly NewLine[]) => {
    const id = Number(addImport.run(writer.at, writer.by, file.file, file.kind).lastInsertRowid);
    addAll(writer, lines, id);
    return { id, ...writer, ...file, rows: lines.length, standing: lines.length };
  });
  const last = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM line');
  return {
    append: (writer, lines) => addAll.immediate(writer, lines),
    import: (writer, file, lines) => takeIn.immediate(writer, file, lines),
    current: (query) => currentLines(db, query),
    history: (id) => historyOf(db, id),
    imports: () => importsOf(db),
    revision: () => last.get()?.id ?? 0,
    backup: async (destination) => {
      await db.backup(destination);
    },
    close: () => db.close(),
  };
}

function adder(db: Database.Database): (writer: Writer, line: NewLine, batch?: number | null) => JournalEntry {
  const insert = db.prepare(
    'INSERT INTO line (recorded_at, made_by, kind, from_at, to_at, body, supersedes, why, struck, import) VALUES (?,?,?,?,?,?,?,?,?,?)',
  );
  const exists = db.prepare<[number], { id: number }>('SELECT id FROM line WHERE id = ?');
  const after = db.prepare<[number], { id: number }>('SELECT id FROM line WHERE supersedes = ?');
  const read = db.prepare<[number | bigint], Row>('SELECT * FROM line WHERE id = ?');
  const check = (id: number): void => {
    if (exists.get(id) === undefined) throw new KwError('KW_ENTRY_UNKNOWN', { id });
    const next = after.get(id);
    if (next !== undefined) throw new KwError('KW_ENTRY_SUPERSEDED', { id, next: next.id });
  };
  return (writer, line, batch = null) => {
    const { body, supersedes = null, why = null, struck = false } = line;
    if (supersedes !== null) check(supersedes);
    const { kind, from, to } = body;
    const marks = [supersedes, why, struck ? 1 : 0, batch];
    const { lastInsertRowid } = insert.run(writer.at, writer.by, kind, from, to, JSON.stringify(body), ...marks);
    const row = read.get(lastInsertRowid);
    if (row === undefined) throw new TypeError('a line just written is not there');
    return entryOf(row);
  };
}

function currentLines(db: Database.Database, { kinds, from, to, batch }: JournalQuery): readonly JournalEntry[] {
  const wheres = [STANDS];
  const values: (string | number)[] = [];
  const where = (sql: string, ...args: (string | number)[]): void => {
    wheres.push(sql);
    values.push(...args);
  };
  if (kinds !== undefined) where(`kind IN (${kinds.map(() => '?').join(',')})`, ...kinds);
  if (to !== undefined) where('from_at < ?', to);
  if (from !== undefined) where('max(to_at, from_at + 1) > ?', from);
  if (batch !== undefined) where('import = ?', batch);
  const sql = `SELECT * FROM line WHERE ${wheres.join(' AND ')} ORDER BY from_at, id`;
  return db
    .prepare<(string | number)[], Row>(sql)
    .all(...values)
    .map(entryOf);
}

function historyOf(db: Database.Database, id: number): readonly JournalEntry[] {
  const sql = `
    WITH RECURSIVE back(id) AS (SELECT id FROM line WHERE id = ? UNION SELECT line.supersedes FROM line JOIN back ON line.id = back.id WHERE line.supersedes IS NOT NULL),
      forth(id) AS (SELECT id FROM back UNION SELECT line.id FROM line JOIN forth ON line.supersedes = forth.id)
    SELECT * FROM line WHERE id IN (SELECT id FROM forth) ORDER BY id`;
  return db.prepare<[number], Row>(sql).all(id).map(entryOf);
}

function importsOf(db: Database.Database): readonly ImportInfo[] {
  const sql = `
    SELECT import.id, import.at, import.made_by AS by, import.file, import.kind,
      (SELECT count(*) FROM line WHERE line.import = import.id) AS rows,
      (SELECT count(*) FROM line WHERE line.import = import.id AND ${STANDS}) AS standing
    FROM import ORDER BY import.id DESC LIMIT 200`;
  return db
    .prepare<[], Omit<ImportInfo, 'kind'> & { kind: string }>(sql)
    .all()
    .map((row) => ({ ...row, kind: entryKindSchema.parse(row.kind) }));
}

function entryOf(row: Row): JournalEntry {
  return {
    id: row.id,
    recordedAt: row.recorded_at,
    by: row.made_by,
    body: entryBodySchema.parse(JSON.parse(row.body)),
    struck: row.struck === 1,
    ...(row.supersedes !== null && { supersedes: row.supersedes }),
    ...(row.why !== null && { why: row.why }),
    ...(row.import !== null && { batch: row.import }),
  };
}
