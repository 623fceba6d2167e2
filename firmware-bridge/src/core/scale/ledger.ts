import { type Entry, entryOf, type Group, spanOf } from './entry.ts';
import type { Level } from './plateau.ts';
import { isAttended, isLikelyGift, isMaybePerson, isSignificant, LEFT_HOLD_MS, type Meaning, resolve } from './resolve.ts';

/** Everything not yet decided, and what an empty container weighs. */
export interface Ledger {
  readonly entries: readonly Entry[];
  /** Gross mass of the empty container, in the frame of the untracked signal. */
  readonly emptyG: number;
  /** True once the scale was seen empty, so that zero is not mistaken for an absent container. */
  readonly emptyKnown: boolean;
  /** Mass counted and slow change let go, for the balance. */
  readonly countedG: number;
  /** The level to which was counted last. */
  readonly settled: Level | undefined;
}

/** When what may be counted, all in milliseconds; see ScaleConfig. */
export interface Patience {
  readonly settleMs: number;
  readonly personHoldMs: number;
  readonly emptyingHoldMs: number;
  /** While somebody moves or the wind blows. */
  readonly noisyHoldMs: number;
  /** Blocks of rest after which a level is as good as it gets, and how good is good enough: grams, or a share of the mass. */
  readonly matureBlocks: number;
  readonly fineG: number;
}

/** The plateau of this moment as far as the ledger cares. */
export interface Now {
  readonly atMs: number;
  readonly plateauId: number;
  readonly startMs: number;
  readonly blocks: number;
  readonly noisy: boolean;
}

/** A decision. */
export interface Decided {
  readonly kind: 'deposit' | 'removal' | 'emptying';
  readonly group: Group;
  readonly fromMs: number;
  readonly atMs: number;
  readonly beforeG: number;
  readonly afterG: number;
  readonly swapped: boolean;
  readonly noisy: boolean;
}

const ENTRIES_MAX = 64;
/** A change not proven after this many blocks of rest is none. */
const PROOF_BLOCKS = 60;
/** Decisions are taken at rest only. */
/** How long a container may be away when nobody ever saw the scale with an empty one. */
const AWAY_MS = 900_000;
const ONE_CELL_MS = 90_000;
const REST_MS = 2_000;
/** Nobody carries this away in one go. */
const BY_MACHINE_G = 400_000;
const EMPTIED_RATIO = 0.6;

export const freshLedger = (emptyG: number, emptyKnown: boolean): Ledger => ({
  entries: [],
  emptyG,
  emptyKnown,
  countedG: 0,
  settled: undefined,
});

/** The ledger with the change that led to a new plateau; its start is refined while the plateau grows. */
export function enter(ledger: Ledger, entry: Entry): Ledger {
  const at = ledger.entries.findIndex((one) => one.id === entry.id);
  if (at >= 0) return { ...ledger, entries: ledger.entries.with(at, entry) };
  return { ...ledger, entries: [...ledger.entries, entry] };
}

/** The entry of a plateau again, with a better knowledge of its start. */
export const refined = (entry: Entry, after: Level, meaning: Meaning): Entry =>
  entryOf(entry.id, entry.before, after, { ...meaning, excursionG: entry.excursionG });

/** Takes decisions that are ripe. `all` forces them, as at the end of a trace. */
export function decide(
  ledger: Ledger,
  meaning: Meaning,
  patience: Patience,
  now: Now & { readonly all: boolean },
): { ledger: Ledger; decided: readonly Decided[] } {
  if (ledger.entries.length === 0) return { ledger, decided: [] };
  const decided: Decided[] = [];
  let next = ledger;
  const crowded = ledger.entries.length > ENTRIES_MAX;
  const groups = resolve(ledger.entries, meaning);
  groups.forEach((group, i) => {
    const isLast = i === groups.length - 1;
    const verdict = verdictOn(group, next, { meaning, patience, now, isUsed: !isLast, isUrgent: crowded && i === 0 });
    if (verdict === 'wait') return;
    next = without(next, group);
    if (verdict === 'nothing') return;
    const decision = decisionOf(group, next, meaning);
    decided.push(decision);
    next = afterDecision(next, decision);
  });
  return { ledger: next, decided };
}

/** What becomes of a group now. Who was seen on the scale brought something more likely than not: then little proof is enough in the end. */
function verdictOn(group: Group, ledger: Ledger, judge: Judge): 'wait' | 'count' | 'nothing' {
  if (isSignificant(group, judge.meaning)) return judge.isUrgent || isRipe(group, ledger, judge) ? 'count' : 'wait';
  if (!judge.isUrgent && !isSettledNothing(group, !judge.isUsed, judge.now)) return 'wait';
  return isLikelyGift(group, judge.meaning) ? 'count' : 'nothing';
}

const without = (ledger: Ledger, group: Group): Ledger => ({
  ...ledger,
  entries: ledger.entries.filter((entry) => !group.entries.includes(entry)),
});

/** Long enough at rest, and still nothing proven: what there was goes to the slow change of the level. */
function isSettledNothing(group: Group, isLast: boolean, now: Now & { readonly all: boolean }): boolean {
  if (now.all) return true;
  const own = group.entries.at(-1)?.id === now.plateauId;
  return isLast && own ? now.blocks >= PROOF_BLOCKS : now.blocks >= PROOF_BLOCKS && !now.noisy;
}

interface Judge {
  readonly meaning: Meaning;
  readonly patience: Patience;
  readonly now: Now & { readonly all: boolean };
  /** Something happened after this change: nobody puts goods into a container that is not there. */
  readonly isUsed: boolean;
  /** There is no more room to wait. */
  readonly isUrgent: boolean;
}

function isRipe(group: Group, ledger: Ledger, judge: Judge): boolean {
  const { meaning, patience, now } = judge;
  const { atMs } = spanOf(group);
  const lyingMs = now.atMs - atMs;
  const away = (group.entries.at(-1)?.after.grossG ?? 0) < meaning.absentBelowG;
  if (now.all) return !now.noisy || group.massG < meaning.personG;
  if (away) return false;
  if (now.atMs - now.startMs < restNeeded(group, meaning, patience)) return false;
  return lyingMs >= holdOf(group, ledger, judge) && (judge.isUsed || isMature(group, judge));
}

/** True when the level after the change will hardly be known better by waiting on. */
function isMature(group: Group, { patience, now }: Judge): boolean {
  const after = group.entries.at(-1)?.after;
  if (after === undefined || after.plateauId !== now.plateauId || now.blocks >= patience.matureBlocks) return true;
  return after.seG <= Math.max(patience.fineG, FINE_SHARE * Math.abs(group.massG));
}

const FINE_SHARE = 0.005;

/** A moment of rest; a small change that nobody was seen to make needs as long a rest as it takes a gust to end. */
const restNeeded = (group: Group, meaning: Meaning, patience: Patience): number =>
  Math.abs(group.massG) < meaning.smallG && !isAttended(group, meaning) ? patience.settleMs : Math.min(patience.settleMs, REST_MS);

function holdOf(group: Group, ledger: Ledger, judge: Judge): number {
  const { meaning, patience, now } = judge;
  if (-group.massG >= meaning.emptyingMinG) return emptyingHold(group, ledger, judge);
  const noisyMs = now.noisy ? patience.noisyHoldMs : 0;
  const oneCellMs = group.entries.some((entry) => entry.oneCell) ? ONE_CELL_MS : 0;
  const settled = Math.max(patience.settleMs, noisyMs, oneCellMs);
  if (group.massG < meaning.personG) return settled;
  if (!isMaybePerson(group, meaning)) return meaning.swaySeen ? settled : Math.max(settled, LEFT_HOLD_MS);
  return Math.max(patience.personHoldMs, noisyMs);
}

function emptyingHold(group: Group, ledger: Ledger, { meaning, patience, isUsed }: Judge): number {
  const level = group.entries.at(-1)?.after.grossG ?? 0;
  const maybeAway = !ledger.emptyKnown && !isUsed && Math.abs(level - ledger.emptyG) < meaning.emptyingMinG;
  return maybeAway ? AWAY_MS : patience.emptyingHoldMs;
}

function decisionOf(group: Group, ledger: Ledger, meaning: Meaning): Decided {
  const first = group.entries[0];
  const last = group.entries.at(-1);
  const { fromMs, atMs } = spanOf(group);
  const beforeG = first?.before.grossG ?? 0;
  const afterG = last?.after.grossG ?? 0;
  const swapped = group.absent || isReturned(group, meaning);
  const fallKind = swapped || isEmptied(group, beforeG - ledger.emptyG, meaning) ? 'emptying' : 'removal';
  const kind = group.massG > 0 && !group.absent ? 'deposit' : fallKind;
  const noisy = group.entries.some((entry) => entry.after.noisy || entry.before.noisy);
  return { kind, group, fromMs, atMs, beforeG, afterG, swapped, noisy };
}

const isEmptied = (group: Group, loadG: number, meaning: Meaning): boolean =>
  -group.massG >= meaning.emptyingMinG && -group.massG >= Math.min(EMPTIED_RATIO * loadG, BY_MACHINE_G);

/** Far more went and came back than stayed away: the container itself was off the scale. */
const isReturned = (group: Group, meaning: Meaning): boolean =>
  group.massG < 0 && group.peakG > 4 * meaning.emptyingMinG && group.peakG > 1.3 * -group.massG && fellFirst(group);

const fellFirst = (group: Group): boolean => (group.entries.find((entry) => Math.abs(entry.massG) > group.peakG / 4)?.massG ?? 0) < 0;

function afterDecision(ledger: Ledger, decided: Decided): Ledger {
  const countedG = ledger.countedG + decided.group.massG;
  const settled = decided.group.entries.at(-1)?.after;
  if (decided.kind !== 'emptying') return { ...ledger, countedG, settled };
  // Another container weighs something else; the same one may have kept some goods.
  const emptyG = decided.swapped ? decided.afterG : Math.min(ledger.emptyG, decided.afterG);
  return { ...ledger, countedG, settled, emptyG, emptyKnown: true };
}
