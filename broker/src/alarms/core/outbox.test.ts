import { ALARM_KINDS, MINUTE_MS } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoticeItem } from './notice.ts';
import { delivered, EMPTY_OUTBOX, enqueue, flush, type Outbox, type Reader, retryMs, undelivered } from './outbox.ts';

const T0 = Date.UTC(2026, 5, 1, 8);
const GATHER_MS = 15_000;
const place = { timeZone: 'Europe/Amsterdam', siteName: 'De Kring', url: 'https://hub.example/#/alarms' };

const ans: Reader = {
  name: 'Ans',
  language: 'nl',
  ways: [{ channel: 'email', target: '' }],
  kinds: ALARM_KINDS,
  ended: true,
  escalations: false,
  isQuiet: false,
  urgentAlways: true,
  isProgram: false,
};
const item = (alarm: string, more: Partial<NoticeItem> = {}): NoticeItem => {
  const text = { title: `${alarm} is vol`, todo: 'Laat hem legen.' };
  return { type: 'raised', alarm, kind: 'full', level: 'bad', at: T0, raisedAt: T0, words: { nl: text, en: text }, ...more };
};
const many = (count: number): NoticeItem[] => Array.from({ length: count }, (_, index) => item(`a${index}`));
const go = (outbox: Outbox, atMs: number, readers: readonly Reader[] = [ans]): Outbox =>
  flush(outbox, readers, { atMs: T0 + atMs, gatherMs: GATHER_MS, place });
const titles = (outbox: Outbox): string[] => outbox.deliveries.map(({ notice }) => notice.title);

describe('the outbox', () => {
  it('waits a moment for what belongs together, then tells one thing in one message', () => {
    const queued = enqueue(EMPTY_OUTBOX, many(1), [ans], T0);
    expect(titles(go(queued, GATHER_MS - 1))).toEqual([]);
    const sent = go(queued, GATHER_MS);
    expect(titles(sent)).toEqual(['a0 is vol']);
    expect(sent.deliveries[0]?.notice.text).toBe(
      'Laat hem legen.\nSinds ma 10:00.\n\nDe Kring: https://hub.example/#/alarms\nIndicatieve weging, niet voor verrekening.',
    );
    expect(titles(go(sent, GATHER_MS * 2))).toEqual(['a0 is vol']);
  });

  it('makes one digest of a storm', () => {
    const sent = go(enqueue(EMPTY_OUTBOX, many(20), [ans], T0), GATHER_MS);
    expect(titles(sent)).toEqual(['20 meldingen: 20 nieuw']);
    expect(sent.deliveries[0]?.notice.text.match(/• a\d+ is vol/gu)).toHaveLength(20);
  });

  it('goes on gathering while a storm goes on: three messages in a quarter of an hour, never lost', () => {
    let outbox = EMPTY_OUTBOX;
    for (let minute = 0; minute < 60; minute += 1) {
      const atMs = minute * MINUTE_MS;
      outbox = go(enqueue(outbox, [item(`a${minute}`)], [ans], T0 + atMs), atMs);
    }
    outbox = go(outbox, 3 * 60 * MINUTE_MS);
    expect(outbox.deliveries.length).toBeLessThanOrEqual(13);
    const told = outbox.deliveries.flatMap(({ notice }) => notice.items.map(({ alarm }) => alarm));
    expect(told.toSorted()).toEqual(Array.from({ length: 60 }, (_, index) => `a${index}`).toSorted());
  });

  it('tells what began and ended before anybody was told as one thing', () => {
    const both = [item('a1'), item('a1', { type: 'ended', at: T0 + 5_000 })];
    expect(titles(go(enqueue(EMPTY_OUTBOX, both, [ans], T0), GATHER_MS))).toEqual(['Was even: a1 is vol']);
  });

  it('keeps quiet in quiet hours, but not about what is urgent', () => {
    const quiet = { ...ans, isQuiet: true };
    const night = [item('a1'), item('a2', { level: 'urgent', kind: 'after_hours' })];
    const atNight = go(enqueue(EMPTY_OUTBOX, night, [quiet], T0), GATHER_MS, [quiet]);
    expect(titles(atNight)).toEqual(['a2 is vol']);
    expect(titles(go(atNight, 8 * 60 * MINUTE_MS, [ans]))).toEqual(['a2 is vol', 'a1 is vol']);
    const deaf = { ...quiet, urgentAlways: false };
    expect(titles(go(enqueue(EMPTY_OUTBOX, night, [deaf], T0), GATHER_MS, [deaf]))).toEqual([]);
  });

  it('tells everybody only what they chose', () => {
    const boss = { ...ans, name: 'Bea', language: 'en' as const, escalations: true, ended: false };
    const picky = { ...ans, name: 'Cas', kinds: ['overload' as const] };
    const nobody = { ...ans, name: 'Dik', ways: [] };
    const readers = [ans, boss, picky, nobody];
    const items = [item('a1', { type: 'escalated' }), item('a2', { type: 'ended' })];
    const sent = go(enqueue(EMPTY_OUTBOX, items, readers, T0), GATHER_MS, readers);
    expect(sent.deliveries.map(({ reader, notice }) => `${reader}: ${notice.title}`)).toEqual([
      'Ans: Voorbij: a2 is vol',
      'Bea: No answer yet: a1 is vol',
    ]);
  });

  it('hands a program everything in one message, without leaving anything out', () => {
    const program = { ...ans, name: ':webhook', isProgram: true };
    const items = [...many(20), item('a1', { type: 'ended' })];
    const sent = go(enqueue(EMPTY_OUTBOX, items, [program], T0), GATHER_MS, [program]);
    expect(sent.deliveries.map(({ notice }) => notice.items.length)).toEqual([21]);
  });

  it('tries again later and later, and gives up after two days or when it is refused for good', () => {
    const sent = go(enqueue(EMPTY_OUTBOX, many(1), [ans], T0), GATHER_MS);
    const again = undelivered(sent, 'n1', { mayRetry: true, atMs: T0 + GATHER_MS, random: 0 });
    expect(again.deliveries).toMatchObject([{ id: 'n1', attempt: 1, nextAt: T0 + GATHER_MS + 10_000 }]);
    expect(undelivered(again, 'n1', { mayRetry: false, atMs: T0, random: 0 })).toMatchObject({ deliveries: [], givenUp: 1 });
    expect(undelivered(again, 'n1', { mayRetry: true, atMs: T0 + 49 * 60 * MINUTE_MS, random: 0 })).toMatchObject({ givenUp: 1 });
    expect(delivered(again, 'n1')).toMatchObject({ deliveries: [], givenUp: 0 });
    const waits = Array.from({ length: 30 }, (_, attempt) => retryMs(attempt, 0));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBe(30 * MINUTE_MS);
    expect(retryMs(0, 1)).toBe(7_500);
  });

  it('whatever happens when: each thing reaches each reader once, and no reader gets more than the limit', () => {
    const happenings = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 5 * MINUTE_MS }), count: fc.integer({ min: 0, max: 6 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(happenings, (list) => {
        let [outbox, atMs, made] = [EMPTY_OUTBOX, 0, 0];
        for (const { waitMs, count } of list) {
          atMs += waitMs;
          const items = Array.from({ length: count }, () => item(`a${made++}`));
          outbox = JSON.parse(JSON.stringify(go(enqueue(outbox, items, [ans], T0 + atMs), atMs))) as Outbox;
        }
        outbox = go(outbox, atMs + 20 * MINUTE_MS);
        const told = outbox.deliveries.flatMap(({ notice }) => notice.items.map(({ alarm }) => alarm));
        expect(told.toSorted()).toEqual(Array.from({ length: made }, (_, index) => `a${index}`).toSorted());
        for (const { createdAt } of outbox.deliveries) {
          const near = outbox.deliveries.filter((one) => one.createdAt >= createdAt && one.createdAt < createdAt + 15 * MINUTE_MS);
          expect(near.length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
});
