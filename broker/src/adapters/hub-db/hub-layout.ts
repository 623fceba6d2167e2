import type { Database } from 'better-sqlite3';
import type { Layout } from '../sqlite/migrate-file.ts';

/** The layout of the first hubs, which did not number it. */
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

/** What staff write down, PINs with the tablets they work on, and where a session came from. */
const STAFF_WORK = `
CREATE TABLE IF NOT EXISTS emptying_word (
  id INTEGER PRIMARY KEY, event TEXT NOT NULL, verdict TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS emptying_word_by_event ON emptying_word(event, id);
CREATE TABLE IF NOT EXISTS pin (name TEXT PRIMARY KEY COLLATE NOCASE, pinHash TEXT NOT NULL, failures INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tablet (idHash TEXT PRIMARY KEY, name TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
`;
const SESSION_COLUMNS = {
  how: "TEXT NOT NULL DEFAULT 'password'",
  device: "TEXT NOT NULL DEFAULT ''",
  seenAt: 'INTEGER NOT NULL DEFAULT 0',
} as const;

/** What became of goods as pages wrote it down, photos of it, and the care of devices. */
const OUTCOMES_AND_CARE = `
CREATE TABLE IF NOT EXISTS outcome_client (client TEXT PRIMARY KEY, entry INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS photo (id INTEGER PRIMARY KEY, client TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS care_note (
  id INTEGER PRIMARY KEY, node TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL,
  text TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS care_note_by_device ON care_note(node, device, id);
CREATE TABLE IF NOT EXISTS device_care (
  node TEXT NOT NULL, device TEXT NOT NULL, name TEXT, retiredAt INTEGER, PRIMARY KEY (node, device)) STRICT;
`;

/** The hub's own database, `hub.db`. */
export const HUB_LAYOUT: Layout = {
  unnumbered: 1,
  steps: [
    FIRST,
    (db) => {
      db.exec(STAFF_WORK);
      addColumns(db, 'session', SESSION_COLUMNS);
    },
    OUTCOMES_AND_CARE,
  ],
};

/** Adds the columns a table has not got yet. */
function addColumns(db: Database, table: string, columns: Readonly<Record<string, string>>): void {
  const known = new Set((db.pragma(`table_info(${table})`) as readonly { readonly name: string }[]).map(({ name }) => name));
  for (const [name, type] of Object.entries(columns)) if (!known.has(name)) db.exec(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
}
