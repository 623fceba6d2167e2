import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormula } from './formula.ts';
import { INDICATORS } from './indicator-table.ts';

const at = (facts: Readonly<Record<string, number>>) => (name: string) => facts[name];

describe('a formula', () => {
  it('keeps the order of arithmetic and brackets', () => {
    expect(parseFormula('2 + 3 * 4 - 10 / 5').evaluate(at({}))).toBe(12);
    expect(parseFormula('(2 + 3) * (4 - 1)').evaluate(at({}))).toBe(15);
    expect(parseFormula('8 / 4 / 2').evaluate(at({}))).toBe(1);
  });

  it('adds what was recorded, and knows no share of what was not', () => {
    const sum = parseFormula('a.x + b.x');
    expect(sum.evaluate(at({ 'b.x': 3 }))).toBe(3);
    expect(sum.evaluate(at({}))).toBeUndefined();
    const share = parseFormula('100 * a.x / b.x');
    expect(share.evaluate(at({ 'a.x': 1 }))).toBeUndefined();
    expect(share.evaluate(at({ 'a.x': 1, 'b.x': 0 }))).toBeUndefined();
  });

  it('agrees with the arithmetic of the language on any two facts', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }), (a, b) => {
        expect(parseFormula('(a.x + b.x) * 3 - a.x / b.x').evaluate(at({ 'a.x': a, 'b.x': b }))).toBe((a + b) * 3 - a / b);
      }),
    );
  });

  it.each(['', '1 +', '(1', '1 2', 'a', 'a.x b.x', '1 $ 2'])('refuses "%s"', (text) => {
    expect(() => parseFormula(text)).toThrow(TypeError);
  });
});

describe('the table of indicators', () => {
  it('has a readable formula, a unit, and words in both languages for each', () => {
    for (const { id, formula, unit, name, definition } of INDICATORS) {
      expect({ id, facts: parseFormula(formula).names.length > 0 }).toEqual({ id, facts: true });
      expect({ id, empty: [unit, name.nl, name.en, definition.nl, definition.en].filter((text) => text === '') }).toEqual({
        id,
        empty: [],
      });
    }
    expect(new Set(INDICATORS.map(({ id }) => id)).size).toBe(INDICATORS.length);
  });

  it('never adds the two figures of climate impact together', () => {
    for (const { formula } of INDICATORS) expect(formula.includes('co2.simple_kg') && formula.includes('co2.stream_kg')).toBe(false);
  });
});
