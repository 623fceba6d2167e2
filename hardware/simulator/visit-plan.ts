import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import type { Crossing } from './crossings.ts';
import type { DoorSim } from './door-sim.ts';
import { drawGoods } from './goods.ts';
import { busyness, type LocalTime } from './opening-hours.ts';
import { createPrng, type Prng, pickWeighted, seedOf, unitAt } from './prng.ts';
import type { SiteSimConfig, TruthEvent } from './site-config.ts';
import type { Yard } from './yard-plan.ts';

const SPAN_MS = 10 * MINUTE_MS;

const CROSSING_SHARES: readonly (readonly [Crossing, number])[] = [
  ['single', 60],
  ['tailgate', 8],
  ['arm-swing', 8],
  ['fast', 5],
  ['bounce', 5],
  ['side-by-side', 4],
  ['turn-back', 4],
  ['cart', 4],
  ['stand-still', 2],
];

/** What the visits of a site need. */
export interface VisitPlanDeps {
  readonly config: SiteSimConfig;
  readonly localTime: (atMs: number) => LocalTime;
  readonly doors: readonly DoorSim[];
  readonly yard: Yard;
  readonly addTruth: (event: TruthEvent) => void;
}

/** Visitors an hour at a moment: opening hours, weekday, and spans of ten minutes in which everybody comes at once. */
function ratePerHour(deps: VisitPlanDeps, atMs: number): number {
  const { visitors, opening, seed } = deps.config;
  const isBurst = unitAt(seedOf(seed, 31), Math.floor(atMs / SPAN_MS)) < visitors.burstShare;
  return busyness(opening, deps.localTime(atMs)) * (isBurst ? visitors.burstPerHour : visitors.perHour);
}

function passDoor(deps: VisitPlanDeps, door: DoorSim, atMs: number, prng: Prng): void {
  const crossing = pickWeighted(prng, CROSSING_SHARES);
  const entered = door.addCrossing({ crossing, direction: 'in', atMs }, prng);
  entered.forEach(deps.addTruth);
  const leavesMs = atMs + prng.between(6, 25) * MINUTE_MS;
  entered.forEach((_, i) => {
    door.addCrossing({ crossing: 'single', direction: 'out', atMs: leavesMs + i * 2 * SECOND_MS }, prng).forEach(deps.addTruth);
  });
}

function visit(deps: VisitPlanDeps, atMs: number, prng: Prng): void {
  const { visitors } = deps.config;
  const door = deps.doors[Math.floor(prng.next() * deps.doors.length)];
  if (door !== undefined) passDoor(deps, door, atMs + SECOND_MS, prng);
  if (!prng.chance(visitors.donorShare)) {
    if (prng.chance(0.04)) deps.yard.passOver(atMs + prng.between(1, 4) * MINUTE_MS, prng);
    return;
  }
  const donorMs = atMs + prng.between(1, 4) * MINUTE_MS;
  const way = prng.chance(visitors.straightShare) ? deps.yard.containers.bring : deps.yard.intake.donate;
  way({ atMs: donorMs, ...drawGoods(prng) }, prng);
}

/** Plans everybody who arrives in the hour that starts at `hourMs`. Everything planned happens after that moment. */
export function planVisits(deps: VisitPlanDeps, hourMs: number): void {
  const prng = createPrng(seedOf(deps.config.seed, 32, hourMs / HOUR_MS));
  const { perHour, burstPerHour } = deps.config.visitors;
  // Thinning: draw at the highest rate there can be, keep by the rate of the moment.
  const highest = 1.4 * Math.max(perHour, burstPerHour);
  if (highest === 0) return;
  const next = (): number => prng.exponential(HOUR_MS / highest);
  for (let atMs = hourMs + next(); atMs < hourMs + HOUR_MS; atMs += next()) {
    if (prng.next() * highest < ratePerHour(deps, atMs) && atMs >= deps.config.startAt) visit(deps, atMs, prng);
  }
}
