import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { AuditRow, CodeRow, CredentialRow, HubDb, UserRow } from '../../ports/hub-db.ts';
import { copyBefore, migrateFile } from '../sqlite/migrate-file.ts';
import { HUB_LAYOUT } from './hub-layout.ts';
import { openQuickTables } from './quick-tables.ts';
import { openSessionTable } from './session-table.ts';
import { openStaffTables } from './staff-tables.ts';

type Sqlite = Database.Database;
type Row<T> = {
  [K in keyof T]: Exclude<T[K], undefined | boolean> | (undefined extends T[K] ? null : never) | (T[K] extends boolean ? number : never);
};

/**
 * Opens the hub's own database, in WAL mode with every commit synced. The file is readable by its owner only; one of an
 * earlier version is copied beside itself before it changes. Throws KW_STORE_VERSION for a file of a newer version.
 */
export function openHubDb(file: string): HubDb {
  const db = openAtLayout(file);
  return {
    users: usersOf(db),
    credentials: credentialsOf(db),
    codes: codesOf(db),
    sessions: openSessionTable(db),
    ...openQuickTables(db),
    audit: auditOf(db),
    facts: factsOf(db),
    staff: openStaffTables(db),
    backup: async (destination) => {
      await db.backup(destination);
    },
    close: () => db.close(),
  };
}

function openAtLayout(file: string): Sqlite {
  const db = new Database(file);
  try {
    if (file !== ':memory:') chmodSync(file, 0o600);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    migrateFile(db, HUB_LAYOUT, (version) => void copyBefore(db, version));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function usersOf(db: Sqlite): HubDb['users'] {
  const find = db.prepare<[string], Row<UserRow>>('SELECT * FROM user WHERE name = ?');
  const list = db.prepare<[], Row<UserRow>>('SELECT * FROM user ORDER BY name');
  const put = db.prepare(
    'INSERT OR REPLACE INTO user (name, role, passwordHash, language, createdAt, disabled) VALUES (@name, @role, @passwordHash, @language, @createdAt, @disabled)',
  );
  const userOf = (row: Row<UserRow>): UserRow => ({ ...row, disabled: row.disabled === 1 });
  return {
    find: (name) => mapped(find.get(name), userOf),
    list: () => list.all().map(userOf),
    put: (user) => void put.run({ ...user, disabled: user.disabled ? 1 : 0 }),
  };
}

function credentialsOf(db: Sqlite): HubDb['credentials'] {
  const list = db.prepare<[], Row<CredentialRow>>('SELECT * FROM credential ORDER BY username');
  const put = db.prepare(
    'INSERT OR REPLACE INTO credential VALUES (@username, @role, @subject, @secretHash, @createdAt, @revokedAt, @lastSeenAt)',
  );
  const revoke = db.prepare('UPDATE credential SET revokedAt = ? WHERE username = ? AND revokedAt IS NULL');
  const seen = db.prepare('UPDATE credential SET lastSeenAt = ? WHERE username = ?');
  return {
    list: () => list.all().map((row) => ({ ...row, revokedAt: row.revokedAt ?? undefined, lastSeenAt: row.lastSeenAt ?? undefined })),
    put: (row) => void put.run({ ...row, revokedAt: row.revokedAt ?? null, lastSeenAt: row.lastSeenAt ?? null }),
    revoke: (username, atMs) => revoke.run(atMs, username).changes > 0,
    seen: (username, atMs) => void seen.run(atMs, username),
  };
}

function codesOf(db: Sqlite): HubDb['codes'] {
  const open = 'usedAt IS NULL AND expiresAt > ?';
  const columns = 'codeHash, kind, subject, createdAt, expiresAt';
  const put = db.prepare(`INSERT INTO code (${columns}) VALUES (@codeHash, @kind, @subject, @createdAt, @expiresAt)`);
  const find = db.prepare<[string, string, number], Row<CodeRow>>(
    `SELECT ${columns} FROM code WHERE codeHash = ? AND kind = ? AND ${open}`,
  );
  const list = db.prepare<[string, number], Row<CodeRow>>(`SELECT ${columns} FROM code WHERE kind = ? AND ${open}`);
  const use = db.prepare('UPDATE code SET usedAt = ? WHERE codeHash = ? AND usedAt IS NULL');
  const codeOf = (row: Row<CodeRow>): CodeRow => ({ ...row, subject: row.subject ?? undefined });
  return {
    put: (row) => void put.run({ ...row, subject: row.subject ?? null }),
    take: db.transaction((codeHash: string, kind: CodeRow['kind'], atMs: number) => {
      const row = find.get(codeHash, kind, atMs);
      return row !== undefined && use.run(atMs, codeHash).changes === 1 ? codeOf(row) : undefined;
    }),
    peek: (codeHash, kind, atMs) => mapped(find.get(codeHash, kind, atMs), codeOf),
    open: (kind, atMs) => list.all(kind, atMs).map(codeOf),
  };
}

function auditOf(db: Sqlite): HubDb['audit'] {
  const add = db.prepare('INSERT INTO audit (at, actor, action, detail) VALUES (@at, @actor, @action, @detail)');
  const latest = db.prepare<[number], AuditRow>('SELECT at, actor, action, detail FROM audit ORDER BY id DESC LIMIT ?');
  return { add: (row) => void add.run(row), latest: (limit) => latest.all(limit) };
}

function factsOf(db: Sqlite): HubDb['facts'] {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM fact WHERE key = ?');
  const set = db.prepare('INSERT OR REPLACE INTO fact VALUES (?, ?)');
  const entries = db.prepare<[string, string], { key: string; value: string }>('SELECT key, value FROM fact WHERE key >= ? AND key < ?');
  return {
    get: (key) => get.get(key)?.value,
    set: (key, value) => void set.run(key, value),
    entries: (prefix) => entries.all(prefix, `${prefix}\u{10ffff}`),
  };
}

const mapped = <A, B>(value: A | undefined, map: (value: A) => B): B | undefined => (value === undefined ? undefined : map(value));
