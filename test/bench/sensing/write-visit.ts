import type { Chance } from './chance.ts';
import { createPeople } from './people.ts';
import type { Happening, Lay, ScaleTruth, Walker } from './script.ts';
import type { Variant } from './variant.ts';

/** A visit written down: what happens, what was true, when the receptor is free again. */
export interface Visit {
  readonly happenings: readonly Happening[];
  readonly truths: readonly ScaleTruth[];
  readonly endMs: number;
}

/** Writes visits that start at `atMs`. */
export interface VisitWriter {
  readonly goods: (atMs: number, massG: number, type: 'deposit' | 'removal') => Visit;
  /** About 20 kg in and about 5 kg out by one visitor, a quarter of a minute apart. */
  readonly exchange: (atMs: number) => Visit;
  /** Something small thrown on from beside. */
  readonly thrown: (atMs: number, massG: number) => Visit;
  readonly passing: (atMs: number) => Visit;
  readonly sitting: (atMs: number) => Visit;
}

/** When each handful moves, and when the visit is over. */
interface Timing {
  readonly handfulsG: readonly number[];
  readonly timesMs: readonly number[];
  readonly endMs: number;
}

/** One to six handfuls of about 7 to 22 kg at most. */
function handfulsOf(massG: number, chance: Chance): readonly number[] {
  const count = Math.min(6, 1 + Math.floor(massG / chance.range(7_000, 22_000)));
  const cuts = Array.from({ length: count }, () => chance.range(0.5, 1.5));
  const sum = cuts.reduce((total, cut) => total + cut, 0);
  return cuts.map((cut) => (massG * cut) / sum);
}

function timingOf(variant: Variant, chance: Chance, atMs: number, visit: { readonly massG: number; readonly stepsOn: boolean }): Timing {
  const isContainer = variant.kind === 'container';
  const handfulsG = handfulsOf(visit.massG, chance);
  const walkMs = visit.stepsOn ? (isContainer ? chance.range(3_000, 9_000) : chance.range(900, 2_600)) : 0;
  let nextMs = atMs + walkMs;
  const timesMs = handfulsG.map(() => {
    nextMs += chance.range(600, 3_600);
    return nextMs;
  });
  const lingerMs = visit.stepsOn && chance.hits(variant.lingerShare) ? chance.range(60_000, 180_000) : 0;
  return { handfulsG, timesMs, endMs: nextMs + 800 + walkMs + lingerMs + (isContainer ? chance.expo(6_000) : 0) };
}

function laysOf(timing: Timing, sign: 1 | -1, chance: Chance, hands?: number): readonly Lay[] {
  const place = { x: chance.range(0.2, 0.8), y: chance.range(0.2, 0.9) };
  return timing.handfulsG.map((massG, i) => ({
    kind: 'lay',
    atMs: timing.timesMs[i] ?? 0,
    massG: sign * massG,
    tauMs: chance.range(60, 420),
    kick: sign > 0 && chance.hits(0.4) ? chance.range(0.02, 0.2) : 0,
    ...place,
    ...(hands === undefined ? {} : { hands }),
  }));
}

/** A helper who comes a little later and goes a little earlier or later. */
function helperOf(people: ReturnType<typeof createPeople>, chance: Chance, main: Walker): Walker {
  const lengthMs = main.toMs - main.fromMs;
  return people({ fromMs: main.fromMs + chance.range(0, 0.4) * lengthMs, toMs: main.toMs + chance.range(-0.3, 0.5) * lengthMs });
}

/** A writer for one run of a variant. */
export function createVisitWriter(variant: Variant, chance: Chance): VisitWriter {
  const people = createPeople(variant, chance);
  const alone = (walker: Walker): Visit => ({ happenings: [walker], truths: [], endMs: walker.toMs });

  const goods = (atMs: number, massG: number, type: 'deposit' | 'removal'): Visit => {
    const sign = type === 'deposit' ? 1 : -1;
    const stepsOn = chance.hits(variant.personShare);
    const timing = timingOf(variant, chance, atMs, { massG, stepsOn });
    const truth = { type, fromMs: atMs, massG, isSeen: stepsOn } as const;
    if (!stepsOn) return { happenings: laysOf(timing, sign, chance), truths: [{ ...truth, atMs: timing.endMs }], endMs: timing.endMs };
    const isTrolley = chance.hits(variant.trolleyShare);
    const main = people({ fromMs: atMs, toMs: timing.endMs, handsG: sign > 0 ? massG : 0, isTrolley });
    const helpers = chance.hits(variant.twoShare) ? [helperOf(people, chance, main)] : [];
    const endMs = Math.max(timing.endMs, ...helpers.map((helper) => helper.toMs));
    return { happenings: [main, ...helpers, ...laysOf(timing, sign, chance, main.number)], truths: [{ ...truth, atMs: endMs }], endMs };
  };

  return {
    goods,
    exchange: (atMs) => {
      const put = goods(atMs, chance.range(17_000, 23_000), 'deposit');
      const taken = goods(put.endMs + chance.range(9_000, 20_000), chance.range(4_000, 6_000), 'removal');
      return { happenings: [...put.happenings, ...taken.happenings], truths: [...put.truths, ...taken.truths], endMs: taken.endMs };
    },
    thrown: (atMs, massG) => {
      const timing = { handfulsG: [massG], timesMs: [atMs], endMs: atMs + 1_000 };
      return {
        happenings: laysOf(timing, 1, chance),
        truths: [{ type: 'deposit', fromMs: atMs, atMs: timing.endMs, massG }],
        endMs: timing.endMs,
      };
    },
    passing: (atMs) => {
      const stayMs = variant.kind === 'container' ? chance.range(4_000, 40_000) : chance.range(900, 5_000);
      return alone(people({ fromMs: atMs, toMs: atMs + stayMs }));
    },
    sitting: (atMs) => alone(people({ fromMs: atMs, toMs: atMs + chance.range(100_000, 330_000), vigour: chance.range(0.05, 0.4) })),
  };
}
