import { type ErrorInfo, errorOf as e } from './error-info.ts';

/** Errors of the store, its questions and its files. */
export const STORE_ERRORS = {
  KW_STORE_UNAVAILABLE: e(
    503,
    true,
    'The store cannot be written: {reason}.',
    'Nodes keep their records; free disk space or repair the disk.',
  ),
  KW_STORE_CORRUPT: e(
    500,
    false,
    'The store file {file} is damaged.',
    'It was set aside as {aside}; nodes send again what they still hold, restore a backup for the rest.',
  ),
  KW_STORE_LOCKED: e(
    500,
    true,
    'The store file {file} is in use by another hub.',
    'Stop the other hub, or give this one its own folder with --data.',
  ),
  KW_STORE_VERSION: e(
    500,
    false,
    'The store file {file} has version {version}; this program knows up to {known}.',
    'Install the newer version of Kringwijzer that wrote it, or restore a backup.',
  ),
  KW_STORE_CANNOT: e(
    501,
    false,
    'The store of this hub cannot {what}.',
    'Keep the records in SQLite (store.kind: sqlite) and let InfluxDB be its mirror.',
  ),
  KW_BACKUP_INVALID: e(500, false, 'The backup {file} is not a sound store: {reason}.', 'Use another backup.'),
  KW_QUERY_TOO_LARGE: e(
    400,
    false,
    'The query asks for {asked} buckets or rows, over the limit of {limit}.',
    'Ask for a shorter time or a coarser bucket.',
  ),
  KW_QUERY_INVALID: e(400, false, 'The query is not valid: {reason}.', 'See the API documentation at /api/docs.'),
} as const satisfies Readonly<Record<string, ErrorInfo>>;
