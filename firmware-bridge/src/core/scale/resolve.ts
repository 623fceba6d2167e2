import { type Entry, type Group, groupOf, single, spanOf, type WeighedBy } from './entry.ts';

/** What the meaning of a change depends on. */
export interface Meaning extends WeighedBy {
  /** From this mass on a rise may be a person. */
  readonly personG: number;
  /** Smallest fall that may be an emptying. */
  readonly emptyingMinG: number;
  /** Below this gross mass the container itself is gone. */
  readonly absentBelowG: number;
  /** True when the scale is fine enough to see a standing person sway: what lies calm on it is no person. */
  readonly swaySeen: boolean;
  /** What lay still for this long and is lighter than a person came to stay. */
  readonly settleMs: number;
  /** A change below this many grams, or this many standard deviations, is not yet one. */
  readonly minEventG: number;
  readonly significant: number;
}

/**
 * Explains the open entries as groups: who stepped on and off is netted, what was lifted and put back cancels, an emptying
 * and its swapped container belong together. The sum of the groups is always the sum of the entries: nothing is lost here.
 */
export function resolve(entries: readonly Entry[], meaning: Meaning): readonly Group[] {
  let groups: readonly Group[] = [];
  for (const entry of entries) groups = join(groups, entry, meaning);
  return groups;
}

/** True when the group is more than chance and more than the smallest event. */
export const isSignificant = (group: Group, meaning: Meaning): boolean =>
  Math.abs(group.massG) >= Math.max(meaning.minEventG, zOf(group, meaning) * group.sdG);

/** Somebody was seen on the scale: that makes a deposit likely beforehand, and less proof is enough. */
const zOf = (group: Group, meaning: Meaning): number =>
  group.entries.some((entry) => entry.excursionG > meaning.personG / 2) ? meaning.significant * 0.7 : meaning.significant;

function join(groups: readonly Group[], entry: Entry, meaning: Meaning): readonly Group[] {
  const last = groups.at(-1);
  const rest = groups.slice(0, -1);
  if (last !== undefined && goesOn(last, entry)) return [...rest, merged(last, entry, meaning)];
  if (last !== undefined && belongsToEmptying(last, entry, meaning)) return [...rest, merged(last, entry, meaning)];
  if (entry.massG < 0) {
    const netted = net(groups, entry, meaning);
    if (netted !== undefined) return netted;
  } else if (last !== undefined && last.massG < 0 && cancels(last, entry, meaning)) {
    return [...rest, merged(last, entry, meaning)];
  }
  if (last !== undefined && isNextHandful(last, entry)) return [...rest, merged(last, entry, meaning)];
  // A change too small to tell yet is carried into the next one, so that it is not lost.
  if (last !== undefined && !isSignificant(last, meaning)) return [...rest, merged(last, entry, meaning)];
  return [...groups, asGroup(entry, meaning)];
}

/** The next handful of the same visitor, who reaches in from outside: the load lay still for a breath only. */
function isNextHandful(last: Group, entry: Entry): boolean {
  const before = last.entries.at(-1);
  if (before === undefined || last.massG <= 0 || entry.massG <= 0 || entry.before.plateauId !== before.id) return false;
  const breathMs = entry.before.atMs - before.after.atMs;
  return breathMs < BREATH_MS && reachesIn(before) && reachesIn(entry);
}

const BREATH_MS = 2_500;

/** Nobody stepped on: the load never went far beyond what it became. */
const reachesIn = (entry: Entry): boolean => entry.excursionG < 1.4 * Math.abs(entry.massG) + 3_000;

/** A restless plateau is a stage of a change and not its end. */
const goesOn = (last: Group, entry: Entry): boolean => entry.before.noisy && last.entries.at(-1)?.id === entry.before.plateauId;

const isAbsent = (entry: Entry, meaning: Meaning): boolean => entry.after.grossG < meaning.absentBelowG;

const asGroup = (entry: Entry, meaning: Meaning): Group =>
  isAbsent(entry, meaning) ? groupOf([entry], true, meaning) : single(entry, meaning);

const merged = (group: Group, entry: Entry, meaning: Meaning): Group =>
  groupOf([...group.entries, entry], group.absent || isAbsent(entry, meaning), meaning);

/** The truck is at work: further falls, and the big rise of the container coming back. */
function belongsToEmptying(last: Group, entry: Entry, meaning: Meaning): boolean {
  const away = (last.entries.at(-1)?.after.grossG ?? 0) < meaning.absentBelowG;
  if (away) return true;
  const fallG = -last.massG;
  if (fallG < meaning.emptyingMinG) return false;
  if (entry.massG < 0) return -entry.massG > meaning.emptyingMinG / 4;
  return entry.massG > Math.max(meaning.emptyingMinG, fallG * 0.3);
}

/** Lifted and put back: an equal rise right after a fall that nobody has counted yet. */
function cancels(last: Group, entry: Entry, meaning: Meaning): boolean {
  const sumG = last.massG + entry.massG;
  return Math.abs(sumG) <= Math.max(4 * last.sdG, -last.massG * 0.03, meaning.minEventG);
}

/**
 * A fall that undoes earlier rises: the person, trolley or lifted load that left. The latest rises that are big enough
 * together are taken, the biggest of them first. Undefined when the fall stands for itself.
 */
function net(groups: readonly Group[], entry: Entry, meaning: Meaning): readonly Group[] | undefined {
  const fallG = -entry.massG;
  const slackG = Math.max(4 * entry.after.seG, fallG * 0.03, meaning.minEventG);
  let sumG = 0;
  for (let i = groups.length - 1; i >= 0; i -= 1) {
    const group = groups[i];
    if (group === undefined || group.massG <= 0 || !mayLeave(group, entry, meaning)) continue;
    sumG += group.massG;
    if (sumG < fallG - slackG) continue;
    const likely = fallG >= meaning.personG * 0.8 || fallG >= sumG * 0.5 || leavesRestless(group, entry);
    return likely ? subtract(groups, i, entry, meaning) : undefined;
  }
  return netMore(groups, entry, meaning);
}

/** A rise that may still go away: a person, somebody moving, or one that has not lain long enough. */
function mayLeave(group: Group, entry: Entry, meaning: Meaning): boolean {
  if (group.massG >= meaning.personG || group.entries.some((one) => one.after.noisy)) return true;
  return entry.before.atMs - spanOf(group).atMs < meaning.settleMs;
}

/** Takes the fall from the biggest rise among the groups from `from` on, and from the next ones when that is not enough. */
function subtract(groups: readonly Group[], from: number, entry: Entry, meaning: Meaning): readonly Group[] {
  const rises = groups.slice(from).filter((group) => group.massG > 0 && mayLeave(group, entry, meaning));
  rises.sort((x, y) => y.massG - x.massG);
  const fallG = -entry.massG;
  const taken: Group[] = [];
  let sumG = 0;
  for (const rise of rises) {
    taken.push(rise);
    sumG += rise.massG;
    if (sumG >= fallG * 0.97 - meaning.minEventG) break;
  }
  return replaced(groups, taken, entry, meaning);
}

/** How long a visitor may stay who came empty-handed and carries goods away. */
const FETCH_MS = 180_000;

/** Somebody who came empty-handed and left with goods: a fall bigger than the rise it ends, soon after it or out of its restlessness. */
function netMore(groups: readonly Group[], entry: Entry, meaning: Meaning): readonly Group[] | undefined {
  const match = groups.findLast((group) => group.massG >= meaning.personG && isVisit(group, entry, meaning));
  return match === undefined ? undefined : replaced(groups, [match], entry, meaning);
}

function isVisit(group: Group, entry: Entry, meaning: Meaning): boolean {
  const last = group.entries.at(-1);
  if (last === undefined || entry.after.atMs - last.after.atMs > FETCH_MS) return false;
  if (leavesRestless(group, entry)) return true;
  const lay = entry.before.plateauId !== last.id || entry.before.atMs - last.after.atMs > CALM_MS;
  return meaning.swaySeen ? !lay : group.massG >= ADULT_RATIO * meaning.personG;
}

/** The fall ends the very restlessness that the rise brought. */
const leavesRestless = (group: Group, entry: Entry): boolean =>
  group.entries.some((one) => one.after.noisy && one.id === entry.before.plateauId);

/** Nobody stands without a sway for this long. */
const CALM_MS = 6_000;
const ADULT_RATIO = 1.6;

/** The groups with the fall joined to the rises it undoes, and with what happened meanwhile and was too small to tell. */
function replaced(groups: readonly Group[], taken: readonly Group[], entry: Entry, meaning: Meaning): readonly Group[] {
  const since = Math.min(...taken.map((group) => groups.indexOf(group)));
  const joined = groups.filter((group, i) => taken.includes(group) || (i > since && !isSignificant(group, meaning)));
  const entries = joined.flatMap((group) => group.entries).sort((x, y) => x.id - y.id);
  return [...groups.filter((group) => !joined.includes(group)), groupOf([...entries, entry], false, meaning)];
}
