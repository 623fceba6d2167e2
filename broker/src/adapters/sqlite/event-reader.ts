import type { ClockTrust, KwRecord } from '@kringwijzer/contract';
import type { Database } from 'better-sqlite3';
import type { EventQuery, StoredEvent } from '../../ports/series-store.ts';

interface EventRow {
  readonly site: string;
  readonly node: string;
  readonly boot: string;
  readonly seq: number;
  readonly clock: ClockTrust;
  readonly received_at: number;
  readonly record: string;
  readonly corrected_by: string | null;
  readonly corrected_why: string | null;
  readonly corrected_at: number | null;
  readonly corrected_record: string | null;
}

const SELECT = `
  SELECT boot.site, boot.node, boot.boot, event.seq, event.clock, event.received_at, event.record,
    correction.made_by AS corrected_by, correction.why AS corrected_why, correction.at AS corrected_at, correction.record AS corrected_record
  FROM event JOIN boot ON boot.id = event.boot
  LEFT JOIN correction ON correction.id = (SELECT max(id) FROM correction WHERE event = event.id)`;

/** Most events one question gets when it names no limit itself. */
const EVENTS_DEFAULT_LIMIT = 100_000;

/** Events that fit the query, by time and then by arrival. */
export function readEvents(db: Database, query: EventQuery): readonly StoredEvent[] {
  const wheres: string[] = [];
  const values: (string | number)[] = [];
  const where = (sql: string, ...args: (string | number)[]): void => {
    wheres.push(sql);
    values.push(...args);
  };
  if (query.kinds !== undefined) where(`event.kind IN (${query.kinds.map(() => '?').join(',')})`, ...query.kinds);
  if (query.node !== undefined) where('boot.node = ?', query.node);
  if (query.device !== undefined) where('event.device = ?', query.device);
  if (query.trustedTimeOnly === true) where("event.clock <> 'unsynced'");
  if (query.untrustedTimeOnly === true) where("event.clock = 'unsynced'");
  if (query.from !== undefined) where('event.at >= ?', query.from);
  if (query.to !== undefined) where('event.at < ?', query.to);
  const order = query.order === 'desc' ? 'DESC' : 'ASC';
  const sql = `${SELECT} ${wheres.length === 0 ? '' : `WHERE ${wheres.join(' AND ')}`} ORDER BY event.at ${order}, event.id ${order} LIMIT ?`;
  const rows = db.prepare<(string | number)[], EventRow>(sql).all(...values, query.limit ?? EVENTS_DEFAULT_LIMIT);
  return rows.map(eventOf);
}

/** One event by its id `<node>/<boot>/<seq>`, with its row number. */
export function findEvent(db: Database, id: string): { readonly row: number; readonly event: StoredEvent } | undefined {
  const [node, boot, seq] = id.split('/');
  if (node === undefined || boot === undefined || seq === undefined) return undefined;
  const found = db
    .prepare<[string, string, number], EventRow & { id: number }>(
      `${SELECT.replace('SELECT', 'SELECT event.id,')} WHERE boot.node = ? AND boot.boot = ? AND event.seq = ?`,
    )
    .get(node, boot, Number(seq));
  return found === undefined ? undefined : { row: found.id, event: eventOf(found) };
}

/** Events with a trusted time stored after the position, oldest first. */
export function readEventsAfter(
  db: Database,
  position: number,
  limit: number,
): { readonly events: readonly StoredEvent[]; readonly position: number } {
  const sql = `${SELECT.replace('SELECT', 'SELECT event.id,')} WHERE event.id > ? ORDER BY event.id LIMIT ?`;
  const rows = db.prepare<[number, number], EventRow & { id: number }>(sql).all(position, limit);
  return { events: rows.filter(({ clock }) => clock !== 'unsynced').map(eventOf), position: rows.at(-1)?.id ?? position };
}

/** Events of the corrections stored after the position, each with its newest correction. */
export function readCorrectedAfter(
  db: Database,
  position: number,
  limit: number,
): { readonly events: readonly StoredEvent[]; readonly position: number } {
  const words = db
    .prepare<[number, number], { id: number; event: number }>('SELECT id, event FROM correction WHERE id > ? ORDER BY id LIMIT ?')
    .all(position, limit);
  const read = db.prepare<[number], EventRow>(`${SELECT} WHERE event.id = ?`);
  const events = [...new Set(words.map(({ event }) => event))].flatMap((event) => read.get(event) ?? []).map(eventOf);
  return { events: events.filter(({ clock }) => clock !== 'unsynced'), position: words.at(-1)?.id ?? position };
}

function eventOf(row: EventRow): StoredEvent {
  const original = JSON.parse(row.record) as KwRecord;
  const stored = {
    id: `${row.node}/${row.boot}/${row.seq}`,
    site: row.site,
    node: row.node,
    boot: row.boot,
    seq: row.seq,
    clock: row.clock,
    receivedAt: row.received_at,
  };
  if (row.corrected_by === null) return { ...stored, record: original };
  const struck = row.corrected_record === null;
  return {
    ...stored,
    record: struck ? original : (JSON.parse(row.corrected_record ?? '') as KwRecord),
    correction: { by: row.corrected_by, why: row.corrected_why ?? '', at: row.corrected_at ?? 0, struck },
  };
}
