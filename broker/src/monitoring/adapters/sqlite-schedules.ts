import { chmodSync } from 'node:fs';
import { deliverySchema, KwError, scheduleBodySchema } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import type { DeliveryChange, ScheduleDesk, StoredDelivery, StoredSchedule } from '../ports/schedule-desk.ts';

// In the file of the journal, so that it is in every backup. One row a moment of a schedule: that is what makes it go out once.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS schedule (
  id INTEGER PRIMARY KEY AUTOINCREMENT, made_at INTEGER NOT NULL, made_by TEXT NOT NULL, report TEXT NOT NULL, body TEXT) STRICT;
CREATE TABLE IF NOT EXISTS delivery (
  id INTEGER PRIMARY KEY, schedule INTEGER NOT NULL REFERENCES schedule(id), due_at INTEGER NOT NULL, from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER NOT NULL, recipients INTEGER NOT NULL,
  files TEXT NOT NULL, done TEXT NOT NULL, code TEXT, retry_at INTEGER, UNIQUE (schedule, due_at)) STRICT;
`;

interface ScheduleRow {
  readonly id: number;
  readonly made_at: number;
  readonly made_by: string;
  readonly body: string;
}

interface DeliveryRow {
  readonly id: number;
  readonly schedule: number;
  readonly report: string;
  readonly due_at: number;
  readonly from_at: number;
  readonly to_at: number;
  readonly state: string;
  readonly attempts: number;
  readonly at: number;
  readonly recipients: number;
  readonly files: string;
  readonly done: string;
  readonly code: string | null;
  readonly retry_at: number | null;
}

const READ = 'SELECT delivery.*, schedule.report FROM delivery JOIN schedule ON schedule.id = delivery.schedule';

/** Opens the scheduled reports in a file, every commit synced; `:memory:` keeps nothing. */
export function openSqliteSchedules(file: string): ScheduleDesk {
  const db = new Database(file);
  if (file !== ':memory:') chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.exec(SCHEMA);
  const one = db.prepare<[number], DeliveryRow>(`${READ} WHERE delivery.id = ?`);
  const delivery = (id: number): StoredDelivery | undefined => {
    const row = one.get(id);
    return row === undefined ? undefined : deliveryOf(row);
  };
  return {
    schedules: () => db.prepare<[], ScheduleRow>('SELECT * FROM schedule WHERE body IS NOT NULL ORDER BY id').all().map(scheduleOf),
    add: ({ by, at }, body) => {
      const sql = 'INSERT INTO schedule (made_at, made_by, report, body) VALUES (?, ?, ?, ?)';
      const { lastInsertRowid } = db.prepare(sql).run(at, by, body.report, JSON.stringify(body));
      return { id: Number(lastInsertRowid), madeAt: at, by, body };
    },
    remove: (id) => {
      const { changes } = db.prepare('UPDATE schedule SET body = NULL WHERE id = ? AND body IS NOT NULL').run(id);
      if (changes === 0) throw new KwError('KW_SCHEDULE_UNKNOWN', { id });
      db.prepare(
        "UPDATE delivery SET done = '[]', retry_at = NULL, state = iif(state = 'retrying', 'failed', state) WHERE schedule = ?",
      ).run(id);
    },
    claim: (schedule, { dueAt, from, to, at }) => {
      const sql = `INSERT INTO delivery (schedule, due_at, from_at, to_at, state, attempts, at, recipients, files, done)
        VALUES (?, ?, ?, ?, 'sending', 1, ?, 0, '[]', '[]') ON CONFLICT DO NOTHING`;
      const { changes, lastInsertRowid } = db.prepare(sql).run(schedule.id, dueAt, from, to, at);
      return changes === 0 ? undefined : delivery(Number(lastInsertRowid));
    },
    change: (id, change) => changeDelivery(db, id, change),
    delivery,
    retries: (nowMs) => db.prepare<[number], DeliveryRow>(`${READ} WHERE state = 'retrying' AND retry_at <= ?`).all(nowMs).map(deliveryOf),
    deliveries: (limit) =>
      db
        .prepare<[number], DeliveryRow>(`${READ} ORDER BY delivery.id DESC LIMIT ?`)
        .all(limit)
        .map((row) => deliverySchema.parse(plainOf(row))),
    interrupt: (at) => db.prepare("UPDATE delivery SET state = 'interrupted', at = ? WHERE state = 'sending'").run(at).changes,
    close: () => db.close(),
  };
}

function changeDelivery(db: Database.Database, id: number, change: DeliveryChange): void {
  const { state, at, attempts, done, recipients, files, code, retryAt } = change;
  const sql = `UPDATE delivery SET state = ?, at = ?, attempts = coalesce(?, attempts), done = coalesce(?, done),
    recipients = coalesce(?, recipients), files = coalesce(?, files), code = ?, retry_at = ? WHERE id = ?`;
  const text = (list: readonly string[] | undefined): string | null => (list === undefined ? null : JSON.stringify(list));
  db.prepare(sql).run(state, at, attempts ?? null, text(done), recipients ?? null, text(files), code ?? null, retryAt ?? null, id);
}

const scheduleOf = (row: ScheduleRow): StoredSchedule => ({
  id: row.id,
  madeAt: row.made_at,
  by: row.made_by,
  body: scheduleBodySchema.parse(JSON.parse(row.body)),
});

const plainOf = (row: DeliveryRow): unknown => ({
  id: row.id,
  schedule: row.schedule,
  report: row.report,
  dueAt: row.due_at,
  from: row.from_at,
  to: row.to_at,
  state: row.state,
  attempts: row.attempts,
  at: row.at,
  recipients: row.recipients,
  files: JSON.parse(row.files) as unknown,
  ...(row.code !== null && { code: row.code }),
});

const deliveryOf = (row: DeliveryRow): StoredDelivery => ({
  ...deliverySchema.parse(plainOf(row)),
  done: JSON.parse(row.done) as readonly string[],
  ...(row.retry_at !== null && { retryAt: row.retry_at }),
});
