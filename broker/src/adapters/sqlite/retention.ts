import { DAY_MS } from '@kringwijzer/contract';
import type { ConnectionKeeper } from './connection.ts';
import { Pacer } from './pacer.ts';
import { chunkId } from './raw-reader.ts';
import type { SeriesRow } from './series-table.ts';

export interface RetentionRun {
  readonly nowMs: number;
  readonly sliceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Gives up raw data past their time; rollups stay. The horizon of a series is written before its first row goes, so
 * that no late record can ever make a rollup out of what is left of its hour.
 */
export async function applyRetention(keeper: ConnectionKeeper, { nowMs, sliceMs, signal }: RetentionRun): Promise<void> {
  const pacer = new Pacer(sliceMs);
  const due = keeper.transact(({ db, series, writer }) => {
    const setHorizon = db.prepare<[number, number]>('UPDATE series SET horizon_at = ? WHERE id = ?');
    return [...series.all()].filter((row) => {
      const horizonAt = writer.horizonOf(row, nowMs);
      if (horizonAt <= row.horizonAt) return row.horizonAt > row.firstAt;
      setHorizon.run(horizonAt, row.id);
      row.horizonAt = horizonAt;
      return true;
    });
  });
  for (const row of due) {
    while (!signal.aborted && deleteSome(keeper, row)) await pacer.rest();
  }
}

/** Deletes at most a few hundred rows before the horizon; answers whether there may be more. */
function deleteSome(keeper: ConnectionKeeper, row: SeriesRow): boolean {
  return keeper.transact(({ db }) => {
    if (row.source === 'event') {
      const events = db.prepare<[number, number], number>('SELECT event FROM event_value WHERE series = ? AND at < ? LIMIT 100').pluck();
      const gone = events.all(row.id, row.horizonAt);
      for (const table of ['event_value WHERE event', 'correction WHERE event', 'event WHERE id']) {
        const remove = db.prepare<[number]>(`DELETE FROM ${table} = ?`);
        for (const event of gone) remove.run(event);
      }
      return gone.length > 0;
    }
    const chunks = db
      .prepare<[number, number]>('DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id >= ? AND id < ? LIMIT 200)')
      .run(chunkId(row.id, 0), chunkId(row.id, row.horizonAt / DAY_MS)).changes;
    const hot = db
      .prepare<[number, number]>(
        'DELETE FROM sample WHERE (at, series) IN (SELECT at, series FROM sample WHERE at < ? AND series = ? LIMIT 500)',
      )
      .run(row.horizonAt, row.id).changes;
    return chunks + hot > 0;
  });
}
