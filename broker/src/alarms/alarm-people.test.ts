import type { AlarmPreferences, PushSubscriptionInfo } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubDb } from '../adapters/hub-db/hub-db.ts';
import { createCalendar } from '../core/calendar.ts';
import type { HubDb } from '../ports/hub-db.ts';
import { type AlarmMemory, createAlarmMemory } from './alarm-memory.ts';
import { type AlarmPeople, createAlarmPeople, minuteOfDayBy } from './alarm-people.ts';
import { createOpenHours } from './core/open-hours.ts';

const calendar = createCalendar('Europe/Amsterdam');
const nine = [{ fromMin: 540, toMin: 1_020 }];
const open = createOpenHours(calendar, { week: [nine, nine, nine, nine, nine, [], []], closedDates: [] });
/** A moment of Monday 1 June 2026 in Amsterdam. */
const monday = (hour: number, minute = 0): number => Date.UTC(2026, 5, 1, hour - 2, minute);

let db: HubDb;
let memory: AlarmMemory;
let people: AlarmPeople;
const browser = (n: number, endpoint = `https://push.example/${n}`): PushSubscriptionInfo => ({
  endpoint,
  keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
});

beforeEach(() => {
  db = openHubDb(':memory:');
  memory = createAlarmMemory(db.facts, pino({ level: 'silent' }));
  const minuteOfDay = minuteOfDayBy((atMs) => calendar.offsetAt(atMs));
  people = createAlarmPeople({ users: db.users, memory, open, minuteOfDay, hasMail: true, ntfyServer: 'https://ntfy.example' });
  for (const [name, role] of [
    ['Ans', 'staff'],
    ['Bea', 'coordinator'],
  ] as const)
    db.users.put({ name, role, passwordHash: '', language: 'nl', createdAt: 0, disabled: false });
});
afterEach(() => db.close());

function choose(change: Partial<AlarmPreferences>): void {
  people.keep('Ans', { ...people.mine('Ans', {}).preferences, email: { on: true, address: 'ans@kring.example' }, ...change });
}
const isQuiet = (atMs: number): boolean | undefined => people.readers(atMs).find(({ name }) => name === 'Ans')?.isQuiet;

describe('who is told', () => {
  it('is nobody until they ask, and coordinators of what nobody answers', () => {
    const told = people.readers(monday(12)).map(({ name, ways, escalations }) => ({ name, ways: ways.length, escalations }));
    expect(told).toEqual([
      { name: 'Ans', ways: 0, escalations: false },
      { name: 'Bea', ways: 0, escalations: true },
    ]);
  });

  it.each<[AlarmPreferences['quiet'], readonly (readonly [number, boolean])[]]>([
    [{ mode: 'never' }, [[monday(3), false]]],
    [
      { mode: 'closed' },
      [
        [monday(8, 59), true],
        [monday(9), false],
        [monday(16, 59), false],
        [monday(17), true],
      ],
    ],
    [
      { mode: 'hours', from: '20:00', to: '07:00' },
      [
        [monday(6, 59), true],
        [monday(7), false],
        [monday(19, 59), false],
        [monday(20), true],
      ],
    ],
    [
      { mode: 'hours', from: '12:00', to: '13:00' },
      [
        [monday(11, 59), false],
        [monday(12, 30), true],
        [monday(13), false],
      ],
    ],
  ])('is left alone in quiet hours %j', (quiet, moments) => {
    choose({ quiet });
    expect(moments.map(([at]) => isQuiet(at))).toEqual(moments.map(([, expected]) => expected));
  });

  it('is reached on each browser, ten at most, and nowhere once the account is closed', () => {
    choose({ push: { on: true } });
    for (let n = 0; n < 12; n += 1) people.addBrowser('Ans', browser(n));
    people.addBrowser('ans', browser(11));
    const ways = people.waysOf('Ans', 'push');
    expect(ways.map(({ target }) => target)).toEqual(Array.from({ length: 10 }, (_, n) => `https://push.example/${n + 2}`));
    const [way] = ways;
    if (way === undefined) throw new Error('no way');
    expect(people.addressOf('Ans', way)).toContain('https://push.example/2');
    people.removeBrowser('Ans', 'https://push.example/2');
    expect(people.addressOf('Ans', way)).toBeUndefined();
    const ans = db.users.find('Ans');
    if (ans !== undefined) db.users.put({ ...ans, disabled: true });
    expect(people.addressOf('Ans', { channel: 'email', target: '' })).toBeUndefined();
    expect(people.readers(monday(12)).map(({ name }) => name)).toEqual(['Bea']);
  });
});

describe('what the alarms keep', () => {
  it('starts anew from what cannot be read, and keeps the newest of the past', () => {
    db.facts.set('alarm/engine', '{"v":1,"alarms":');
    db.facts.set('alarm/settings', '{"fullPercent":400}');
    expect(memory.engine().alarms.watched).toEqual({});
    expect(memory.settings().fullPercent).toBe(90);
    const words = { nl: { title: 't', todo: 'd' }, en: { title: 't', todo: 'd' } };
    for (let n = 0; n < 203; n += 1) memory.keepPast(n, { id: `a${n}`, kind: 'full', level: 'bad', raisedAt: n, endedAt: n + 1, words });
    const past = memory.past();
    expect([past.length, past[0]?.id, past.at(-1)?.id]).toEqual([200, 'a202', 'a3']);
  });

  it('makes its keys once', () => {
    const { publicKey } = memory.vapid();
    expect(createAlarmMemory(db.facts, pino({ level: 'silent' })).vapid().publicKey).toBe(publicKey);
    const first = memory.renewWebhookSecret();
    expect(memory.renewWebhookSecret()).not.toBe(first);
  });
});
