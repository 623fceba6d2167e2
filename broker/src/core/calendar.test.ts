import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar, type LineBucket } from './calendar.ts';

const HOUR = 3_600_000;
const amsterdam = createCalendar('Europe/Amsterdam');
const utc = (text: string): number => Date.parse(text);

describe('the local calendar', () => {
  it.each<[LineBucket, string, string, string]>([
    ['minute', '2026-03-29T01:00:30Z', '2026-03-29T01:00:00Z', '2026-03-29T01:01:00Z'],
    ['fiveMinutes', '2026-03-29T01:04:59Z', '2026-03-29T01:00:00Z', '2026-03-29T01:05:00Z'],
    ['quarterHour', '2026-03-29T01:29:59Z', '2026-03-29T01:15:00Z', '2026-03-29T01:30:00Z'],
    ['hour', '2026-10-25T00:30:00Z', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
    ['day', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['day', '2026-10-25T00:30:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['isoWeek', '2026-03-29T20:00:00Z', '2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['isoWeek', '2021-01-03T12:00:00Z', '2020-12-27T23:00:00Z', '2021-01-03T23:00:00Z'],
    ['month', '2026-03-31T21:59:59Z', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'],
    ['month', '2026-12-31T22:59:59Z', '2026-11-30T23:00:00Z', '2026-12-31T23:00:00Z'],
    ['quarter', '2026-05-01T00:00:00Z', '2026-03-31T22:00:00Z', '2026-06-30T22:00:00Z'],
    ['year', '2026-12-31T22:59:59Z', '2025-12-31T23:00:00Z', '2026-12-31T23:00:00Z'],
  ])('knows the %s of %s', (bucket, at, start, next) => {
    expect(new Date(amsterdam.startOf(bucket, utc(at)))).toEqual(new Date(start));
    expect(new Date(amsterdam.nextOf(bucket, utc(at)))).toEqual(new Date(next));
  });

  it('takes the first of two equal local times and the end of a skipped one', () => {
    const local = (text: string): number => Date.parse(`${text}Z`);
    expect(amsterdam.utcOf(local('2026-10-25T02:30'))).toBe(utc('2026-10-25T00:30:00Z'));
    expect(amsterdam.utcOf(local('2026-03-29T02:30'))).toBe(utc('2026-03-29T01:00:00Z'));
    expect(amsterdam.utcOf(local('2026-10-25T12:00'))).toBe(utc('2026-10-25T11:00:00Z'));
  });

  it('begins the day where a clock change at midnight lets it begin', () => {
    const santiago = createCalendar('America/Santiago');
    // On 7 September 2025 the clock went from 00:00 to 01:00.
    expect(new Date(santiago.startOf('day', utc('2025-09-07T12:00:00Z')))).toEqual(new Date('2025-09-07T04:00:00Z'));
  });

  it('counts hours of the week from Monday, also before 1970', () => {
    expect(amsterdam.hourOfWeek(utc('2026-11-15T23:00:00Z'))).toBe(0);
    expect(amsterdam.hourOfWeek(utc('2026-11-22T22:59:00Z'))).toBe(167);
    expect(createCalendar('UTC').hourOfWeek(utc('1969-12-31T23:00:00Z'))).toBe(2 * 24 + 23);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createCalendar('Mars/Olympus')).toThrow(expect.objectContaining({ code: 'KW_QUERY_INVALID' }));
  });

  it('lays days side by side without gap or overlap, in every zone', () => {
    const zones = fc.constantFrom(
      'Europe/Amsterdam',
      'America/Santiago',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'UTC',
    );
    const buckets = fc.constantFrom<LineBucket>('hour', 'day', 'isoWeek', 'month', 'quarter', 'year');
    const times = fc.integer({ min: utc('2000-01-01T00:00:00Z'), max: utc('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(zones, buckets, times, (zone, bucket, at) => {
        const calendar = createCalendar(zone);
        const start = calendar.startOf(bucket, at);
        const next = calendar.nextOf(bucket, at);
        expect(start <= at && at < next).toBe(true);
        // An hour may be cut by a change of half an hour; everything longer begins exactly where the one before ends.
        expect(bucket === 'hour' || calendar.startOf(bucket, next) === next).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has days of 23, 24 and 25 hours and no others in Amsterdam', () => {
    const lengths = new Map<number, number>();
    const end = utc('2026-12-31T23:00:00Z');
    for (let at = utc('2025-12-31T23:00:00Z'); at < end; at = amsterdam.nextOf('day', at)) {
      const hours = (amsterdam.nextOf('day', at) - at) / HOUR;
      lengths.set(hours, (lengths.get(hours) ?? 0) + 1);
    }
    expect(Object.fromEntries(lengths)).toEqual({ 23: 1, 24: 363, 25: 1 });
  });
});
