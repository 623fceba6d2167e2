import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** The tables of `hub.db` as the first version of the hub made them, which gave its files no number. */
const FIRST = `
CREATE TABLE IF NOT EXISTS user (
  name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, passwordHash TEXT NOT NULL, language TEXT NOT NULL,
  createdAt INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE IF NOT EXISTS credential (
  username TEXT PRIMARY KEY, role TEXT NOT NULL, subject TEXT NOT NULL, secretHash TEXT NOT NULL,
  createdAt INTEGER NOT NULL, revokedAt INTEGER, lastSeenAt INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS code (
  codeHash TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT, createdAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
  usedAt INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS session (
  idHash TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, csrf TEXT NOT NULL, createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS audit (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;
const TABLES = ['user', 'credential', 'code', 'session', 'audit', 'fact'] as const;

/** Rewrites a hub's own database as the first version would have left it: its tables, its columns, the same rows. */
export function asFirstVersion(file: string): void {
  const now = new Database(file);
  const first = new Database(':memory:');
  first.exec(FIRST);
  for (const table of TABLES) {
    const columns = (first.pragma(`table_info(${table})`) as readonly { readonly name: string }[]).map(({ name }) => name);
    const put = first.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`);
    for (const row of now.prepare(`SELECT ${columns.join()} FROM ${table}`).all()) put.run(row);
  }
  now.close();
  for (const tail of ['', '-wal', '-shm']) rmSync(file + tail, { force: true });
  first.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
  first.close();
}
