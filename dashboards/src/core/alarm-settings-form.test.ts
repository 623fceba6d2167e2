import { describe, expect, it } from 'vitest';
import { isWebAddress, pickupsOf, pickupsText, wholeNumber } from './alarm-settings-form.ts';

const names = { mon: 'ma', tue: 'di', wed: 'wo', thu: 'do', fri: 'vr', sat: 'za', sun: 'zo' };

describe('the form of alarm settings', () => {
  it.each([
    ['ma 08:00, do 13:30', 'ma 08:00, do 13:30'],
    [' Maandag 8.00 ', 'ma 08:00'],
    ['vr 9', 'vr 09:00'],
    ['', ''],
  ])('reads the pickup days %j as %j', (text, shown) => {
    const pickups = pickupsOf(text, names);
    expect(pickups && pickupsText(pickups, names)).toBe(shown);
  });

  it.each(['ma', 'ma 25:00', 'ma 08:61', 'feestdag 08:00', 'ma 08:00,'])('does not guess at %j', (text) => {
    expect(pickupsOf(text, names)).toBeUndefined();
  });

  it('takes whole numbers within their limits only', () => {
    const limits = { min: 2, max: 90 };
    expect(['2', ' 90 ', '1', '91', '4,5', '-3', '', '1e1'].map((text) => wholeNumber(text, limits))).toEqual([
      2,
      90,
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });

  it('knows an address of the web', () => {
    expect(['https://a.example/x', 'ftp://a.example', 'a.example', ''].map(isWebAddress)).toEqual([true, false, false, false]);
  });
});
