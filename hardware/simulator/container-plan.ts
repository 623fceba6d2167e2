import { MINUTE_MS, type Stream } from '@kringwijzer/contract';
import { drawPersonG } from './goods.ts';
import { onePlace, type Place } from './place.ts';
import type { Prng } from './prng.ts';
import type { TruthEvent } from './site-config.ts';
import { deposit, emptying } from './weighing-acts.ts';

/** Goods on their way to a container. */
interface Bringing {
  readonly atMs: number;
  readonly massG: number;
  readonly stream?: Stream;
}

/** The work at the containers. */
export interface ContainerPlan {
  /** Somebody walks in with goods; while the container is away it waits. */
  readonly bring: (bringing: Bringing, prng: Prng) => void;
  /** Trucks that are due come after `fromMs`. */
  readonly sendTrucks: (fromMs: number, prng: Prng) => void;
}

/** Plans the work at these containers. */
export function createContainerPlan(places: readonly Place[], addTruth: (event: TruthEvent) => void): ContainerPlan {
  return {
    bring: ({ atMs, massG, stream }, prng) => {
      const place = onePlace(places, prng);
      if (place === undefined) return;
      // One at a time goes in, now and then two at once; while the truck has the container everybody waits.
      const gapMs = prng.chance(0.06) ? prng.between(-8_000, 1_000) : prng.between(4_000, 25_000);
      const startMs = Math.max(atMs, place.freeMs + gapMs);
      const cartG = massG > 25_000 && prng.chance(0.4) ? prng.between(12_000, 30_000) : 0;
      const put = deposit(place.scale, { atMs: startMs, massG, personG: drawPersonG(prng), cartG, ...(stream && { stream }) }, prng);
      addTruth(put);
      place.pileG += massG;
      place.freeMs = Math.max(place.freeMs, put.at);
      place.lastMs = place.freeMs;
    },
    sendTrucks: (fromMs, prng) => {
      for (const place of places) {
        if (place.pileG < place.scale.config.emptyAtG) continue;
        const atMs = Math.max(fromMs, place.freeMs, place.lastMs) + prng.between(3, 15) * MINUTE_MS;
        const truth = emptying(place.scale, { atMs, awayMs: prng.between(6, 25) * MINUTE_MS }, prng);
        addTruth(truth);
        Object.assign(place, { pileG: 0, freeMs: truth.at });
      }
    },
  };
}
