import { lostAtLeastPct } from './bound.ts';
import type { Found } from './pipeline.ts';
import type { ScaleTruth } from './script.ts';
import { countedFromG, type Variant } from './variant.ts';

/** How one pipeline did on one run of a variant. */
export interface RunScore {
  readonly trueKg: number;
  readonly foundKg: number;
  /** Counted deposits (>= 1 kg or three divisions), and those of them that have an event. */
  readonly trueDeposits: number;
  readonly foundDeposits: number;
  /** The same when one event with the right sum may stand for several visits. */
  readonly foundOrMerged: number;
  /** Deposit events of at least the counted mass that are neither a true deposit nor a part of one. */
  readonly extraDeposits: number;
  /** Further events that together with the matched one make up a true deposit: a gift seen in parts. */
  readonly partDeposits: number;
  /** Events of any mass or kind but faults that belong to nothing. */
  readonly falseEvents: number;
  readonly trueEmptyings: number;
  readonly foundEmptyings: number;
  readonly trueRemovals: number;
  readonly foundRemovals: number;
  /** |found - true| of each found deposit. */
  readonly massErrorsG: readonly number[];
  /** Found deposits that gave an uncertainty, and those of them whose truth lies within it. */
  readonly withUncertainty: number;
  readonly withinUncertainty: number;
  readonly faults: number;
  /** Percent of the day that physics hides from any detector; see `bound.ts`. */
  readonly lostAtLeastPct: number;
}

const BEFORE_MS = 15_000;
const AFTER_MS = 60_000;
const EMPTYING_AFTER_MS = 300_000;

interface Pair {
  readonly truth: ScaleTruth;
  readonly found: Found;
  readonly farMs: number;
}

/** How far an event lies from a visit in time: 0 at its end, undefined when it cannot belong to it. */
function distanceMs(truth: ScaleTruth, found: Found): number | undefined {
  const afterMs = truth.type === 'emptying' ? EMPTYING_AFTER_MS : AFTER_MS;
  if (found.atMs < truth.fromMs - BEFORE_MS || found.atMs > truth.atMs + afterMs) return undefined;
  return Math.abs(found.atMs - truth.atMs);
}

/** Greedy matching: the nearest pair in time first, each event and each truth once. */
function match(truths: readonly ScaleTruth[], events: readonly Found[]): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const truth of truths) {
    for (const found of events) {
      const farMs = distanceMs(truth, found);
      if (farMs !== undefined) pairs.push({ truth, found, farMs });
    }
  }
  pairs.sort((one, other) => one.farMs - other.farMs);
  const usedTruths = new Set<ScaleTruth>();
  const usedEvents = new Set<Found>();
  return pairs.filter(({ truth, found }) => {
    if (usedTruths.has(truth) || usedEvents.has(found)) return false;
    usedTruths.add(truth);
    usedEvents.add(found);
    return true;
  });
}

/** A true deposit with its event, and the further events that are parts of it. */
interface Gift {
  readonly truth: ScaleTruth;
  readonly found: Found;
  readonly parts: readonly Found[];
}

/** Adds to each matched deposit the unmatched events of the same visit, as long as the sum comes nearer to the truth. */
function withParts(pairs: readonly Pair[], left: readonly Found[]): readonly Gift[] {
  const used = new Set<Found>();
  return pairs.map(({ truth, found }) => {
    const parts: Found[] = [];
    let massG = found.massG;
    for (const event of left) {
      const isNearer = Math.abs(massG + event.massG - truth.massG) < Math.abs(massG - truth.massG);
      if (used.has(event) || distanceMs(truth, event) === undefined || !isNearer) continue;
      used.add(event);
      parts.push(event);
      massG += event.massG;
    }
    return { truth, found, parts };
  });
}

const giftErrorG = ({ truth, found, parts }: Gift): number => Math.abs(found.massG + sumG(parts) - truth.massG);
const giftUncertaintyG = ({ found, parts }: Gift): number => Math.hypot(...[found, ...parts].map((event) => event.uncertaintyG ?? 0));

/** Missed visits whose mass sits in a neighbour's event: the event matches the sum of the neighbours within 5 % or half a kilogram. */
function mergedCount(variant: Variant, missed: readonly ScaleTruth[], pairs: readonly Pair[]): number {
  return missed.filter((truth) =>
    pairs.some((pair) => {
      const isNear = Math.abs(pair.truth.atMs - truth.atMs) < 120_000;
      const bothG = pair.truth.massG + truth.massG;
      return isNear && Math.abs(pair.found.massG - bothG) < Math.max(500, variant.divisionG, 0.05 * bothG);
    }),
  ).length;
}

const sumG = (events: readonly { readonly massG: number }[]): number => events.reduce((sum, event) => sum + event.massG, 0);
const ofType = <T extends { readonly type: string }>(list: readonly T[], type: string): readonly T[] =>
  list.filter((entry) => entry.type === type);

type DepositScore = Pick<
  RunScore,
  | 'trueKg'
  | 'foundKg'
  | 'trueDeposits'
  | 'foundDeposits'
  | 'foundOrMerged'
  | 'extraDeposits'
  | 'partDeposits'
  | 'massErrorsG'
  | 'withUncertainty'
  | 'withinUncertainty'
>;

function scoreDeposits(
  variant: Variant,
  deposits: readonly ScaleTruth[],
  events: readonly Found[],
): DepositScore & { readonly strangers: number } {
  const countedG = countedFromG(variant);
  const counted = deposits.filter((truth) => truth.massG >= countedG);
  const pairs = match(deposits, events);
  const paired = new Set(pairs.map((pair) => pair.found));
  const gifts = withParts(
    pairs,
    events.filter((event) => !paired.has(event)),
  );
  const parts = new Set(gifts.flatMap((gift) => gift.parts));
  const strangers = events.filter((event) => !paired.has(event) && !parts.has(event));
  const hits = gifts.filter((gift) => gift.truth.massG >= countedG);
  const hitTruths = new Set(hits.map((gift) => gift.truth));
  const missed = counted.filter((truth) => !hitTruths.has(truth));
  const sure = hits.filter((gift) => gift.found.uncertaintyG !== undefined);
  return {
    trueKg: sumG(deposits) / 1_000,
    foundKg: sumG(events) / 1_000,
    trueDeposits: counted.length,
    foundDeposits: hits.length,
    foundOrMerged: hits.length + mergedCount(variant, missed, pairs),
    extraDeposits: strangers.filter((event) => event.massG >= countedG).length,
    partDeposits: parts.size,
    massErrorsG: hits.map(giftErrorG),
    withUncertainty: sure.length,
    withinUncertainty: sure.filter((gift) => giftErrorG(gift) <= giftUncertaintyG(gift)).length,
    strangers: strangers.length,
  };
}

/** Scores one run. On a floor scale a removal may be called an emptying and the other way round: both say that the goods are gone. */
export function scoreRun(variant: Variant, truths: readonly ScaleTruth[], found: readonly Found[]): RunScore {
  const { strangers, ...deposits } = scoreDeposits(variant, ofType(truths, 'deposit'), ofType(found, 'deposit'));
  const gone = found.filter((event) => event.type === 'removal' || event.type === 'emptying');
  const pairs = match(
    truths.filter((truth) => truth.type !== 'deposit'),
    gone,
  );
  const right = pairs.filter((pair) => variant.kind === 'floor' || pair.truth.type === pair.found.type);
  return {
    ...deposits,
    falseEvents: strangers + gone.length - pairs.length,
    trueEmptyings: ofType(truths, 'emptying').length,
    foundEmptyings: right.filter((pair) => pair.truth.type === 'emptying').length,
    trueRemovals: ofType(truths, 'removal').length,
    foundRemovals: right.filter((pair) => pair.truth.type === 'removal').length,
    faults: ofType(found, 'fault').length,
    lostAtLeastPct: lostAtLeastPct(variant, truths),
  };
}

/** A variant over its runs. */
export interface VariantScore extends Omit<RunScore, 'massErrorsG'> {
  readonly variant: Variant;
  /** Error of the sum of deposits on the worst day, in percent of the truth; undefined when nobody gave anything. */
  readonly worstDayPct: number | undefined;
  /** Signed error over all days. */
  readonly errorPct: number | undefined;
  readonly meanMassErrorG: number | undefined;
  /** Length of a run, and the time the pipeline needed for one. */
  readonly hoursPerRun: number;
  readonly secondsPerRun: number;
}

/** Puts the runs of a variant together. */
export function scoreVariant(
  variant: Variant,
  runs: readonly RunScore[],
  spent: { readonly hoursPerRun: number; readonly secondsPerRun: number },
): VariantScore {
  const total = (pick: (run: RunScore) => number): number => runs.reduce((sum, run) => sum + pick(run), 0);
  const trueKg = total((run) => run.trueKg);
  const foundKg = total((run) => run.foundKg);
  const errors = runs.flatMap((run) => run.massErrorsG);
  const days = runs.filter((run) => run.trueKg > 0).map((run) => (100 * Math.abs(run.foundKg - run.trueKg)) / run.trueKg);
  return {
    variant,
    trueKg,
    foundKg,
    trueDeposits: total((run) => run.trueDeposits),
    foundDeposits: total((run) => run.foundDeposits),
    foundOrMerged: total((run) => run.foundOrMerged),
    extraDeposits: total((run) => run.extraDeposits),
    partDeposits: total((run) => run.partDeposits),
    falseEvents: total((run) => run.falseEvents),
    trueEmptyings: total((run) => run.trueEmptyings),
    foundEmptyings: total((run) => run.foundEmptyings),
    trueRemovals: total((run) => run.trueRemovals),
    foundRemovals: total((run) => run.foundRemovals),
    withUncertainty: total((run) => run.withUncertainty),
    withinUncertainty: total((run) => run.withinUncertainty),
    faults: total((run) => run.faults),
    lostAtLeastPct: Math.max(...runs.map((run) => run.lostAtLeastPct)),
    worstDayPct: days.length === 0 ? undefined : Math.max(...days),
    errorPct: trueKg === 0 ? undefined : (100 * (foundKg - trueKg)) / trueKg,
    meanMassErrorG: errors.length === 0 ? undefined : errors.reduce((sum, error) => sum + error, 0) / errors.length,
    ...spent,
  };
}
