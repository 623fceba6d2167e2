import { type Calendar, createCalendar } from '../../core/calendar.ts';
import type { CorrectionDesk } from '../../ports/correction-desk.ts';
import type { MirrorSource } from '../../ports/mirror-source.ts';
import type {
  AggregateQuery,
  Bucket,
  EventQuery,
  IngestBatch,
  IngestResult,
  Point,
  RangeQuery,
  Received,
  Sample,
  SeriesInfo,
  SeriesMatch,
  SeriesStore,
  StoredEvent,
  WriteResult,
} from '../../ports/series-store.ts';
import type { TicketDesk } from '../../ports/ticket-desk.ts';
import { Aggregator } from './aggregator.ts';
import { type Connection, ConnectionKeeper } from './connection.ts';
import { readEvents } from './event-reader.ts';
import { readRange } from './range-reader.ts';
import { SqliteAdmin } from './sqlite-admin.ts';
import { SqliteCorrections } from './sqlite-corrections.ts';
import { SqliteMirrorSource } from './sqlite-mirror-source.ts';
import { SqliteTickets } from './sqlite-tickets.ts';
import { storeError } from './store-errors.ts';
import { SLICE_MS, type SqliteStoreOptions } from './store-options.ts';

/**
 * Opens the store in one SQLite file, checking every page first. A damaged file is set aside under a new name and a new
 * one begun (`setAside` says so). Throws KW_STORE_LOCKED when another hub has it, KW_STORE_VERSION for a newer layout,
 * KW_STORE_UNAVAILABLE when the disk refuses.
 */
export async function createSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  return new SqliteStore(options, new ConnectionKeeper(options));
}

/** The hub's memory in one SQLite file; docs/store.md tells its layout. */
export class SqliteStore implements SeriesStore {
  readonly admin: SqliteAdmin;
  /** What a mirror follows; needs `isMirrored`. */
  readonly mirror: MirrorSource;
  readonly corrections: CorrectionDesk;
  readonly tickets: TicketDesk;
  /** Where a damaged file was put at the start, when there was one. */
  readonly setAside: string | undefined;
  private readonly keeper: ConnectionKeeper;
  private readonly nowMs: () => number;
  private readonly sliceMs: number;
  private readonly calendars = new Map<string, Calendar>();

  constructor(options: SqliteStoreOptions, keeper: ConnectionKeeper) {
    this.keeper = keeper;
    this.nowMs = options.nowMs;
    this.sliceMs = options.sliceMs ?? SLICE_MS;
    this.setAside = keeper.setAside;
    this.mirror = new SqliteMirrorSource(keeper);
    this.corrections = new SqliteCorrections(keeper);
    this.tickets = new SqliteTickets(keeper);
    this.admin = new SqliteAdmin(options, keeper);
  }

  async ingest(batches: readonly IngestBatch[]): Promise<readonly IngestResult[]> {
    const nowMs = this.nowMs();
    return this.keeper.transact(({ writer }) => batches.map((batch) => writer.ingestBatch(batch, nowMs)));
  }

  async write(points: readonly Point[]): Promise<WriteResult> {
    const nowMs = this.nowMs();
    return this.keeper.transact(({ writer }) => writer.write(points, nowMs));
  }

  async aggregate(query: AggregateQuery): Promise<readonly Bucket[]> {
    try {
      const aggregator = aggregatorOf(this.keeper.use(), this.sliceMs);
      return await aggregator.aggregate(query, () => this.calendarOf(query.timeZone), this.nowMs());
    } catch (error) {
      throw storeError(error);
    }
  }

  async *range(query: RangeQuery): AsyncGenerator<Sample> {
    try {
      const { reader, series } = this.keeper.use();
      yield* readRange(reader, series.matching(query.match), query, this.sliceMs);
    } catch (error) {
      throw storeError(error);
    }
  }

  async latest(match: SeriesMatch): Promise<readonly Sample[]> {
    return this.keeper.read(({ series }) =>
      series.matching(match).map(({ key, lastAt, lastValue }) => ({ series: key, at: lastAt, value: lastValue })),
    );
  }

  async series(match: SeriesMatch = {}): Promise<readonly SeriesInfo[]> {
    return this.keeper.read(({ series }) => series.matching(match).map(({ key, firstAt, lastAt }) => ({ series: key, firstAt, lastAt })));
  }

  async events(query: EventQuery): Promise<readonly StoredEvent[]> {
    return this.keeper.read(({ db }) => readEvents(db, query));
  }

  async received(node?: string): Promise<readonly Received[]> {
    return this.keeper.read(({ boots }) => boots.received(node));
  }

  private calendarOf(timeZone: string): Calendar {
    const known = this.calendars.get(timeZone);
    if (known !== undefined) return known;
    const made = createCalendar(timeZone);
    this.calendars.set(timeZone, made);
    return made;
  }
}

const aggregatorOf = ({ db, series, dirty }: Connection, sliceMs: number): Aggregator => new Aggregator({ db, series, dirty, sliceMs });
