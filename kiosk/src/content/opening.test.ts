import { describe, expect, it } from 'vitest';
import { type Hours, openingAt } from './opening.ts';

const WEEK = { from: '09:00', to: '17:00' };
const HOURS: Hours = { mon: WEEK, tue: WEEK, wed: WEEK, thu: WEEK, fri: WEEK, sat: { from: '09:00', to: '16:00' }, sun: null };
const at = (text: string, closed: readonly string[] = []) => openingAt(Date.parse(text), 'Europe/Amsterdam', HOURS, closed);

describe('openingAt', () => {
  it.each([
    ['2026-11-20T09:00:00+01:00', { open: true, until: '17:00' }],
    ['2026-11-21T15:59:00+01:00', { open: true, until: '16:00' }],
    ['2026-07-15T16:59:00+02:00', { open: true, until: '17:00' }],
    ['2026-11-21T16:00:00+01:00', { open: false, next: { from: '09:00', inDays: 2 } }],
    ['2026-11-22T12:00:00+01:00', { open: false, next: { from: '09:00', inDays: 1 } }],
    ['2026-11-20T08:59:00+01:00', { open: false, next: { from: '09:00', inDays: 0 } }],
    ['2026-11-20T00:00:00+01:00', { open: false, next: { from: '09:00', inDays: 0 } }],
  ])('says of %s %o', (text, opening) => {
    expect(at(text)).toEqual(opening);
  });

  it('knows closed dates and skips them', () => {
    expect(at('2026-12-24T18:00:00+01:00', ['2026-12-25', '2026-12-26'])).toEqual({ open: false, next: { from: '09:00', inDays: 4 } });
    expect(at('2026-12-25T10:00:00+01:00', ['2026-12-25'])).toMatchObject({ open: false });
  });

  it('says nothing of a centre that never opens', () => {
    const never: Hours = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };
    expect(openingAt(0, 'Europe/Amsterdam', never)).toEqual({ open: false, next: undefined });
  });
});
