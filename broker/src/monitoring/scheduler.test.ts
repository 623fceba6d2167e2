import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KwError } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createCalendar } from '../core/calendar.ts';
import type { Mailer } from '../ports/mailer.ts';
import { openSqliteSchedules } from './adapters/sqlite-schedules.ts';
import type { ScheduleDesk } from './ports/schedule-desk.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

const at = (text: string): number => Date.parse(text);
const body = { report: 'council', every: 'month', hour: 7, to: ['a@x.example', 'b@x.example'] } as const;
const WRITTEN = { ...body, to: [...body.to] };
const signal = new AbortController().signal;
const open: ScheduleDesk[] = [];
afterEach(() => {
  for (const desk of open.splice(0)) desk.close();
});

/** A scheduler on a real file with a mailer that does as told. */
function schedulerOn(file: string, clock: { now: number }, mailer: Mailer | undefined): Scheduler {
  const desk = openSqliteSchedules(file);
  open.push(desk);
  return createScheduler({
    desk,
    mailer,
    render: () => Promise.resolve({ subject: 's', text: 't', attachments: [] }),
    calendar: createCalendar('Europe/Amsterdam'),
    audit: { add: () => undefined },
    nowMs: () => clock.now,
    log: pino({ level: 'silent' }),
  });
}
const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'kw-schedules-')), 'journal.db');
const mailerTo = (taken: string[], refuse: (reader: string) => KwError | undefined = () => undefined): Mailer => ({
  send: ({ to: [reader = ''] }) => {
    const error = refuse(reader);
    if (error !== undefined) return Promise.reject(error);
    taken.push(reader);
    return Promise.resolve({ accepted: [reader], rejected: [] });
  },
});

describe('the scheduler', () => {
  it('never sends by itself what was under way when the hub was cut off', async () => {
    const file = newFile();
    const clock = { now: at('2026-03-20T12:00:00Z') };
    const first = schedulerOn(file, clock, { send: () => new Promise(() => undefined) });
    first.add('Ans', WRITTEN);
    clock.now = at('2026-04-01T07:00:00+02:00');
    void first.tick(signal); // the power goes while the mail server thinks
    const taken: string[] = [];
    const second = schedulerOn(file, clock, mailerTo(taken));
    await second.tick(signal);
    expect(taken).toEqual([]);
    expect(second.deliveries()).toMatchObject([{ state: 'interrupted', dueAt: clock.now }]);
    second.resend('Ans', second.deliveries()[0]?.id ?? 0);
    await second.idle();
    expect(taken).toEqual([...body.to]);
  });

  it('sends the latest one alone after months off, and nothing while there is no mail server', async () => {
    const file = newFile();
    const clock = { now: at('2026-01-20T12:00:00Z') };
    schedulerOn(file, clock, undefined).add('Ans', WRITTEN);
    clock.now = at('2026-06-15T12:00:00Z');
    const silent = schedulerOn(file, clock, undefined);
    await silent.tick(signal);
    expect(silent.deliveries()).toEqual([]);
    expect(() => silent.sendNow('Ans', 1)).toThrow('KW_MAIL_NOT_SET');
    const taken: string[] = [];
    const scheduler = schedulerOn(file, clock, mailerTo(taken));
    await scheduler.tick(signal);
    await scheduler.tick(signal);
    expect(taken).toEqual([...body.to]);
    expect(scheduler.deliveries()).toMatchObject([{ from: at('2026-05-01T00:00:00+02:00'), to: at('2026-06-01T00:00:00+02:00') }]);
  });

  it('does not keep a report from others because one reader is refused, and sends it to nobody twice', async () => {
    const clock = { now: at('2026-01-20T12:00:00Z') };
    const taken: string[] = [];
    let away = true;
    const refused = new KwError('KW_MAIL_REFUSED', { server: 'x', reason: 'no such reader' });
    const mailer = mailerTo(taken, (reader) => (away && reader === 'a@x.example' ? refused : undefined));
    const scheduler = schedulerOn(newFile(), clock, mailer);
    const { id } = scheduler.add('Ans', WRITTEN);
    scheduler.sendNow('Ans', id);
    await scheduler.idle();
    expect(scheduler.deliveries()).toMatchObject([{ state: 'failed', recipients: 1, code: 'KW_MAIL_REFUSED' }]);
    away = false;
    scheduler.resend('Ans', scheduler.deliveries()[0]?.id ?? 0);
    await scheduler.idle();
    expect(taken).toEqual(['b@x.example', 'a@x.example']);
    expect(scheduler.deliveries()).toMatchObject([{ state: 'sent', recipients: 2 }]);
  });

  it('gives up after five times, and forgets the addresses of a schedule that was removed', async () => {
    const clock = { now: at('2026-01-20T12:00:00Z') };
    const gone = new KwError('KW_MAIL_UNREACHABLE', { server: 'x', reason: 'ECONNREFUSED' });
    const scheduler = schedulerOn(
      newFile(),
      clock,
      mailerTo([], () => gone),
    );
    const { id } = scheduler.add('Ans', WRITTEN);
    scheduler.sendNow('Ans', id);
    await scheduler.idle();
    for (let hours = 0; hours < 12; hours += 1) {
      clock.now += 3_600_000;
      await scheduler.tick(signal);
    }
    expect(scheduler.deliveries()).toMatchObject([{ state: 'failed', attempts: 5, recipients: 0 }]);
    scheduler.remove('Ans', id);
    expect(scheduler.list()).toEqual([]);
    expect(() => scheduler.remove('Ans', id)).toThrow('KW_SCHEDULE_UNKNOWN');
  });
});
