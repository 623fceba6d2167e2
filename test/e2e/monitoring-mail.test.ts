import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { Delivery, Schedule } from '@kringwijzer/contract';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalSmtp, startLocalSmtp } from '../support/local-smtp.ts';
import { type SignedIn, signIn, signUp } from '../support/monitoring-hub.ts';

interface Answer {
  readonly hasMail: boolean;
  readonly schedules: readonly Schedule[];
  readonly deliveries: readonly Delivery[];
}

const SOON = { timeout: 60_000, interval: 200 };
const at = (text: string): number => Date.parse(text);
let smtp: LocalSmtp;
let folder: string;
let now = 0;
let hub: Hub | undefined;
let session: SignedIn;

async function start(): Promise<void> {
  const config = loadHubConfig({
    overrides: {
      data: join(folder, 'hub'),
      http: { port: 0 },
      mqtt: { port: 0 },
      site: { id: 'kring', name: 'Ambachtscentrum De Kring' },
      mail: { host: '127.0.0.1', port: smtp.port, security: 'none', from: 'hub@kringloop.example', timeoutS: 5 },
    },
  });
  hub = await startHub(config, { log: pino({ level: 'silent' }), nowMs: () => now });
}
async function stop(): Promise<void> {
  await hub?.stop();
  hub = undefined;
}
async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${hub?.httpUrl ?? ''}/api/v1/monitoring${path}`, {
    method,
    headers: { cookie: session.cookie, 'x-kw-csrf': session.csrf, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
const deliveries = async (): Promise<readonly Delivery[]> => (await call<Answer>('GET', '/schedules')).deliveries;

beforeAll(async () => {
  smtp = await startLocalSmtp();
});
afterAll(() => smtp.stop());
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
  smtp.refuse = undefined;
});

describe('a report by e-mail', () => {
  it('goes out once at its hour, over restarts, about the month before', async () => {
    folder = await mkdtemp(join(tmpdir(), 'kw-mail-'));
    const before = smtp.mails.length;
    const to = ['raad@gemeente.example', 'wethouder@gemeente.example'];
    now = at('2026-03-20T12:00:00+01:00');
    await start();
    session = await signUp(hub as Hub);
    const made = await call<Schedule>('POST', '/schedules', { report: 'council', every: 'month', hour: 7, to });
    // Seven o'clock in summer, though it was made in winter.
    expect(made.nextAt).toBe(at('2026-04-01T07:00:00+02:00'));
    await stop();

    now = at('2026-04-01T07:00:30+02:00');
    await start();
    session = await signIn(hub as Hub);
    await vi.waitFor(async () => expect(await deliveries()).toMatchObject([{ state: 'sent' }]), SOON);
    const [sent] = await deliveries();
    expect(sent).toMatchObject({
      report: 'council',
      dueAt: made.nextAt,
      from: at('2026-03-01T00:00:00+01:00'),
      to: at('2026-04-01T00:00:00+02:00'),
      recipients: 2,
      attempts: 1,
    });
    expect(sent?.files).toHaveLength(2);
    expect(sent?.files[0]).toMatch(/^kring-nieuwsbrief-2026-03-01-2026-03-31\.(pdf|html)$/u);
    expect(sent?.files[1]).toBe('kring-cijfers-2026-03-01-2026-03-31.xlsx');
    const mails = smtp.mails.slice(before);
    // Nobody sees the address of another.
    expect(mails.map((mail) => mail.to)).toEqual(to.map((reader) => [reader]));
    expect(mails[0]?.subject).toBe('Nieuwsbrief voor de gemeenteraad: Ambachtscentrum De Kring, 1 maart 2026 tot en met 31 maart 2026');
    expect(mails[0]?.text).toContain('niet voor verrekening');
    for (const file of sent?.files ?? []) expect(mails[0]?.raw).toContain(file);
    await stop();

    // Started again in the same month: only the next month sends again.
    now = at('2026-04-20T07:00:00+02:00');
    await start();
    now = at('2026-05-01T07:00:30+02:00');
    session = await signIn(hub as Hub);
    await vi.waitFor(async () => expect(await deliveries()).toMatchObject([{ state: 'sent' }, { id: sent?.id }]), SOON);
    expect(smtp.mails.length - before).toBe(4);
    const audit = await fetch(`${hub?.httpUrl ?? ''}/api/v1/audit`, { headers: { cookie: session.cookie } });
    expect(await audit.text()).toContain('council, 2 of 2 readers');
  });

  it('tries again while the server is away, tells why it failed, and is sent once more by hand', async () => {
    folder = await mkdtemp(join(tmpdir(), 'kw-mail-'));
    const before = smtp.mails.length;
    now = at('2026-06-10T12:00:00+02:00');
    await start();
    session = await signUp(hub as Hub);
    const { id } = await call<Schedule>('POST', '/schedules', { report: 'school', every: 'quarter', hour: 8, to: ['klas@school.example'] });
    smtp.refuse = { code: 451, text: 'try again later' };
    await call('POST', `/schedules/${id}/send`, {});
    await vi.waitFor(async () => expect(await deliveries()).toMatchObject([{ state: 'retrying', code: 'KW_MAIL_UNREACHABLE' }]), SOON);
    smtp.refuse = { code: 550, text: 'no such reader' };
    now += 5 * 60_000;
    await vi.waitFor(
      async () => expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: 2, code: 'KW_MAIL_REFUSED' }]),
      SOON,
    );
    smtp.refuse = undefined;
    const [failed] = await deliveries();
    await call('POST', `/deliveries/${failed?.id ?? 0}/resend`, {});
    await vi.waitFor(async () => expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 3, recipients: 1 }]), SOON);
    expect(smtp.mails.slice(before).map((mail) => mail.to)).toEqual([['klas@school.example']]);
    await call('POST', `/schedules/${id}/remove`, {});
    expect((await call<Answer>('GET', '/schedules')).schedules).toEqual([]);
    // What was sent stays to be seen.
    expect(await deliveries()).toMatchObject([{ state: 'sent', report: 'school' }]);
  });
});
