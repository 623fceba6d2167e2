import { HOUR_MS, KwError } from '@kringwijzer/contract';
import { firstAtOrAfter } from '../../core/overlay.ts';
import { SESSION_MAX_MS } from '../../core/points-of.ts';
import type { Rollup } from '../../core/rollup.ts';
import { decodeRollupDay } from '../../core/rollup-day.ts';
import type { MirrorBacklog, MirrorCursor, MirrorEvents, MirrorHour, MirrorMark, MirrorSource } from '../../ports/mirror-source.ts';
import type { Connection, ConnectionKeeper } from './connection.ts';
import type { DirtyHours } from './dirty-hours.ts';
import { readCorrectedAfter, readEventsAfter } from './event-reader.ts';
import { Pacer } from './pacer.ts';
import { chunkId, dayOfId } from './raw-reader.ts';
import type { SeriesRow } from './series-table.ts';

const HOURS_PER_DAY = 24;
const DAYS_PER_SERIES = 2 ** 24;

/** What our store tells a mirror, from marks that were committed with the data themselves. */
export class SqliteMirrorSource implements MirrorSource {
  private readonly keeper: ConnectionKeeper;

  constructor(keeper: ConnectionKeeper) {
    this.keeper = keeper;
  }

  async pending(limit: number): Promise<readonly MirrorMark[]> {
    return this.keeper.read(({ db, unmirrored }) => {
      const marks = marksOf(unmirrored);
      const rows = db
        .prepare<[number], [number, number]>('SELECT hour, series FROM unmirrored ORDER BY hour, series LIMIT ?')
        .raw()
        .all(limit);
      return rows.map(([hour, series]) => ({ hour, series, version: marks.versionOf(hour) }));
    });
  }

  async hourOf({ series, hour }: MirrorMark): Promise<MirrorHour | undefined> {
    return this.keeper.read((connection) => {
      const row = connection.series.get(series);
      if (row === undefined) return undefined;
      const values = row.source === 'event' ? eventValues(connection, row, hour) : sampleValues(connection, row, hour);
      const kept = hour * HOUR_MS < row.horizonAt ? rollupOf(connection, row, hour) : undefined;
      const isCorrected = row.source === 'event' && hasCorrections(connection, hour);
      return { series: row.key, source: row.source, values, ...(kept && { kept }), ...(isCorrected && { isCorrected }) };
    });
  }

  async backlog(): Promise<MirrorBacklog> {
    const [events, corrections] = [await this.position('events'), await this.position('corrections')];
    return this.keeper.read(({ db }) => {
      const countOf = (table: 'event' | 'correction', position: number): number =>
        db.prepare<[number], number>(`SELECT count(*) FROM ${table} WHERE id > ?`).pluck().get(position) ?? 0;
      const hours = db.prepare<[], number>('SELECT count(*) FROM unmirrored').pluck().get() ?? 0;
      return { hours, events: countOf('event', events) + countOf('correction', corrections) };
    });
  }

  async done(marks: readonly MirrorMark[]): Promise<void> {
    this.keeper.transact(({ unmirrored }) => {
      const held = marksOf(unmirrored);
      for (const { series, hour, version } of marks) if (held.versionOf(hour) === version) held.clear(series, hour);
    });
  }

  async markAll(): Promise<void> {
    const pacer = new Pacer(8);
    const ids = this.keeper.read(({ db }) => db.prepare<[], number>('SELECT id FROM rollup ORDER BY id').pluck().all());
    for (let next = 0; next < ids.length; ) {
      this.keeper.transact(({ db, unmirrored }) => {
        const held = marksOf(unmirrored);
        const read = db.prepare<[number], Buffer>('SELECT data FROM rollup WHERE id = ?').pluck();
        do {
          const id = ids[next] ?? 0;
          decodeRollupDay(read.get(id) ?? Buffer.alloc(0)).forEach((rollup, hour) => {
            if (rollup !== undefined) held.mark(Math.floor(id / DAYS_PER_SERIES), (dayOfId(id) * HOURS_PER_DAY + hour) * HOUR_MS);
          });
          next += 1;
        } while (next < ids.length && !pacer.isDue);
      });
      await pacer.rest();
    }
    this.keeper.transact(({ db }) => db.exec('INSERT OR IGNORE INTO unmirrored(hour, series) SELECT hour, series FROM dirty'));
    await this.setPosition('events', 0);
    await this.setPosition('corrections', 0);
  }

  async eventsAfter(position: number, limit: number): Promise<MirrorEvents> {
    return this.keeper.read(({ db }) => readEventsAfter(db, position, limit));
  }

  async correctedAfter(position: number, limit: number): Promise<MirrorEvents> {
    return this.keeper.read(({ db }) => readCorrectedAfter(db, position, limit));
  }

  async position(of: MirrorCursor): Promise<number> {
    return this.keeper.read(({ db }) =>
      Number(db.prepare<[string], string>('SELECT position FROM cursor WHERE name = ?').pluck().get(`mirror:${of}`) ?? 0),
    );
  }

  async setPosition(of: MirrorCursor, position: number): Promise<void> {
    this.keeper.transact(({ db }) => {
      const upsert = 'INSERT INTO cursor(name, position) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET position = excluded.position';
      db.prepare<[string, string]>(upsert).run(`mirror:${of}`, String(position));
    });
  }
}

function marksOf(unmirrored: DirtyHours | undefined): DirtyHours {
  if (unmirrored === undefined) throw new KwError('KW_STORE_UNAVAILABLE', { reason: 'it was opened without isMirrored' });
  return unmirrored;
}

function rollupOf({ upkeep }: Connection, row: SeriesRow, hour: number): Rollup | undefined {
  const held = upkeep.rollups.get(chunkId(row.id, Math.floor(hour / HOURS_PER_DAY)));
  return held === undefined ? undefined : decodeRollupDay(held)[hour % HOURS_PER_DAY];
}

/** True when a record whose values may lie in this hour was corrected: one of this hour, or a session that began before. */
function hasCorrections({ db }: Connection, hour: number): boolean {
  const sql = `SELECT 1 FROM correction JOIN event ON event.id = correction.event
    WHERE event.at < @to AND (event.at >= @from OR (event.kind = 'session' AND event.at >= @from - @longest)) LIMIT 1`;
  const moment = { from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS, longest: SESSION_MAX_MS };
  return db.prepare<[typeof moment], number>(sql).pluck().get(moment) !== undefined;
}

function sampleValues({ reader }: Connection, row: SeriesRow, hour: number): MirrorHour['values'] {
  const { at, value } = reader.day(row, Math.floor(hour / HOURS_PER_DAY));
  const from = firstAtOrAfter(at, hour * HOUR_MS);
  const to = firstAtOrAfter(at, (hour + 1) * HOUR_MS);
  return Array.from({ length: to - from }, (_, i) => ({ at: at[from + i] ?? 0, value: value[from + i] ?? 0 }));
}

function eventValues({ db }: Connection, row: SeriesRow, hour: number): MirrorHour['values'] {
  return db
    .prepare<[number, number, number], { at: number; value: number; eventId: string }>(
      `SELECT event_value.at, value, boot.node || '/' || boot.boot || '/' || event.seq AS eventId
       FROM event_value JOIN event ON event.id = event_value.event JOIN boot ON boot.id = event.boot
       WHERE series = ? AND event_value.at >= ? AND event_value.at < ? ORDER BY event_value.at, event`,
    )
    .all(row.id, hour * HOUR_MS, (hour + 1) * HOUR_MS);
}
