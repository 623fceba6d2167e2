import { type Delivery, errorInfo, KwError, type Schedule, type ScheduleBody } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import type { Calendar } from '../core/calendar.ts';
import type { HubDb } from '../ports/hub-db.ts';
import type { MailAttachment, Mailer } from '../ports/mailer.ts';
import type { Period } from './core/period.ts';
import { lastDue, nextDue, periodBefore, retryAfterMs } from './core/schedule-times.ts';
import type { DeliveryChange, ScheduleDesk, StoredDelivery, StoredSchedule } from './ports/schedule-desk.ts';

/** What a scheduled report says and carries. */
export interface ReportMail {
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
}

export interface SchedulerDeps {
  readonly desk: ScheduleDesk;
  /** Absent: nothing goes out, and what was due goes out once there is one. */
  readonly mailer: Mailer | undefined;
  readonly render: (body: ScheduleBody, period: Period) => Promise<ReportMail>;
  readonly calendar: Calendar;
  readonly audit: Pick<HubDb['audit'], 'add'>;
  readonly nowMs: () => number;
  readonly log: Logger;
}

/** Reports that go out by themselves. */
export interface Scheduler {
  /** True when there is a mail server to send with. */
  readonly hasMail: boolean;
  list(): readonly Schedule[];
  add(by: string, body: ScheduleBody): Schedule;
  /** Throws KW_SCHEDULE_UNKNOWN. */
  remove(by: string, id: number): void;
  deliveries(): readonly Delivery[];
  /** Begins to send a report about the last whole stretch of its time. Throws KW_SCHEDULE_UNKNOWN, KW_MAIL_NOT_SET. */
  sendNow(by: string, id: number): Delivery;
  /** Begins to send a failed or interrupted one to those who do not have it. Throws KW_SCHEDULE_UNKNOWN, KW_MAIL_NOT_SET. */
  resend(by: string, delivery: number): Delivery;
  /** Sends what is due and was not sent, and tries again what failed. */
  tick(signal: AbortSignal): Promise<void>;
  /** Ends when nothing is being sent. */
  idle(): Promise<void>;
}

const SHOWN = 50;

/** Makes the scheduler; what was under way when the hub stopped is marked so, and never sent a second time by itself. */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { desk, mailer, calendar, nowMs, audit, log } = deps;
  const interrupted = desk.interrupt(nowMs());
  if (interrupted > 0) log.warn({ interrupted }, 'reports were being sent when the hub stopped');
  const shown = ({ id, madeAt, by, body }: StoredSchedule): Schedule => ({
    id,
    madeAt,
    by,
    body,
    nextAt: nextDue(calendar, body, nowMs()),
  });
  const note = (actor: string, action: string, detail: string): void => audit.add({ at: nowMs(), actor, action, detail });
  const known = (id: number): StoredSchedule => {
    const found = desk.schedules().find((schedule) => schedule.id === id);
    if (found === undefined) throw new KwError('KW_SCHEDULE_UNKNOWN', { id });
    return found;
  };
  const needMail = (): void => {
    if (mailer === undefined) throw new KwError('KW_MAIL_NOT_SET');
  };
  const { run, idle } = createRunner(deps, note);
  const begin = (schedule: StoredSchedule, delivery: StoredDelivery, by: string): Delivery => {
    void run(schedule, delivery, by);
    return desk.deliveries(SHOWN).find(({ id }) => id === delivery.id) ?? delivery;
  };
  return {
    hasMail: mailer !== undefined,
    list: () => desk.schedules().map(shown),
    deliveries: () => desk.deliveries(SHOWN),
    add: (by, body) => {
      const made = desk.add({ by, at: nowMs() }, body);
      note(by, 'report scheduled', `${body.report}, every ${body.every}, ${body.to.length} readers`);
      return shown(made);
    },
    remove: (by, id) => {
      const { body } = known(id);
      desk.remove(id);
      note(by, 'report schedule removed', `${body.report}, every ${body.every}`);
    },
    idle,
    sendNow: (by, id) => {
      needMail();
      const schedule = known(id);
      const at = nowMs();
      const claimed = desk.claim(schedule, { dueAt: at, at, ...periodBefore(calendar, schedule.body, at) });
      if (claimed === undefined) throw new KwError('KW_RATE_LIMITED', { waitS: 1 });
      return begin(schedule, claimed, by);
    },
    resend: (by, id) => {
      needMail();
      const delivery = desk.delivery(id);
      if (delivery === undefined || delivery.state === 'sent' || delivery.state === 'sending')
        throw new KwError('KW_SCHEDULE_UNKNOWN', { id });
      const schedule = known(delivery.schedule);
      desk.change(id, { state: 'sending', at: nowMs(), attempts: delivery.attempts + 1 });
      return begin(schedule, { ...delivery, attempts: delivery.attempts + 1 }, by);
    },
    tick: (signal) => sendDue(deps, run, signal),
  };
}

async function sendDue(deps: SchedulerDeps, run: Runner['run'], signal: AbortSignal): Promise<void> {
  if (deps.mailer === undefined) return;
  for (const { schedule, delivery } of dueNow(deps)) {
    if (signal.aborted) return;
    const claimed = delivery();
    if (claimed !== undefined) await run(schedule, claimed, 'hub');
  }
}

type Note = (actor: string, action: string, detail: string) => void;

interface Runner {
  readonly run: (schedule: StoredSchedule, delivery: StoredDelivery, by: string) => Promise<void>;
  readonly idle: () => Promise<void>;
}

/** Sends one report after the other: each may need a browser of its own. */
function createRunner(deps: SchedulerDeps, note: Note): Runner {
  const { desk, mailer } = deps;
  let last: Promise<void> = Promise.resolve();
  return {
    idle: () => last,
    run: (schedule, delivery, by) => {
      if (mailer === undefined) return last;
      last = last.then(async () => {
        const change = await deliver(deps, mailer, schedule, delivery);
        desk.change(delivery.id, change);
        note(by, `report ${change.state}`, `${schedule.body.report}, ${change.recipients ?? 0} of ${schedule.body.to.length} readers`);
      });
      return last;
    },
  };
}

interface Due {
  readonly schedule: StoredSchedule;
  /** Writes it down as under way; undefined when it is not to go out after all. */
  readonly delivery: () => StoredDelivery | undefined;
}

/** The last due moment of each schedule, when nobody wrote it down yet, and what is to be tried again. */
function dueNow({ desk, calendar, nowMs }: SchedulerDeps): readonly Due[] {
  const now = nowMs();
  const schedules = desk.schedules();
  const fresh = schedules.flatMap((schedule): Due[] => {
    const dueAt = lastDue(calendar, schedule.body, now);
    if (dueAt <= schedule.madeAt) return [];
    return [{ schedule, delivery: () => desk.claim(schedule, { dueAt, at: now, ...periodBefore(calendar, schedule.body, dueAt) }) }];
  });
  const again = desk.retries(now).flatMap((failed): Due[] => {
    const schedule = schedules.find(({ id }) => id === failed.schedule);
    if (schedule === undefined) return [];
    const attempts = failed.attempts + 1;
    return [
      {
        schedule,
        delivery: () => {
          // Somebody may have begun it by hand in the meantime.
          if (desk.delivery(failed.id)?.state !== 'retrying') return undefined;
          desk.change(failed.id, { state: 'sending', at: now, attempts });
          return { ...failed, attempts };
        },
      },
    ];
  });
  return [...fresh, ...again];
}

/** Sends one mail to each reader who has none yet, so that no reader sees the address of another. */
async function deliver(
  { desk, render, nowMs, log }: SchedulerDeps,
  mailer: Mailer,
  schedule: StoredSchedule,
  delivery: StoredDelivery,
): Promise<DeliveryChange> {
  const { to, report } = schedule.body;
  let done = delivery.done;
  let files: readonly string[] = [];
  let failure: KwError | undefined;
  const failed = (cause: unknown): void => {
    log.warn({ err: cause, report }, 'a scheduled report was not sent');
    failure ??= cause instanceof KwError ? cause : new KwError('KW_INTERNAL', { id: delivery.id }, { cause });
  };
  try {
    const mail = await render(schedule.body, delivery);
    files = mail.attachments.map(({ filename }) => filename);
    for (const [index, reader] of to.entries()) {
      if (done.includes(reader)) continue;
      // A reader who is refused must not keep it from the others; a server that is away would.
      if (failure !== undefined && errorInfo(failure.code).retryable) break;
      try {
        await mailer.send({ ...mail, to: [reader], id: `report-${schedule.id}-${delivery.dueAt}-${index}` });
        done = [...done, reader];
        desk.change(delivery.id, { state: 'sending', at: nowMs(), done, recipients: done.length, files });
      } catch (error) {
        failed(error);
      }
    }
  } catch (error) {
    failed(error);
  }
  const base = { at: nowMs(), recipients: done.length, files };
  if (failure === undefined) return { ...base, state: 'sent', done: [] };
  const waitMs = errorInfo(failure.code).retryable ? retryAfterMs(delivery.attempts) : undefined;
  const after = { ...base, done, code: failure.code };
  return waitMs === undefined ? { ...after, state: 'failed' } : { ...after, state: 'retrying', retryAt: nowMs() + waitMs };
}
