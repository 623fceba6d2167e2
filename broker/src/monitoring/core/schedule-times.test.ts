import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../core/calendar.ts';
import { lastDue, nextDue, periodBefore, retryAfterMs } from './schedule-times.ts';

const calendar = createCalendar('Europe/Amsterdam');
const at = (text: string): number => Date.parse(text);
const monthly = { every: 'month', hour: 7 } as const;

describe('when a report is due', () => {
  it('is seven o\u2019clock by the clock on the wall, in winter and in summer', () => {
    expect(nextDue(calendar, monthly, at('2026-01-15T12:00:00Z'))).toBe(at('2026-02-01T07:00:00+01:00'));
    expect(nextDue(calendar, monthly, at('2026-03-15T12:00:00Z'))).toBe(at('2026-04-01T07:00:00+02:00'));
    expect(nextDue(calendar, { every: 'isoWeek', hour: 6 }, at('2026-03-28T12:00:00Z'))).toBe(at('2026-03-30T06:00:00+02:00'));
  });

  it('is the month before on the first of a month, also the one with an hour less', () => {
    const due = at('2026-04-01T07:00:00+02:00');
    expect(periodBefore(calendar, monthly, due)).toEqual({ from: at('2026-03-01T00:00:00+01:00'), to: at('2026-04-01T00:00:00+02:00') });
    expect(periodBefore(calendar, { every: 'year' }, due)).toEqual({
      from: at('2025-01-01T00:00:00+01:00'),
      to: at('2026-01-01T00:00:00+01:00'),
    });
  });

  it('comes once in each stretch of time: the last one and the next one have nothing between them', () => {
    const every = fc.constantFrom('isoWeek', 'month', 'quarter', 'year');
    const moment = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2034-01-01T00:00:00Z') });
    fc.assert(
      fc.property(every, fc.integer({ min: 0, max: 23 }), moment, (often, hour, now) => {
        const times = { every: often, hour } as const;
        const [last, next] = [lastDue(calendar, times, now), nextDue(calendar, times, now)];
        expect(last).toBeLessThanOrEqual(now);
        expect(next).toBeGreaterThan(now);
        expect(lastDue(calendar, times, next)).toBe(next);
        expect(lastDue(calendar, times, next - 1)).toBe(last);
        expect(periodBefore(calendar, times, next).from).toBe(periodBefore(calendar, times, last).to);
      }),
    );
  });

  it('is tried again ever later, and not for ever', () => {
    expect([1, 2, 3, 4, 5].map(retryAfterMs)).toEqual([300_000, 1_800_000, 7_200_000, 21_600_000, undefined]);
  });
});
