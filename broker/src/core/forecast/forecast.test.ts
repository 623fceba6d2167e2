import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../calendar.ts';
import { containerForecast } from './container-forecast.ts';
import { fullMassOf } from './full-mass.ts';
import { AHEAD_MS, fullTimeOf } from './full-time.ts';
import { heldAt, heldOrigins, heldShareOf } from './held-share.ts';
import { type Hour, hoursBetween, type PastHour } from './hour.ts';
import { type LearnedPast, learnPast } from './learned-past.ts';

const calendar = createCalendar('Europe/Amsterdam');
const day = [{ fromMin: 9 * 60, toMin: 17 * 60 }];
const opening = { week: [day, day, day, day, day, [{ fromMin: 9 * 60, toMin: 16 * 60 }], []], closedDates: [] };
// Monday 1 June 2026, 00:00 in Amsterdam.
const MONDAY = Date.UTC(2026, 4, 31, 22);
const WEEK_MS = 7 * DAY_MS;

const pastOf = (weeks: number, massOf: (hour: Hour, week: number) => number | undefined): readonly PastHour[] =>
  hoursBetween(calendar, opening, MONDAY, MONDAY + weeks * WEEK_MS).map((hour) => ({
    ...hour,
    massG: massOf(hour, Math.floor((hour.start - MONDAY) / WEEK_MS)),
  }));
const even = (gPerHour: number) => (hour: Hour) => hour.open * gPerHour;
const learnedOf = (past: readonly PastHour[], nowMs: number): LearnedPast => {
  const learned = learnPast(past, nowMs);
  if (learned === undefined) throw new Error('nothing learned');
  return learned;
};
const aheadOf = (nowMs: number): readonly Hour[] => hoursBetween(calendar, opening, nowMs, nowMs + AHEAD_MS);
const timeOf = (past: readonly PastHour[], nowMs: number, roomG: number) =>
  fullTimeOf({ nowMs, roomG, ...learnedOf(past, nowMs), ahead: aheadOf(nowMs) });

describe('hours of the calendar', () => {
  it('are open for the share that the site is open, on the day of 25 hours too', () => {
    const half = { week: [[{ fromMin: 570, toMin: 720 }], [], [], [], [], [], []], closedDates: [] };
    expect(hoursBetween(calendar, half, MONDAY, MONDAY + DAY_MS).filter(({ open }) => open > 0)).toEqual([
      { start: MONDAY + 9 * HOUR_MS, slot: 9, open: 0.5 },
      { start: MONDAY + 10 * HOUR_MS, slot: 10, open: 1 },
      { start: MONDAY + 11 * HOUR_MS, slot: 11, open: 1 },
    ]);
    // Sunday 25 October 2026: two o'clock comes twice.
    const sunday = Date.UTC(2026, 9, 24, 22);
    const night = hoursBetween(calendar, opening, sunday, sunday + 25 * HOUR_MS);
    expect(night.slice(1, 5).map(({ slot }) => slot - 144)).toEqual([1, 2, 2, 3]);
    expect(night.at(-1)?.slot).toBe(167);
  });
});

describe('the time at which a container is full', () => {
  const nowMs = MONDAY + 6 * WEEK_MS;

  it('lies in opening hours, where the room is used up by what usually comes', () => {
    // 10 kg an hour: 8 hours on Monday and 4 on Tuesday make 120 kg.
    const time = timeOf(pastOf(6, even(10_000)), nowMs, 120_000);
    expect(Math.abs((time?.likely ?? 0) - (nowMs + DAY_MS + 13 * HOUR_MS))).toBeLessThan(0.2 * HOUR_MS);
  });

  it('knows the hours of the week: it waits for a busy Saturday', () => {
    const past = pastOf(6, (hour) => hour.open * (hour.slot >= 120 ? 40_000 : 2_000));
    const friday = nowMs + 4 * DAY_MS + 17 * HOUR_MS;
    const weekdays = past.concat(hoursBetween(calendar, opening, nowMs, friday).map((hour) => ({ ...hour, massG: hour.open * 2_000 })));
    const time = timeOf(weekdays, friday, 100_000);
    const saturday = friday + 16 * HOUR_MS;
    expect(time?.likely).toBeGreaterThan(saturday + 2 * HOUR_MS);
    expect(time?.likely).toBeLessThan(saturday + 4 * HOUR_MS);
  });

  it('comes nearer within days when much more comes in than usual', () => {
    const usual = timeOf(pastOf(6, even(10_000)), nowMs, 400_000);
    const busy = timeOf(
      pastOf(6, (hour) => hour.open * (hour.start > nowMs - 6 * DAY_MS ? 25_000 : 10_000)),
      nowMs,
      400_000,
    );
    expect(((busy?.likely ?? 0) - nowMs) / ((usual?.likely ?? 1) - nowMs)).toBeLessThan(0.65);
  });

  it('is surer of an even past than of a wild one', () => {
    const width = (past: readonly PastHour[]): number => {
      const time = timeOf(past, nowMs, 240_000);
      return (time?.latest ?? Infinity) - (time?.earliest ?? 0);
    };
    const wild = pastOf(6, ({ open, slot }, week) => (((slot >> 3) * 7 + week * 5) % 4 === 0 ? open * 40_000 : 0));
    expect(width(pastOf(6, even(10_000))) * 1.5).toBeLessThan(width(wild));
  });

  it('does not take silence for nothing coming in', () => {
    const gap = pastOf(6, (hour) => (hour.start > nowMs - 10 * DAY_MS ? undefined : hour.open * 10_000));
    const time = timeOf(gap, nowMs, 120_000);
    expect(Math.abs((time?.likely ?? 0) - (nowMs + DAY_MS + 13 * HOUR_MS))).toBeLessThan(0.3 * HOUR_MS);
  });

  it('is absent when nothing ever came or it takes more than 90 days, and now when there is no room', () => {
    expect(learnPast(pastOf(6, even(0)), nowMs)).toBeUndefined();
    expect(learnPast([], nowMs)).toBeUndefined();
    expect(timeOf(pastOf(6, even(10)), nowMs, 1_000_000)).toBeUndefined();
    expect(timeOf(pastOf(6, even(10_000)), nowMs, 0)).toMatchObject({ earliest: nowMs, likely: nowMs, latest: nowMs });
  });

  it('is in order, not before now, and later for more room, whatever the past', () => {
    const pastArb = fc.array(fc.option(fc.integer({ min: -50_000, max: 90_000 }), { nil: undefined, freq: 8 }), {
      minLength: 40,
      maxLength: 40,
    });
    fc.assert(
      fc.property(pastArb, fc.integer({ min: 1, max: 900_000 }), fc.integer({ min: 0, max: 167 }), (masses, roomG, hour) => {
        const past = pastOf(3, ({ open, slot }, week) => (open > 0 ? masses[(slot * 3 + week * 17) % masses.length] : 0));
        const at = MONDAY + 3 * WEEK_MS + hour * HOUR_MS + 123_456;
        const learned = learnPast(past, at);
        fc.pre(learned !== undefined);
        const [less, more] = [roomG, roomG * 1.5].map((room) => {
          const time = fullTimeOf({ nowMs: at, roomG: room, ...learnedOf(past, at), ahead: aheadOf(at) });
          return [time?.earliest ?? Infinity, time?.likely ?? Infinity, time?.latest ?? Infinity];
        });
        expect([at, ...(less ?? [])]).toEqual([at, ...(less ?? [])].toSorted((a, b) => a - b));
        expect(more?.[1]).toBeGreaterThanOrEqual(less?.[1] ?? 0);
        expect((less?.[2] ?? 0) <= at + AHEAD_MS + HOUR_MS || less?.[2] === Infinity).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the mass at which a container is full', () => {
  it('is the middle of past emptyings that were not early', () => {
    expect(fullMassOf([300_000, 510_000, 490_000, 500_000, 100_000], 450_000)).toEqual({ fullG: 500_000, from: 'learned' });
    expect(fullMassOf([300_000, 320_000, 310_000, 120_000], undefined)).toEqual({ fullG: 310_000, from: 'learned' });
    expect(fullMassOf([900_000, 900_000, 900_000], 450_000)).toEqual({ fullG: 675_000, from: 'learned' });
  });

  it('is as set while fewer than three tell, and unknown when nothing is set', () => {
    expect(fullMassOf([500_000, 500_000], 450_000)).toEqual({ fullG: 450_000, from: 'set' });
    expect(fullMassOf([200_000, 200_000, 200_000, 200_000], 450_000)).toEqual({ fullG: 450_000, from: 'set' });
    expect(fullMassOf([500_000], undefined)).toBeUndefined();
    expect(fullMassOf([], 0)).toBeUndefined();
  });
});

describe('the forecast of a container', () => {
  const nowMs = MONDAY + 6 * WEEK_MS;
  const learned = learnedOf(pastOf(6, even(10_000)), nowMs);
  const base = { nowMs, full: { fullG: 400_000, from: 'set' as const }, learned, ahead: aheadOf(nowMs) };

  it('goes by the fuller of mass and level, and says when they disagree', () => {
    const mass = containerForecast({ ...base, netG: 300_000, levelRatio: undefined });
    const level = containerForecast({ ...base, netG: 80_000, levelRatio: 0.75 });
    expect(level.estimated_full_time?.likely).toBe(mass.estimated_full_time?.likely);
    expect(mass).toMatchObject({ disagrees: false, estimated_full_time: { reliability: 'high' } });
    expect(level).toMatchObject({ disagrees: true, estimated_full_time: { reliability: 'low' } });
    expect(containerForecast({ ...base, netG: 200_000, levelRatio: 0.6 }).disagrees).toBe(false);
  });

  it('tells no time when no sensor is to be believed', () => {
    expect(containerForecast({ ...base, netG: undefined, levelRatio: undefined })).not.toHaveProperty('estimated_full_time');
  });
});

describe('the judgement of earlier forecasts', () => {
  it('holds for an even past and not for one that suddenly stops', () => {
    const past = pastOf(8, even(10_000));
    const origins = heldOrigins(past);
    expect(origins.length).toBe(28);
    expect(heldShareOf(origins.map((at) => heldAt(past, at, 200_000)))?.share).toBe(1);
    const stopped = pastOf(8, (hour, week) => (week < 5 ? hour.open * 10_000 : 0));
    expect(heldAt(stopped, MONDAY + 5 * WEEK_MS, 200_000)).toBe(false);
  });

  it('leaves out what cannot be told yet', () => {
    const past = pastOf(8, even(10_000));
    expect(heldAt(past, MONDAY + 8 * WEEK_MS - 2 * DAY_MS, 200_000)).toBeUndefined();
    expect(heldShareOf([undefined])).toBeUndefined();
    expect(heldShareOf([true, undefined, false, true, true])).toEqual({ share: 0.75, n: 4 });
    expect(heldOrigins([])).toEqual([]);
  });
});
