import { describe, expect, it } from 'vitest';
import { changeOf } from './compare.ts';

describe('before and after', () => {
  it('finds the change of a site that grew by 30 %, and no more certainty than there is', () => {
    const before = [100, 110, 90, 105, 95, 100, 102, 98];
    const { change, low, high } = changeOf(
      before,
      before.map((kg) => kg * 1.3),
    );
    expect(change).toBeCloseTo(0.3, 10);
    // t(14) = 2.145, and each side spreads 6.14 kg on 100: by hand exp(2.145 * sqrt(2 * 6.14^2 / 8) / 100).
    const spread = Math.sqrt(before.reduce((sum, kg) => sum + (kg - 100) ** 2, 0) / 7);
    expect(high).toBeCloseTo(1.3 * Math.exp(2.1448 * Math.sqrt((2 * spread ** 2) / 8 / 100 ** 2)) - 1, 3);
    expect(low).toBeCloseTo(1.3 / Math.exp(2.1448 * Math.sqrt((2 * spread ** 2) / 8 / 100 ** 2)) - 1, 3);
  });

  it('gives no interval of a few weeks, and no change of nothing', () => {
    expect(changeOf([1, 2, 3], [2, 3, 4])).not.toHaveProperty('low');
    expect(changeOf([0, 0, 0, 0], [1, 2, 3, 4]).change).toBeUndefined();
  });

  it('holds the truth in about 95 of 100 intervals', () => {
    let inside = 0;
    // Uniform weeks around their mean.
    let state = 12_345;
    const chance = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return state / 0x7fff_ffff;
    };
    for (let trial = 0; trial < 2_000; trial += 1) {
      const draw = (mean: number): number[] => Array.from({ length: 12 }, () => mean * (0.7 + 0.6 * chance()));
      const { low = 0, high = 0 } = changeOf(draw(100), draw(130));
      if (low <= 0.3 && high >= 0.3) inside += 1;
    }
    expect(inside / 2_000).toBeGreaterThan(0.93);
    expect(inside / 2_000).toBeLessThan(0.97);
  });
});
