import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DAY_MS } from '@kringwijzer/contract';
import type { Database, Statement } from 'better-sqlite3';
import { decodeChunk, encodeChunk } from '../../core/chunk.ts';
import { type Column, type ColumnRoom, columnOf, EMPTY_COLUMN } from '../../core/column.ts';
import { overlay } from '../../core/overlay.ts';
import type { SeriesRow } from './series-table.ts';

const DAYS_PER_SERIES = 2 ** 24;

/** Row of the chunk of a series and UTC day. */
export const chunkId = (series: number, day: number): number => series * DAYS_PER_SERIES + day;

/** The UTC day of such a row. */
export const dayOfId = (id: number): number => id % DAYS_PER_SERIES;

/** Packs points of one UTC day for the disk. */
export const packDay = (column: Column, day: number): Buffer => deflateRawSync(encodeChunk(column, day * DAY_MS), { level: 3 });

/** Points of a packed day. */
const unpackDay = (data: Buffer, day: number, room?: ColumnRoom): Column => decodeChunk(inflateRawSync(data), day * DAY_MS, room?.of);

/** Reads raw values: the sealed day with the hot rows laid over it, or the values of events. */
export class RawReader {
  private readonly chunk: Statement<[number], Buffer>;
  private readonly hot: Statement<[number, number, number], [number, number]>;
  private readonly events: Statement<[number, number, number], [number, number]>;
  private readonly nextHot: Statement<[number, number], number | null>;
  private readonly nextChunk: Statement<[number, number], number | null>;
  private readonly nextEvent: Statement<[number, number, number], number | null>;

  constructor(db: Database) {
    this.chunk = db.prepare<[number], Buffer>('SELECT data FROM chunk WHERE id = ?').pluck();
    this.hot = db
      .prepare<[number, number, number], [number, number]>(
        'SELECT at, value FROM sample WHERE at >= ? AND at < ? AND series = ? ORDER BY at',
      )
      .raw();
    this.events = db
      .prepare<[number, number, number], [number, number]>(
        'SELECT at, value FROM event_value WHERE at >= ? AND at < ? AND series = ? ORDER BY at, event',
      )
      .raw();
    this.nextHot = db.prepare<[number, number], number | null>('SELECT min(at) FROM sample WHERE at >= ? AND at < ?').pluck();
    this.nextChunk = db.prepare<[number, number], number | null>('SELECT min(id) FROM chunk WHERE id >= ? AND id < ?').pluck();
    this.nextEvent = db
      .prepare<[number, number, number], number | null>('SELECT min(at) FROM event_value WHERE series = ? AND at >= ? AND at < ?')
      .pluck();
  }

  /** All values of a series on a UTC day, in order of time; with a `room`, good until that gives its next column. */
  day(row: SeriesRow, day: number, room?: ColumnRoom): Column {
    const from = day * DAY_MS;
    if (row.source === 'event') return columnOf(this.events.all(from, from + DAY_MS, row.id));
    const sealed = this.sealed(row.id, day, room);
    const hot = this.hot.all(from, from + DAY_MS, row.id);
    return hot.length === 0 ? sealed : overlay(sealed, columnOf(hot));
  }

  /** The sealed values of a series on a UTC day, without the hot rows over them. */
  sealed(series: number, day: number, room?: ColumnRoom): Column {
    const data = this.chunk.get(chunkId(series, day));
    return data === undefined ? EMPTY_COLUMN : unpackDay(data, day, room);
  }

  /** The first UTC day >= `day` and < `endDay` that may hold values of the series; undefined when there is none. */
  nextDay(row: SeriesRow, day: number, endDay: number): number | undefined {
    if (day >= endDay) return undefined;
    if (row.source === 'event') return dayOf(this.nextEvent.get(row.id, day * DAY_MS, endDay * DAY_MS));
    const hot = dayOf(this.nextHot.get(day * DAY_MS, endDay * DAY_MS));
    const id = this.nextChunk.get(chunkId(row.id, day), chunkId(row.id, endDay));
    const sealed = id === null || id === undefined ? undefined : dayOfId(id);
    return hot === undefined ? sealed : Math.min(hot, sealed ?? hot);
  }
}

const dayOf = (at: number | null | undefined): number | undefined =>
  at === null || at === undefined ? undefined : Math.floor(at / DAY_MS);
