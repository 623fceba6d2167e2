import type { Prng } from './prng.ts';
import type { ScaleSim } from './scale-sim.ts';

/** A scale as the people of the yard see it. */
export interface Place {
  readonly scale: ScaleSim;
  /** From here on the next one may come. */
  freeMs: number;
  /** What was planned to lie here. */
  pileG: number;
  pileSinceMs: number;
  /** End of the last act planned here. */
  lastMs: number;
}

/** The places of all scales with a role. */
export function placesOf(scales: readonly ScaleSim[], role: string): Place[] {
  return scales
    .filter((scale) => scale.config.role === role)
    .map((scale) => ({ scale, freeMs: 0, pileG: scale.config.initialGoodsG, pileSinceMs: 0, lastMs: 0 }));
}

/** One of the places by chance, undefined when there is none. */
export const onePlace = (places: readonly Place[], prng: Prng): Place | undefined => places[Math.floor(prng.next() * places.length)];
