import { MINUTE_MS, SECOND_MS, type Stream } from '@kringwijzer/contract';
import type { ContainerPlan } from './container-plan.ts';
import { drawPersonG } from './goods.ts';
import { onePlace, type Place } from './place.ts';
import type { Prng } from './prng.ts';
import type { TruthEvent } from './site-config.ts';
import { deposit, removal } from './weighing-acts.ts';

/** Longest time goods lie on an intake scale before staff take them along. */
const PILE_MS = 4 * MINUTE_MS;

/** A donor at the yard. */
interface Donation {
  readonly atMs: number;
  readonly massG: number;
  readonly stream: Stream;
}

/** The work at the intake scales. */
export interface IntakePlan {
  readonly donate: (donation: Donation, prng: Prng) => void;
  /** Staff carry on what has lain long enough by `untilMs`. */
  readonly clear: (untilMs: number, prng: Prng) => void;
}

/** Plans the work at these intake scales; staff carry the goods on to the containers minutes later. */
export function createIntakePlan(places: readonly Place[], containers: ContainerPlan, addTruth: (event: TruthEvent) => void): IntakePlan {
  const take = (place: Place, atMs: number, massG: number, prng: Prng): number => {
    const taken = removal(place.scale, { atMs, massG, personG: prng.chance(0.5) ? drawPersonG(prng) : 0, cartG: 0 }, prng);
    addTruth(taken);
    place.pileG -= massG;
    return taken.at;
  };
  const carryOn = (place: Place, atMs: number, prng: Prng): void => {
    const massG = place.pileG;
    const takenMs = take(place, atMs, massG, prng);
    place.freeMs = takenMs + prng.between(4, 10) * SECOND_MS;
    containers.bring({ atMs: takenMs + prng.between(1, 4) * MINUTE_MS, massG }, prng);
  };
  return {
    donate: ({ atMs, massG, stream }, prng) => {
      const place = onePlace(places, prng);
      if (place === undefined) return containers.bring({ atMs, massG, stream }, prng);
      const gapMs = prng.chance(0.05) ? prng.between(-2_500, 1_500) : prng.between(3_000, 20_000);
      const cartG = massG > 15_000 && prng.chance(0.15) ? prng.between(8_000, 18_000) : 0;
      const personG = cartG > 0 || prng.chance(0.75) ? drawPersonG(prng) : 0;
      const startMs = Math.max(atMs, place.freeMs + gapMs);
      const given = deposit(place.scale, { atMs: startMs, massG, personG, cartG, stream }, prng);
      addTruth(given);
      if (place.pileG === 0) place.pileSinceMs = given.at;
      place.pileG += massG;
      place.freeMs = given.at;
      // Now and then a donor thinks twice and takes a part back.
      if (prng.chance(0.02)) {
        place.freeMs = take(place, given.at + prng.between(5, 20) * SECOND_MS, Math.round(place.pileG * prng.between(0.1, 0.3)), prng);
      }
      const isPileHigh = place.pileG > prng.between(20_000, 80_000);
      if (isPileHigh || prng.chance(0.3)) carryOn(place, place.freeMs + prng.between(12, 60) * SECOND_MS, prng);
    },
    clear: (untilMs, prng) => {
      for (const place of places) {
        const dueMs = Math.max(place.freeMs + 20 * SECOND_MS, place.pileSinceMs + PILE_MS);
        if (place.pileG > 0 && dueMs < untilMs) carryOn(place, dueMs, prng);
      }
    },
  };
}
