import type { Database, Statement } from 'better-sqlite3';

/** The statements upkeep writes with, prepared once a connection. */
export interface UpkeepStatements {
  readonly rollups: Statement<[number], Buffer>;
  readonly upsertRollups: Statement<[number, Uint8Array]>;
  readonly deleteRollups: Statement<[number]>;
  readonly upsertChunk: Statement<[number, number, number, Buffer]>;
  readonly updateSeries: Statement<[number, number, number, number]>;
}

export function prepareUpkeep(db: Database): UpkeepStatements {
  return {
    rollups: db.prepare<[number], Buffer>('SELECT data FROM rollup WHERE id = ?').pluck(),
    upsertRollups: db.prepare('INSERT INTO rollup(id, data) VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET data = excluded.data'),
    deleteRollups: db.prepare('DELETE FROM rollup WHERE id = ?'),
    upsertChunk: db.prepare(
      'INSERT INTO chunk(id, n, crc, data) VALUES(?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET n = excluded.n, crc = excluded.crc, data = excluded.data',
    ),
    updateSeries: db.prepare('UPDATE series SET first_at = ?, last_at = ?, last_value = ? WHERE id = ?'),
  };
}
