import type Database from 'better-sqlite3';
import type { HubDb, SessionRow } from '../../ports/hub-db.ts';

/** Browsers that are signed in. */
export function openSessionTable(db: Database.Database): HubDb['sessions'] {
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
