import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecimator } from './decimate.ts';

describe('a thinned line', () => {
  it('stays within its number of points, in order, with the lowest and the highest of all', () => {
    const values = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 100 }), (all, maxPoints) => {
        const decimator = createDecimator(0, all.length, maxPoints);
        all.forEach((value, at) => decimator.add({ at, value }));
        const thin = decimator.done();
        expect(thin.length).toBeLessThanOrEqual(maxPoints);
        expect(thin.every(({ at, value }, i) => all[at] === value && at > (thin[i - 1]?.at ?? -1))).toBe(true);
        expect(Math.min(...thin.map(({ value }) => value))).toBe(Math.min(...all));
        expect(Math.max(...thin.map(({ value }) => value))).toBe(Math.max(...all));
      }),
    );
  });

  it('keeps every point when there are few', () => {
    const decimator = createDecimator(0, 10, 10);
    for (let at = 0; at < 10; at += 1) decimator.add({ at, value: 1 });
    expect(decimator.done()).toHaveLength(10);
  });
});
