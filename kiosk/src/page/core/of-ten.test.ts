import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ofTen } from './of-ten.ts';

describe('ofTen', () => {
  it('shows 58, 28 and 14 percent as 6, 3 and 1 of ten', () => {
    expect(ofTen([0.58, 0.28, 0.14])).toEqual([6, 3, 1]);
  });

  it('always gives ten, each within one of its share', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 2, maxLength: 5 }), (weights) => {
        const sum = weights.reduce((total, one) => total + one, 0);
        const shares = weights.map((one) => one / sum);
        const tenths = ofTen(shares);
        expect(tenths.reduce((total, one) => total + one, 0)).toBe(10);
        for (const [i, share] of shares.entries()) expect(Math.abs((tenths[i] ?? 0) - share * 10)).toBeLessThan(1 + 1e-9);
      }),
    );
  });
});
