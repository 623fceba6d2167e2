import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramsOf, kgOf, toDivision } from './units.ts';

describe('units', () => {
  it('keeps whole grams through kilograms and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (massG) => {
        expect(gramsOf(kgOf(massG))).toBe(massG);
      }),
    );
  });

  it.each([
    [4.2, 4_200],
    [0.000_5, 1],
    [-0.000_5, -1],
    [-1.234_4, -1_234],
  ])('turns %d kg into %d g', (kg, g) => {
    expect(gramsOf(kg)).toBe(g);
  });

  it.each([
    [4_249, 500, 4_000],
    [4_250, 500, 4_500],
    [-4_260, 500, -4_500],
  ])('rounds %d g to divisions of %d g', (massG, divisionG, expected) => {
    expect(toDivision(massG, divisionG)).toBe(expected);
  });

  it.each([0, -1, Number.NaN])('refuses a division of %d', (divisionG) => {
    expect(() => toDivision(1, divisionG)).toThrow(/divisionG must be above 0/u);
  });
});
