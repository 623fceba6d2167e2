import type Database from 'better-sqlite3';
import type { HubDb, SessionRow } from '../../ports/hub-db.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS session (
  idHash TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, csrf TEXT NOT NULL, createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL) STRICT;
`;
/** Columns of a later layout: added to a file that has not got them. */
const ADDED = {
  how: "TEXT NOT NULL DEFAULT 'password'",
  device: "TEXT NOT NULL DEFAULT ''",
  seenAt: 'INTEGER NOT NULL DEFAULT 0',
} as const;

/** Browsers that are signed in. */
export function openSessionTable(db: Database.Database): HubDb['sessions'] {
  db.exec(SCHEMA);
  const known = new Set((db.pragma('table_info(session)') as readonly { readonly name: string }[]).map(({ name }) => name));
  for (const [name, type] of Object.entries(ADDED)) if (!known.has(name)) db.exec(`ALTER TABLE session ADD COLUMN ${name} ${type}`);
  const find = db.prepare<[string, number], SessionRow>('SELECT * FROM session WHERE idHash = ? AND expiresAt > ?');
  const of = db.prepare<[string, number], SessionRow>('SELECT * FROM session WHERE name = ? AND expiresAt > ? ORDER BY createdAt DESC');
  const put = db.prepare(
    `INSERT OR REPLACE INTO session (idHash, name, role, csrf, createdAt, expiresAt, how, device, seenAt)
     VALUES (@idHash, @name, @role, @csrf, @createdAt, @expiresAt, @how, @device, @seenAt)`,
  );
  const seen = db.prepare('UPDATE session SET seenAt = ? WHERE idHash = ?');
  const remove = db.prepare('DELETE FROM session WHERE idHash = ?');
  const removeOf = db.prepare('DELETE FROM session WHERE name = ?');
  const prune = db.prepare('DELETE FROM session WHERE expiresAt <= ?');
  return {
    find: (idHash, atMs) => find.get(idHash, atMs),
    of: (name, atMs) => of.all(name, atMs),
    put: (row) => void put.run(row),
    seen: (idHash, atMs) => void seen.run(atMs, idHash),
    remove: (idHash) => void remove.run(idHash),
    removeOf: (name) => void removeOf.run(name),
    prune: (atMs) => void prune.run(atMs),
  };
}
