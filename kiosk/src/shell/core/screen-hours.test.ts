import { expect, it } from 'vitest';
import type { Hours } from '../../content/opening.ts';
import { isScreenTime } from './screen-hours.ts';

const DAY = { from: '09:00', to: '17:00' };
const HOURS: Hours = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: null, sun: null };

it.each([
  ['2026-11-20T08:29:00+01:00', false],
  ['2026-11-20T08:30:00+01:00', true],
  ['2026-11-20T12:00:00+01:00', true],
  ['2026-11-20T17:29:00+01:00', true],
  ['2026-11-20T17:31:00+01:00', false],
  ['2026-11-21T12:00:00+01:00', false],
])('at %s the screen is lit: %s', (text, lit) => {
  expect(isScreenTime(Date.parse(text), HOURS, 'Europe/Amsterdam', 30)).toBe(lit);
});

it('stays lit while nobody told the hours', () => {
  expect(isScreenTime(0, undefined, 'Europe/Amsterdam', 30)).toBe(true);
});
