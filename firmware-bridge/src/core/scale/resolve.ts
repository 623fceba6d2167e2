import { type Entry, type Group, groupOf, single, type WeighedBy } from './entry.ts';

/** What the meaning of a change depends on. */
export interface Meaning extends WeighedBy {
  /** From this mass on a rise may be a person. */
  readonly personG: number;
  /** Smallest fall that may be an emptying. */
  readonly emptyingMinG: number;
  /** Below this gross mass the container itself is gone. */
  readonly absentBelowG: number;
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
  if (last !== undefined && belongsToEmptying(last, entry, meaning)) return [...rest, merged(last, entry, meaning)];
  if (entry.massG < 0) {
    const netted = net(groups, entry, meaning);
    if (netted !== undefined) return netted;
  } else if (last !== undefined && last.massG < 0 && cancels(last, entry, meaning)) {
    return [...rest, merged(last, entry, meaning)];
  }
  // A change too small to tell yet is carried into the next one, so that it is not lost.
  if (last !== undefined && !isSignificant(last, meaning)) return [...rest, merged(last, entry, meaning)];
  return [...groups, asGroup(entry, meaning)];
}

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
    if (group === undefined || group.massG <= 0) continue;
    sumG += group.massG;
    if (sumG < fallG - slackG) continue;
    const likely = fallG >= meaning.personG * 0.8 || fallG >= sumG * 0.5 || group.entries.some((one) => one.after.noisy);
    return likely ? subtract(groups, i, entry, meaning) : undefined;
  }
  return netMore(groups, entry, meaning);
}

/** Takes the fall from the biggest rise among the groups from `from` on, and from the next ones when that is not enough. */
function subtract(groups: readonly Group[], from: number, entry: Entry, meaning: Meaning): readonly Group[] {
  const rises = groups.slice(from).filter((group) => group.massG > 0);
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

/** Somebody who came empty-handed and left with goods: a fall a little bigger than the rise it ends. */
function netMore(groups: readonly Group[], entry: Entry, meaning: Meaning): readonly Group[] | undefined {
  const fallG = -entry.massG;
  const match = groups.findLast((group) => group.massG >= meaning.personG && fallG <= group.massG * 1.4);
  return match === undefined ? undefined : replaced(groups, [match], entry, meaning);
}

function replaced(groups: readonly Group[], taken: readonly Group[], entry: Entry, meaning: Meaning): readonly Group[] {
  const entries = taken.flatMap((group) => group.entries).sort((x, y) => x.id - y.id);
  const group = groupOf([...entries, entry], false, meaning);
  return [...groups.filter((one) => !taken.includes(one)), group];
}
