import type { Chance } from './chance.ts';
import type { Walker } from './script.ts';
import type { Variant } from './variant.ts';

/** What is special about somebody who steps on. */
export interface WalkerWish {
  readonly fromMs: number;
  readonly toMs: number;
  /** Goods in hands or on the trolley, in grams. */
  readonly handsG?: number;
  /** 0 still, 1 an ordinary walker; by chance when absent. */
  readonly vigour?: number;
  readonly isTrolley?: boolean;
}

/** Makes people, numbered in order: 42 to 125 kg, a trolley 9 to 28 kg more. */
export function createPeople(variant: Variant, chance: Chance): (wish: WalkerWish) => Walker {
  let count = 0;
  return ({ fromMs, toMs, handsG = 0, vigour, isTrolley = false }) => {
    count += 1;
    const walkMs = variant.kind === 'container' ? chance.range(2_500, 8_000) : chance.range(700, 2_200);
    return {
      kind: 'walker',
      number: count,
      fromMs,
      toMs,
      massG: Math.min(125_000, Math.max(42_000, 76_000 + 14_000 * chance.normal())) + (isTrolley ? chance.range(9_000, 28_000) : 0),
      handsG,
      vigour: vigour ?? (isTrolley ? 0.5 : chance.range(0.6, 1.5)),
      strideMs: chance.range(480, 760),
      walkMs: Math.min((toMs - fromMs) / 2, walkMs),
      axleMs: isTrolley ? chance.range(500, 1_300) : 0,
      x: chance.range(0.15, 0.85),
      y: chance.range(0.2, 0.9),
    };
  };
}
