import { describe, expect, it } from 'vitest';
import { lostAtLeastPct, stepBoundG } from './bound.ts';
import { chanceOf } from './chance.ts';
import { createDoorRun, DOOR_CLASSES } from './doors.ts';
import { gramsBy } from './pipeline.ts';
import { prepareRun } from './scale-bench.ts';
import { scoreRun } from './score.ts';
import { createToolRun, hoursByDay, TOOL_VARIANTS } from './tools.ts';
import { floor, type Variant } from './variant.ts';
import { VARIANTS } from './variants.ts';

/** The same variant without weather, drift, creep and spoiled readings: only load and white noise. */
const still = (variant: Variant): Variant => ({
  ...variant,
  windG: 0,
  driftG: 0,
  gramsPerK: 0,
  rainGPerH: 0,
  creepShare: 0,
  outlierShare: 0,
  deadCellAt: 0,
  rumbleG: 0,
});

describe('the grid of the sensing bench', () => {
  it('has more than 40 variants with a name each', () => {
    expect(VARIANTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(VARIANTS.map((variant) => variant.name)).size).toBe(VARIANTS.length);
  });

  it.each(VARIANTS.filter((variant) => !variant.isSwapped))('$name: what lies there in the end is what the truth says', (variant) => {
    const { script, signal } = prepareRun(still(variant), 1, 0.4);
    const grams = gramsBy(signal.header);
    const tailMs = script.lengthMs - 40_000;
    let sum = 0;
    let count = 0;
    for (const { t, raw } of signal.samples()) {
      if (t < tailMs) continue;
      sum += grams(raw);
      count += 1;
    }
    const standsG = variant.zeroWith === 'receptor' ? variant.containerG : 0;
    const changes = script.truths.reduce((total, truth) => total + (truth.type === 'deposit' ? truth.massG : -truth.massG), 0);
    const noiseG = (5 * variant.noiseG) / Math.sqrt(count) + (variant.isQuantised ? variant.divisionG : 0);
    expect(Math.abs(sum / count - (standsG + variant.startG + changes))).toBeLessThan(5 + noiseG);
  });

  it('gives the same trace for the same seed and another for the next', () => {
    const first = (seed: number): number[] => {
      const raws: number[] = [];
      for (const { raw } of prepareRun(floor('base'), seed, 0.1).signal.samples()) raws.push(raw[0] ?? 0);
      return raws;
    };
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });
});

describe('scoring', () => {
  const truths = [
    { type: 'deposit', fromMs: 10_000, atMs: 20_000, massG: 5_000 },
    { type: 'deposit', fromMs: 200_000, atMs: 210_000, massG: 700 },
    { type: 'deposit', fromMs: 400_000, atMs: 410_000, massG: 3_000 },
  ] as const;

  it('finds what is there, misses what is not, and calls the rest false', () => {
    const score = scoreRun(floor('x'), truths, [
      { type: 'deposit', atMs: 21_000, massG: 5_100, uncertaintyG: 50 },
      { type: 'deposit', atMs: 900_000, massG: 2_000 },
      { type: 'removal', atMs: 950_000, massG: 2_000 },
    ]);
    expect(score).toMatchObject({
      trueDeposits: 2,
      foundDeposits: 1,
      extraDeposits: 1,
      falseEvents: 2,
      withinUncertainty: 0,
      massErrorsG: [100],
    });
    expect(score.trueKg).toBeCloseTo(8.7);
    expect(score.foundKg).toBeCloseTo(7.1);
  });

  it('takes two events of one visit as one gift seen in parts, and calls nothing false', () => {
    const score = scoreRun(floor('x'), truths.slice(0, 1), [
      { type: 'deposit', atMs: 14_000, massG: 2_010, uncertaintyG: 30 },
      { type: 'deposit', atMs: 20_500, massG: 3_005, uncertaintyG: 30 },
    ]);
    expect(score).toMatchObject({
      foundDeposits: 1,
      partDeposits: 1,
      extraDeposits: 0,
      falseEvents: 0,
      massErrorsG: [15],
      withinUncertainty: 1,
    });
  });

  it('lets one event of the right sum stand for two visits only in the merged count', () => {
    const close = [truths[0], { ...truths[0], fromMs: 22_000, atMs: 30_000 }];
    const score = scoreRun(floor('x'), close, [{ type: 'deposit', atMs: 30_000, massG: 10_000 }]);
    expect(score).toMatchObject({ trueDeposits: 2, foundDeposits: 1, foundOrMerged: 2 });
  });
});

describe('the bound of physics', () => {
  it('is that of two means in white noise, and higher where the level wanders', () => {
    const white = floor('x', { noiseG: 200, rumbleG: 0, windG: 0, trueSps: 10 });
    expect(stepBoundG(white)).toBeCloseTo(200 * Math.sqrt(2 / (10 * 120)), 0);
    expect(stepBoundG({ ...white, windG: 1_500 })).toBeGreaterThan(2 * stepBoundG(white));
  });

  it('hides trifles of a day in the wind and nothing of heavy gifts', () => {
    const windy = floor('x', { noiseG: 200, windG: 3_000 });
    const gift = { type: 'deposit', fromMs: 0, atMs: 1_000 } as const;
    expect(lostAtLeastPct(windy, [{ ...gift, massG: 300 }])).toBeGreaterThan(50);
    expect(lostAtLeastPct(windy, [{ ...gift, massG: 12_000 }])).toBeLessThan(0.01);
    expect(lostAtLeastPct(windy, [])).toBe(0);
  });
});

describe('doors and tools of the bench', () => {
  it.each(DOOR_CLASSES)('%s: each beam alternates and is free in the end', (kind) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { edges } = createDoorRun([kind], 20, chanceOf(`${kind} ${seed}`));
      for (const beam of ['a', 'b']) {
        const states = edges.filter((edge) => edge.beam === beam).map((edge) => edge.broken);
        expect(states).toEqual(states.map((_, i) => i % 2 === 0));
      }
      expect(edges.every((edge, i) => edge.atMs >= (edges[i - 1]?.atMs ?? 0))).toBe(true);
    }
  });

  it('splits the hours of a run at local midnight, also on a day of 23 hours', () => {
    // 28 March 2026 20:00 to 30 March 2026 04:00 in Amsterdam; the 29th has 23 hours.
    const days = hoursByDay([{ fromMs: Date.UTC(2026, 2, 28, 19), toMs: Date.UTC(2026, 2, 30, 2) }]);
    expect(Object.fromEntries(days)).toEqual({ '2026-03-28': 4, '2026-03-29': 23, '2026-03-30': 4 });
  });

  it.each(TOOL_VARIANTS.filter((variant) => variant.midnightMin > 0))('$name: a run lies over a local midnight', (variant) => {
    const { truths } = createToolRun(variant, chanceOf('night'));
    expect(truths.some((truth) => hoursByDay([truth]).size > 1)).toBe(true);
  });
});
