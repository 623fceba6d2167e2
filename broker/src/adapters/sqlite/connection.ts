import { KwError } from '@kringwijzer/contract';
import type { Database } from 'better-sqlite3';
import { BootTable } from './boot-table.ts';
import { DirtyHours } from './dirty-hours.ts';
import { lockFile } from './file-lock.ts';
import { connect, openFile } from './open-file.ts';
import { RawReader } from './raw-reader.ts';
import { SeriesTable } from './series-table.ts';
import { storeError } from './store-errors.ts';
import { DEFAULT_RETENTION, type SqliteStoreOptions } from './store-options.ts';
import { prepareUpkeep, type UpkeepStatements } from './upkeep-statements.ts';
import { Writer } from './writer.ts';

/** One open file with everything remembered about it. */
export interface Connection {
  readonly db: Database;
  readonly series: SeriesTable;
  readonly boots: BootTable;
  readonly dirty: DirtyHours;
  readonly unmirrored: DirtyHours | undefined;
  readonly writer: Writer;
  readonly reader: RawReader;
  readonly upkeep: UpkeepStatements;
}

/**
 * Keeps the one connection of a store. A failed transaction throws the connection and all memory of it away and the next
 * call opens again: memory then never differs from the disk, and a disk that comes back needs nobody's help.
 */
export class ConnectionKeeper {
  /** Where a damaged file was put at the start, when there was one. */
  readonly setAside: string | undefined;
  /** Why the last transaction failed, until one succeeds. */
  lastFailure: string | undefined;
  private readonly options: SqliteStoreOptions;
  private readonly unlock: () => void;
  private open: Connection | undefined;
  private dataVersion: number | undefined;
  private closed = false;

  constructor(options: SqliteStoreOptions) {
    this.options = options;
    const opened = openFile(options, options.readOnly === true ? undefined : lockFile);
    this.unlock = opened.unlock;
    this.setAside = opened.setAside;
    this.open = this.connectionOver(opened.db);
  }

  /** The connection, opened again when the last one failed. Throws KW_STORE_UNAVAILABLE. */
  use(): Connection {
    if (this.closed) throw new KwError('KW_STORE_UNAVAILABLE', { reason: 'the store is closed' });
    try {
      this.open ??= this.connectionOver(connect(this.options.path, this.options.readOnly));
      if (this.options.readOnly === true) this.open = this.refreshed(this.open);
      return this.open;
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** Runs `work` in one transaction that is on disk when this returns; whatever it throws, nothing of it stays. */
  transact<T>(work: (connection: Connection) => T): T {
    if (this.options.readOnly === true) throw new KwError('KW_STORE_UNAVAILABLE', { reason: 'it was opened for reading only' });
    const connection = this.use();
    try {
      const result = connection.db.transaction(() => work(connection)).immediate();
      this.lastFailure = undefined;
      return result;
    } catch (error) {
      this.drop();
      throw this.failed(error);
    }
  }

  /** Runs a read; errors of the file come out as KW_STORE_UNAVAILABLE. */
  read<T>(work: (connection: Connection) => T): T {
    try {
      return work(this.use());
    } catch (error) {
      throw storeError(error);
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.drop();
    this.unlock();
  }

  /** A reader beside a running hub learns of series that came after it opened. */
  private refreshed(connection: Connection): Connection {
    const version = Number(connection.db.pragma('data_version', { simple: true }));
    if (version === this.dataVersion) return connection;
    this.dataVersion = version;
    return this.connectionOver(connection.db);
  }

  private drop(): void {
    const connection = this.open;
    this.open = undefined;
    connection?.db.close();
  }

  private failed(error: unknown): unknown {
    const known = storeError(error);
    this.lastFailure = known instanceof Error ? known.message : String(known);
    return known;
  }

  private connectionOver(db: Database): Connection {
    const series = new SeriesTable(db);
    const boots = new BootTable(db);
    const dirty = new DirtyHours(db, 'dirty');
    const unmirrored = this.options.isMirrored === true ? new DirtyHours(db, 'unmirrored') : undefined;
    const retention = this.options.retention ?? DEFAULT_RETENTION;
    const writer = new Writer({ db, series, boots, dirty, unmirrored, retention });
    return { db, series, boots, dirty, unmirrored, writer, reader: new RawReader(db), upkeep: prepareUpkeep(db) };
  }
}
