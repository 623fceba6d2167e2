import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../i18n/languages.ts';
import { createFormats, kgDecimals } from './formats.ts';

const nl = createFormats('nl', 'Europe/Amsterdam');
const en = createFormats('en', 'Europe/Amsterdam');
const ar = createFormats('ar', 'Europe/Amsterdam');
const at = Date.UTC(2026, 10, 21, 13, 5, 0);
/** Intl joins figure and unit with kinds of space that differ by version; people see one space. */
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/gu, ' ');

describe('mass', () => {
  it('shows the decimals its division calls for', () => {
    expect([1_000, 500, 100, 50, 10, 1].map(kgDecimals)).toEqual([0, 1, 1, 2, 2, 3]);
    expect(plain(nl.mass(4_237, 1_000))).toBe('4 kg');
    expect(plain(nl.mass(4_237, 50))).toBe('4,25 kg');
    expect(plain(en.mass(4_237, 100))).toBe('4.2 kg');
  });

  it('writes no separator in four figures, because 1.234 means two things', () => {
    expect(plain(nl.mass(1_234_000))).toBe('1234 kg');
    expect(plain(nl.mass(12_345_000))).toBe('12.345 kg');
    expect(plain(en.mass(12_345_000))).toBe('12,345 kg');
  });

  it('rounds a gift to the division and says so', () => {
    expect(plain(nl.aboutMass(4_200, 1_000))).toBe('ongeveer 4 kg');
    expect(plain(nl.aboutMass(2_000, 5_000))).toBe('minder dan 5 kg');
    expect(plain(en.aboutMass(4_200, 100))).toBe('about 4.2 kg');
  });

  it('goes over to tonnes at ten tonnes', () => {
    expect(plain(nl.totalMass(9_999_000))).toBe('9999 kg');
    expect(plain(nl.totalMass(12_440_000))).toBe('12,4 ton');
    expect(plain(en.totalMass(12_440_000))).toBe('12.4 t');
  });

  it('keeps western digits in Arabic', () => {
    expect(ar.mass(128_000)).toMatch(/128/u);
    expect(ar.time(at)).toMatch(/14.05/u);
  });

  it('never shows a minus in front of nothing', () => {
    expect(plain(nl.mass(-200, 1_000))).toBe('0 kg');
    expect(nl.count(-0)).toBe('0');
  });

  it('apart or joined, a mass reads the same in every language', () => {
    const mass = fc.integer({ min: -1_000_000, max: 100_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), mass, fc.constantFrom(1, 10, 50, 1_000, 5_000), (language, massG, divisionG) => {
        const formats = createFormats(language, 'Europe/Amsterdam');
        const { value, unit } = formats.massParts(massG, divisionG);
        expect(plain(formats.mass(massG, divisionG))).toBe(plain(`${value} ${unit}`));
      }),
    );
  });
});

describe('time', () => {
  it('tells the time of the site, not of the machine', () => {
    expect(nl.time(at)).toBe('14:05');
    expect(createFormats('nl', 'UTC').time(at)).toBe('13:05');
  });

  it('adds the day when it is another one, also across midnight of the site', () => {
    expect(nl.moment(at, at + 3_600_000)).toBe('14:05');
    expect(nl.moment(at, at + 11 * 3_600_000)).toBe('za 21 nov 14:05');
  });

  it.each([
    [0, 'nu'],
    [9_000, 'nu'],
    [42_000, '42 seconden geleden'],
    [3 * 60_000, '3 minuten geleden'],
    [60 * 60_000, '1 uur geleden'],
    [49 * 3_600_000, '2 dagen geleden'],
    [-5_000, 'nu'],
  ])('says how old a value of %i ms is', (ageMs, text) => {
    expect(nl.ago(at, at + ageMs)).toBe(text);
  });

  it.each([
    [0, '0 sec'],
    [65_000, '1 min 5 sec'],
    [2 * 3_600_000 + 300_000, '2 u 5 min'],
    [86_400_000, '1 dag'],
  ])('says how long %i ms is in two units at most', (durationMs, text) => {
    // Node 20 and 24 carry different CLDR versions: hour is "u" or "uur", minutes with or without a dot.
    expect(plain(nl.duration(durationMs)).replaceAll('.', '').replace('uur', 'u')).toBe(text);
  });

  it('refuses a zone that is none', () => {
    expect(() => createFormats('nl', 'Mars/Base')).toThrow(RangeError);
  });
});
