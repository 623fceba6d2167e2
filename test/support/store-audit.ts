import type Database from 'better-sqlite3';

/** Records of one boot of a node that a hub's store has, both ends inclusive. */
export interface ReceivedRun {
  readonly node: string;
  readonly boot: string;
  readonly from: number;
  readonly to: number;
}

/** What an open `store.db` says it has, read without the hub's own code. */
export const receivedRuns = (db: Database.Database): readonly ReceivedRun[] =>
  db
    .prepare<[], ReceivedRun>(
      'SELECT boot.node, boot.boot, from_seq AS "from", to_seq AS "to" FROM received JOIN boot ON boot.id = received.boot ORDER BY boot.id, from_seq',
    )
    .all();

/** Events whose key stands twice, or whose value stands more than once behind the daily sums. */
export function doubledDeposits(db: Database.Database): number {
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
  const twice = count("SELECT count(*) - count(DISTINCT boot || '/' || seq) FROM event");
  return twice + count('SELECT count(*) FROM (SELECT series, event FROM event_value GROUP BY series, event HAVING count(*) > 1)');
}
