import { HOUR_MS, SECOND_MS } from '@kringwijzer/contract';
import { type ContainerPlan, createContainerPlan } from './container-plan.ts';
import { drawPersonG } from './goods.ts';
import { createIntakePlan, type IntakePlan } from './intake-plan.ts';
import { onePlace, type Place, placesOf } from './place.ts';
import type { Prng } from './prng.ts';
import type { ScaleSim } from './scale-sim.ts';
import type { TruthEvent } from './site-config.ts';
import { deposit, passOver, removal } from './weighing-acts.ts';

/** What people and trucks do with the scales of a site. */
export interface Yard {
  readonly intake: IntakePlan;
  readonly containers: ContainerPlan;
  /** Somebody crosses an intake scale, or stands on it for minutes, without goods. */
  readonly passOver: (atMs: number, prng: Prng) => void;
  /** Goods that leave for the shop pass the outflow scales. */
  readonly sendOut: (fromMs: number, prng: Prng) => void;
  /** Goods that came or went by a hand outside the plan count with what lies there. */
  readonly noteChange: (scale: ScaleSim, changeG: number, atMs: number) => void;
  /** A truck came outside the plan: what is still to be brought waits until it is gone. */
  readonly noteEmptied: (scale: ScaleSim, untilMs: number) => void;
}

function sendOut(place: Place, fromMs: number, prng: Prng): readonly TruthEvent[] {
  const startMs = Math.max(fromMs, place.freeMs) + prng.exponential(HOUR_MS / 8);
  if (startMs > fromMs + HOUR_MS) return [];
  const massG = Math.round(prng.between(3_000, 40_000));
  const put = deposit(place.scale, { atMs: startMs, massG, personG: prng.chance(0.4) ? drawPersonG(prng) : 0, cartG: 0 }, prng);
  const away = removal(place.scale, { atMs: put.at + prng.between(20, 60) * SECOND_MS, massG, personG: 0, cartG: 0 }, prng);
  place.freeMs = away.at;
  return [put, away];
}

/** The work of a yard with these scales. */
export function createYard(scales: readonly ScaleSim[], addTruth: (event: TruthEvent) => void): Yard {
  const intakes = placesOf(scales, 'intake');
  const containers = placesOf(scales, 'container');
  const outflows = placesOf(scales, 'outflow');
  const containerPlan = createContainerPlan(containers, addTruth);
  const placeOf = (scale: ScaleSim): Place | undefined => [...intakes, ...containers, ...outflows].find((entry) => entry.scale === scale);
  return {
    intake: createIntakePlan(intakes, containerPlan, addTruth),
    containers: containerPlan,
    passOver: (atMs, prng) => {
      const place = onePlace(intakes, prng);
      if (place !== undefined) passOver(place.scale, atMs, drawPersonG(prng), prng);
    },
    sendOut: (fromMs, prng) => {
      outflows.flatMap((place) => sendOut(place, fromMs, prng)).forEach(addTruth);
    },
    noteChange: (scale, changeG, atMs) => {
      const place = placeOf(scale);
      if (place === undefined) return;
      if (place.pileG <= 0) place.pileSinceMs = atMs;
      place.pileG = Math.max(0, place.pileG + changeG);
      place.lastMs = Math.max(place.lastMs, atMs);
      if (scale.config.role !== 'container') place.freeMs = Math.max(place.freeMs, atMs);
    },
    noteEmptied: (scale, untilMs) => {
      const place = placeOf(scale);
      if (place !== undefined) Object.assign(place, { pileG: 0, freeMs: untilMs });
    },
  };
}
