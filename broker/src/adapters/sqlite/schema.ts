import type { Database } from 'better-sqlite3';
import { migrateFile } from './migrate-file.ts';

/**
 * Steps from an empty file to the newest layout; `user_version` counts the steps taken. A step that has been released
 * is never changed, a new one is added behind it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE series(
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, measurement TEXT NOT NULL, tags TEXT NOT NULL, field TEXT NOT NULL,
    unit TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, step_ms INTEGER,
    first_at INTEGER, last_at INTEGER, last_value REAL, horizon_at INTEGER NOT NULL DEFAULT 0) STRICT;
  -- Time first: one commit of all series touches one page, not one page a series (measured in docs/store.md).
  CREATE TABLE sample(at INTEGER NOT NULL, series INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY(at, series)) STRICT, WITHOUT ROWID;
  -- id = series * 2^24 + UTC day: the days of a series lie side by side.
  CREATE TABLE chunk(id INTEGER PRIMARY KEY, n INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
  -- The same key; the hours of a day in one row: a year of a series is 365 rows to read, not 8,760.
  CREATE TABLE rollup(id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE dirty(hour INTEGER NOT NULL, series INTEGER NOT NULL, PRIMARY KEY(hour, series)) STRICT, WITHOUT ROWID;
  -- The same for what a mirror has still to be told.
  CREATE TABLE unmirrored(hour INTEGER NOT NULL, series INTEGER NOT NULL, PRIMARY KEY(hour, series)) STRICT, WITHOUT ROWID;
  CREATE TABLE boot(id INTEGER PRIMARY KEY, site TEXT NOT NULL, node TEXT NOT NULL, boot TEXT NOT NULL, UNIQUE(site, node, boot)) STRICT;
  CREATE TABLE received(
    boot INTEGER NOT NULL REFERENCES boot, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL, PRIMARY KEY(boot, from_seq)) STRICT, WITHOUT ROWID;
  CREATE TABLE event(
    id INTEGER PRIMARY KEY AUTOINCREMENT, boot INTEGER NOT NULL REFERENCES boot, seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
    device TEXT NOT NULL, clock TEXT NOT NULL, received_at INTEGER NOT NULL, record TEXT NOT NULL, crc INTEGER NOT NULL,
    UNIQUE(boot, seq)) STRICT;
  CREATE INDEX event_by_kind ON event(kind, at);
  CREATE INDEX event_by_time ON event(at);
  CREATE TABLE event_value(
    series INTEGER NOT NULL, at INTEGER NOT NULL, event INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY(series, at, event)) STRICT, WITHOUT ROWID;
  CREATE INDEX event_value_by_event ON event_value(event);
  -- Corrections never change the event: the newest one of an event says what counts. record NULL: struck out.
  CREATE TABLE correction(
    id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES event, at INTEGER NOT NULL, made_by TEXT NOT NULL, why TEXT NOT NULL,
    record TEXT) STRICT;
  CREATE INDEX correction_by_event ON correction(event);
  -- Weighbridge tickets: the official figures beside ours.
  CREATE TABLE ticket(
    number TEXT PRIMARY KEY, at INTEGER NOT NULL, container TEXT NOT NULL, net_g INTEGER NOT NULL, gross_g INTEGER, tare_g INTEGER) STRICT;
  CREATE INDEX ticket_by_time ON ticket(at);
  CREATE TABLE cursor(name TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT;
  `,
];

/** Brings the open file to the newest layout; `beforeStep` is called once when an existing file is going to change. Throws KW_STORE_VERSION for a newer file. */
export const migrate = (db: Database, beforeStep: (version: number) => void): void => migrateFile(db, { steps: MIGRATIONS }, beforeStep);
