import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileOf, selectRank } from './select-rank.ts';

describe('the value at a rank', () => {
  it('is the one sorting finds, ties included', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 80 }), fc.nat(79), (values, asked) => {
        const rank = asked % values.length;
        expect(selectRank(Float64Array.from(values), rank)).toBe([...values].sort((a, b) => a - b)[rank]);
      }),
    );
  });

  it('is the nearest rank of a share', () => {
    const values = (): Float64Array => Float64Array.from({ length: 10 }, (_, i) => i + 1);
    expect([0.01, 0.5, 0.95, 1].map((share) => percentileOf(values(), share))).toEqual([1, 5, 10, 10]);
  });

  it('is refused outside the values', () => {
    expect(() => selectRank(new Float64Array(0), 0)).toThrow(RangeError);
    expect(() => selectRank(new Float64Array(1), -1)).toThrow(RangeError);
  });
});
