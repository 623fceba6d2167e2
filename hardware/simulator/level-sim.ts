import { namedSeed, normalAt, unitAt } from './prng.ts';
import type { ScaleSim } from './scale-sim.ts';
import type { LevelSimConfig } from './site-config.ts';

const NOISE_MM = 7;
const HEAP_MM = 60;
const MISS_SHARE = 0.004;

/** Distance from the sensor to the goods in millimetres: a heap that is never flat, noise, and now and then an echo that is missed. */
export function distanceMm(config: LevelSimConfig, scale: ScaleSim, siteSeed: number, atMs: number): number {
  const seed = namedSeed(siteSeed, config.id);
  const n = Math.round(atMs);
  if (unitAt(seed + 1, n) < MISS_SHARE) return config.emptyMm * 1.6;
  const goodsG = scale.goodsG(atMs);
  const fill = Math.min(1.05, goodsG / config.fullG);
  // The heap is reshaped whenever something is thrown on it, so its bump hangs on what lies there.
  const heapMm = fill > 0 ? HEAP_MM * (2 * unitAt(seed + 2, Math.round(goodsG / 100)) - 1) : 0;
  const mm = config.emptyMm - fill * (config.emptyMm - config.fullMm) + heapMm + NOISE_MM * normalAt(seed, n);
  return Math.max(20, mm);
}
