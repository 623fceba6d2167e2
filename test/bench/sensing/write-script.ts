import type { Chance } from './chance.ts';
import type { Happening, ScaleTruth, Script } from './script.ts';
import { startOf } from './script.ts';
import type { Variant } from './variant.ts';
import { createVisitWriter, type Visit, type VisitWriter } from './write-visit.ts';

const HOUR_MS = 3_600_000;
const LEAD_MS = 75_000;
const TAIL_MS = 150_000;
const WORTH_FETCHING_G = 50_000;

const giftG = (variant: Variant, chance: Chance): number =>
  Math.round(Math.min(variant.heaviestG, Math.max(variant.lightestG, variant.medianG * Math.exp(variant.spread * chance.normal()))));

type Visitor = 'gift' | 'small' | 'passer' | 'sitter';

function nextVisitor(variant: Variant, chance: Chance): Visitor {
  const { depositsPerHour, smallPerHour, passersPerHour, sittersPerHour } = variant;
  let left = chance.unit() * (depositsPerHour + smallPerHour + passersPerHour + sittersPerHour);
  for (const [visitor, rate] of [
    ['gift', depositsPerHour],
    ['small', smallPerHour],
    ['passer', passersPerHour],
  ] as const) {
    left -= rate;
    if (left < 0) return visitor;
  }
  return 'sitter';
}

/** What one visitor does. `lyingG`: goods on the receptor before he comes. */
function visitOf(variant: Variant, chance: Chance, writer: VisitWriter, at: { readonly atMs: number; readonly lyingG: number }): Visit {
  const visitor = nextVisitor(variant, chance);
  if (visitor === 'passer') return writer.passing(at.atMs);
  if (visitor === 'sitter') return writer.sitting(at.atMs);
  if (visitor === 'small') return writer.thrown(at.atMs, chance.range(200, 800));
  if (chance.hits(variant.swapShare)) return writer.exchange(at.atMs);
  if (at.lyingG > 3_000 && chance.hits(variant.removalShare)) {
    return writer.goods(at.atMs, Math.min(giftG(variant, chance), 0.5 * at.lyingG), 'removal');
  }
  return writer.goods(at.atMs, giftG(variant, chance), 'deposit');
}

/** A truck couples, lifts the container, brings it or another back, and drives off. `lyingG`: goods in it. */
function truckVisit(variant: Variant, chance: Chance, at: { readonly atMs: number; readonly lyingG: number }): Visit {
  const fromMs = at.atMs + 20_000;
  const liftMs = fromMs + chance.range(20_000, 70_000);
  const liftLasts = chance.range(6_000, 18_000);
  const backMs = liftMs + liftLasts + variant.awayMin * 60_000 * chance.range(0.8, 1.3);
  const lowerLasts = chance.range(5_000, 15_000);
  const endMs = backMs + lowerLasts + chance.range(8_000, 30_000);
  // A container that comes in exchange is never quite as heavy as the one that went.
  const backG = variant.containerG + (variant.isSwapped ? 25_000 * chance.normal() : 0);
  const sigmaG = chance.range(25_000, 90_000);
  return {
    truths: [{ type: 'emptying', fromMs, atMs: endMs, massG: at.lyingG }],
    endMs: endMs + 30_000,
    happenings: [
      { kind: 'shaking', fromMs, toMs: liftMs + liftLasts, sigmaG },
      { kind: 'haul', atMs: liftMs, durationMs: liftLasts, massG: Number.NaN },
      { kind: 'shaking', fromMs: backMs, toMs: endMs, sigmaG },
      { kind: 'haul', atMs: backMs, durationMs: lowerLasts, massG: backG },
    ],
  };
}

/** Seconds from the end of one visit to the start of the next. */
function gapMs(variant: Variant, chance: Chance): number {
  if (chance.hits(variant.closeShare)) return variant.overlap ? chance.range(-4_000, 800) : chance.range(2_000, 5_000);
  const comers = variant.depositsPerHour + variant.smallPerHour + variant.passersPerHour + variant.sittersPerHour;
  return 7_000 + chance.expo(Math.max(500, HOUR_MS / comers - 18_000));
}

const comersPerHour = (variant: Variant): number =>
  variant.depositsPerHour + variant.smallPerHour + variant.passersPerHour + variant.sittersPerHour;

/** Who comes next: a truck that is due, staff who clear a full floor scale, or a visitor. */
function nextVisit(
  variant: Variant,
  chance: Chance,
  writer: VisitWriter,
  day: { atMs: number; lyingG: number; trucksMs: number[] },
): Visit {
  const atMs = day.atMs + gapMs(variant, chance);
  const truckMs = day.trucksMs[0];
  // Nobody sends a truck for a handful of goods: it waits until there is something to fetch.
  if (truckMs !== undefined && atMs > truckMs && day.lyingG >= WORTH_FETCHING_G) {
    day.trucksMs.shift();
    return truckVisit(variant, chance, day);
  }
  if (variant.kind === 'floor' && day.lyingG > 0.3 * variant.capacityG) {
    return writer.goods(Math.max(atMs, day.atMs + 8_000), day.lyingG, 'removal');
  }
  return visitOf(variant, chance, writer, { atMs, lyingG: day.lyingG });
}

/** Writes a run of a variant: visitors one after the other, staff that clear the floor scale, trucks at set times. */
export function writeScript(variant: Variant, chance: Chance, lengthMs: number): Script {
  const writer = createVisitWriter(variant, chance);
  const happenings: Happening[] = [];
  const truths: ScaleTruth[] = [];
  const trucksMs = Array.from({ length: variant.emptyings }, (_, i) => (lengthMs * (i + 1)) / (variant.emptyings + 1));
  const day = { atMs: LEAD_MS, lyingG: variant.startG, trucksMs };
  const lastMs = (variant.deadCellAt > 0 ? variant.deadCellAt * lengthMs : lengthMs) - TAIL_MS;
  while (comersPerHour(variant) > 0) {
    const visit = nextVisit(variant, chance, writer, day);
    // Who would not be off in time does not come any more.
    if (visit.endMs > lastMs) break;
    happenings.push(...visit.happenings);
    truths.push(...visit.truths);
    for (const truth of visit.truths) day.lyingG += truth.type === 'deposit' ? truth.massG : -truth.massG;
    day.atMs = visit.endMs;
  }
  return {
    happenings: happenings.toSorted((one, other) => startOf(one) - startOf(other)),
    truths: truths.toSorted((one, other) => one.atMs - other.atMs),
    lengthMs,
  };
}
