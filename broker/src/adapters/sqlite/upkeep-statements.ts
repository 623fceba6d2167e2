import type { Database, Statement } from 'better-sqlite3';

/** The statements upkeep writes with, prepared once a connection. */
export interface UpkeepStatements {
  readonly upsertRollup: Statement<[number, number, number, number, number, number, number, number]>;
  readonly deleteRollup: Statement<[number, number]>;
  readonly upsertChunk: Statement<[number, number, number, Buffer]>;
  readonly updateSeries: Statement<[number, number, number, number]>;
}

export function prepareUpkeep(db: Database): UpkeepStatements {
  return {
    upsertRollup: db.prepare(
      `INSERT INTO rollup(series, hour, n, sum, min, max, first, last) VALUES(?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(series, hour) DO UPDATE SET n = excluded.n, sum = excluded.sum, min = excluded.min, max = excluded.max,
         first = excluded.first, last = excluded.last`,
    ),
    deleteRollup: db.prepare('DELETE FROM rollup WHERE series = ? AND hour = ?'),
    upsertChunk: db.prepare(
      'INSERT INTO chunk(id, n, crc, data) VALUES(?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET n = excluded.n, crc = excluded.crc, data = excluded.data',
    ),
    updateSeries: db.prepare('UPDATE series SET first_at = ?, last_at = ?, last_value = ? WHERE id = ?'),
  };
}
