import { KwError, type KwRecord } from '@kringwijzer/contract';
import { createPointsOf } from '../../core/points-of.ts';
import type { CorrectionDesk, CorrectionRequest } from '../../ports/correction-desk.ts';
import type { StoredEvent } from '../../ports/series-store.ts';
import type { Connection, ConnectionKeeper } from './connection.ts';
import { findEvent } from './event-reader.ts';

/** Corrections of events: a row each, beside the event that stays as it came. */
export class SqliteCorrections implements CorrectionDesk {
  private readonly keeper: ConnectionKeeper;

  constructor(keeper: ConnectionKeeper) {
    this.keeper = keeper;
  }

  async find(id: string): Promise<StoredEvent | undefined> {
    return this.keeper.read(({ db }) => findEvent(db, id)?.event);
  }

  async correct(request: CorrectionRequest): Promise<StoredEvent> {
    checkWords(request);
    const found = this.keeper.read(({ db }) => findEvent(db, request.id));
    if (found === undefined) throw new KwError('KW_NOT_FOUND', { path: request.id });
    checkSameFact(found.event.record, request.record);
    return this.keeper.transact((connection) => {
      const text = request.record === undefined ? null : JSON.stringify(request.record);
      connection.db
        .prepare<[number, number, string, string, string | null]>(
          'INSERT INTO correction(event, at, made_by, why, record) VALUES(?, ?, ?, ?, ?)',
        )
        .run(found.row, request.at, request.by, request.why, text);
      replaceValues(connection, found, request.record);
      const corrected = findEvent(connection.db, request.id);
      if (corrected === undefined) throw new KwError('KW_NOT_FOUND', { path: request.id });
      return corrected.event;
    });
  }

  async correctionsOf(id: string): Promise<readonly CorrectionRequest[]> {
    return this.keeper.read(({ db }) => {
      const found = findEvent(db, id);
      if (found === undefined) return [];
      const rows = db
        .prepare<[number], { at: number; by: string; why: string; record: string | null }>(
          'SELECT at, made_by AS "by", why, record FROM correction WHERE event = ? ORDER BY id',
        )
        .all(found.row);
      return rows.map(({ record, ...row }) => ({ id, ...row, ...(record === null ? {} : { record: JSON.parse(record) as KwRecord }) }));
    });
  }
}

/** The values of the event give way to those of the corrected record; the hours of both are counted anew. */
function replaceValues(connection: Connection, { row, event }: { row: number; event: StoredEvent }, record: KwRecord | undefined): void {
  const { db, series, writer } = connection;
  const old = db.prepare<[number], [number, number]>('SELECT series, at FROM event_value WHERE event = ?').raw().all(row);
  db.prepare<[number]>('DELETE FROM event_value WHERE event = ?').run(row);
  for (const [id, at] of old) writer.markChanged(id, at);
  if (record !== undefined && event.clock !== 'unsynced') writer.putValues(row, createPointsOf()(event.site, event.node, record));
  series.refreshEvents(db, new Set(old.map(([id]) => id)));
}

function checkWords({ by, why }: CorrectionRequest): void {
  if (by.length < 1 || by.length > 64) throw new KwError('KW_QUERY_INVALID', { reason: 'by must have 1 to 64 characters' });
  if (why.length < 1 || why.length > 500) throw new KwError('KW_QUERY_INVALID', { reason: 'why must have 1 to 500 characters' });
}

function checkSameFact(stored: KwRecord, corrected: KwRecord | undefined): void {
  if (corrected === undefined) return;
  for (const field of ['kind', 'device', 'at'] as const) {
    if (stored[field] !== corrected[field])
      throw new KwError('KW_QUERY_INVALID', { reason: `a correction keeps the ${field} of its record` });
  }
}
