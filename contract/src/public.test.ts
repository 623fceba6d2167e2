import { describe, expect, it } from 'vitest';
import { totalsSchema } from './live.ts';
import { publicSummarySchema } from './public.ts';

describe('sums of inflow', () => {
  it('go beyond what any one scale can carry: a centre takes in 150 tonnes a year, ten of them thousands', () => {
    for (const yearG of [150_000_000, 25_000_000_000]) {
      const totals = { at: 1, todayG: 120_000_000, todayDeposits: 900, todayUncertaintyG: 110_000_000, yearG, yearDeposits: 90_000 };
      expect(totalsSchema.parse(totals)).toEqual(totals);
      const co2 = publicSummarySchema.shape.co2.shape;
      expect(co2.yearG.parse(yearG)).toBe(yearG);
      expect(co2.todayG.parse(120_000_000)).toBe(120_000_000);
    }
  });
});
