import { type Entry, type Group, groupOf, spanOf, type WeighedBy } from './entry.ts';

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
  /** Below this a change nobody was seen to make may be a gust's. */
  readonly smallG: number;
  /** A change below this many grams, or this many standard deviations, is not yet one. */
  readonly minEventG: number;
  readonly significant: number;
  /** The most the level wanders by itself; what nobody was seen to bring must stand out from it. */
  readonly restlessG: number;
}

/**
 * Explains the open entries as groups: who stepped on and off is netted, what was lifted and put back cancels, an emptying
 * and its swapped container belong together. The sum of the groups is always the sum of the entries: nothing is lost here.
 */
export function resolve(entries: readonly Entry[], meaning: Meaning): readonly Group[] {
  let groups: readonly Group[] = [];
  for (const change of changesOf(entries, meaning)) groups = join(groups, change, meaning);
  return groups.reduce<readonly Group[]>((rested, group) => restTogether(rested, group, meaning), []);
}

/** A small change nobody was seen to make, after which the load did not lie for long, belongs to what came next: a gust has many levels. */
function restTogether(groups: readonly Group[], next: Group, meaning: Meaning): readonly Group[] {
  const last = groups.at(-1);
  const isBrief =
    last !== undefined &&
    Math.abs(last.massG) < meaning.smallG &&
    Math.abs(next.massG) < meaning.smallG &&
    startOf(next) - spanOf(last).atMs < meaning.settleMs;
  if (!isBrief || isAttended(last, meaning) || isAttended(next, meaning)) return [...groups, next];
  return [...groups.slice(0, -1), merged([last, next], meaning)];
}

/** What a change came from was no rest: somebody moved there, or it was a breath that still rang, or after which a person went who had still been there. */
const isStage = ({ before, massG }: Entry, meaning: Meaning): boolean =>
  before.noisy || (before.n <= BREATH_BLOCKS && (massG < -BREATH_SHARE * meaning.personG || Math.abs(massG) < meaning.smallG));

const BREATH_BLOCKS = 3;
const BREATH_SHARE = 0.75;

/** Entries as whole changes: a restless plateau is a stage of a change and not its end. */
function changesOf(entries: readonly Entry[], meaning: Meaning): readonly Group[] {
  const changes: Entry[][] = [];
  for (const entry of entries) {
    const last = changes.at(-1);
    if (last !== undefined && last.at(-1)?.id === entry.before.plateauId && isStage(entry, meaning)) last.push(entry);
    else changes.push([entry]);
  }
  return changes.map((stages) =>
    groupOf(
      stages,
      stages.some((entry) => isAbsent(entry, meaning)),
      meaning,
    ),
  );
}

/** True when the group is more than chance and more than the smallest event. */
export function isSignificant(group: Group, meaning: Meaning): boolean {
  const mass = Math.abs(group.massG);
  if (mass < meaning.minEventG) return false;
  // Somebody was seen on the scale: that makes a gift likely beforehand, and less proof is enough.
  if (isAttended(group, meaning)) return mass >= ATTENDED * meaning.significant * group.sdG;
  return mass >= meaning.significant * Math.hypot(group.sdG, meaning.restlessG);
}

const ATTENDED = 0.6;

/** True for a rise that somebody was seen to make and that is more than twice its uncertainty, though not proven. */
export const isLikelyGift = (group: Group, meaning: Meaning): boolean =>
  isAttended(group, meaning) && group.massG >= Math.max(meaning.minEventG, meaning.smallG / 5, LIKELY * group.sdG);

const LIKELY = 2.2;

function join(groups: readonly Group[], change: Group, meaning: Meaning): readonly Group[] {
  const last = groups.at(-1);
  const rest = groups.slice(0, -1);
  if (last !== undefined && belongsToEmptying(last, change, meaning)) return [...rest, merged([last, change], meaning)];
  if (change.massG < 0) {
    const netted = net(groups, change, meaning);
    if (netted !== undefined) return netted;
  }
  const joins = last !== undefined && TOGETHER.some((belong) => belong(last, change, meaning));
  return joins ? [...rest, merged([last, change], meaning)] : [...groups, change];
}

/** Why a change belongs to the group before it. The last: what is too small to tell yet is carried on, so that it is not lost. */
const TOGETHER: readonly ((last: Group, change: Group, meaning: Meaning) => boolean)[] = [
  isFleeting,
  cancels,
  isNextHandful,
  isShift,
  isLateRest,
  (last, _change, meaning) => !isSignificant(last, meaning),
];

const firstOf = (group: Group): Entry | undefined => group.entries[0];
const lastOf = (group: Group): Entry | undefined => group.entries.at(-1);

/** The next handful of the same visitor, who reaches in from outside: the load lay still for a breath only. */
function isNextHandful(last: Group, change: Group): boolean {
  const before = lastOf(last);
  const after = firstOf(change);
  if (before === undefined || after === undefined || Math.sign(last.massG) !== Math.sign(change.massG)) return false;
  const breathMs = after.before.atMs - before.after.atMs;
  return after.before.plateauId === before.id && breathMs < BREATH_MS && reachesIn(last) && reachesIn(change);
}

/**
 * Gusts push and let go with nobody there, and no level of theirs lies for long: together they come to nothing. Small gifts
 * thrown in quickly after each other come to their sum.
 */
function isFleeting(last: Group, change: Group, meaning: Meaning): boolean {
  if (startOf(change) - spanOf(last).atMs >= meaning.settleMs || isAttended(last, meaning) || isAttended(change, meaning)) return false;
  const bigger = Math.max(Math.abs(last.massG), Math.abs(change.massG));
  const back = Math.sign(last.massG) !== Math.sign(change.massG);
  return back ? bigger < meaning.personG && Math.abs(change.massG) > BACK_RATIO * Math.abs(last.massG) : bigger < meaning.smallG;
}

const BACK_RATIO = 0.4;

/** Somebody was seen on the scale: it went far beyond what stayed. */
export const isAttended = (group: Group, meaning: Meaning): boolean =>
  Math.max(...group.entries.map((entry) => entry.excursionG)) > Math.max(meaning.personG / 2, 2 * Math.abs(group.massG));

/** Somebody who stands there shifts his weight or leans: a change far smaller than he is, on the very plateau he made. */
function isShift(last: Group, change: Group, meaning: Meaning): boolean {
  const own = firstOf(change)?.before.plateauId === lastOf(last)?.id;
  return own && isMaybePerson(last, meaning) && Math.abs(change.massG) < last.massG * SHIFT_RATIO;
}

/** The load came to rest a little elsewhere than it seemed for some seconds, by less than can be told: the later level is the better one. */
function isLateRest(last: Group, change: Group, meaning: Meaning): boolean {
  return startOf(change) - spanOf(last).atMs < meaning.settleMs && !isAttended(change, meaning) && !isSignificant(change, meaning);
}

const SHIFT_RATIO = 0.02;
const BREATH_MS = 2_500;

/** Nobody stepped on: the load never went far beyond what it became. */
const reachesIn = (group: Group): boolean =>
  group.entries.length === 1 && (group.entries[0]?.excursionG ?? 0) < 1.4 * Math.abs(group.massG) + 3_000;

const isAbsent = (entry: Entry, meaning: Meaning): boolean => entry.after.grossG < meaning.absentBelowG;

const merged = (groups: readonly Group[], meaning: Meaning): Group =>
  groupOf(
    groups.flatMap((group) => group.entries).sort((x, y) => x.id - y.id),
    groups.some((group) => group.absent),
    meaning,
  );

/** Lighter than this no container is that comes back; two people are. */
const CONTAINER_MIN_G = 180_000;

/** The truck is at work: further falls, and the big rise of the container coming back. */
function belongsToEmptying(last: Group, change: Group, meaning: Meaning): boolean {
  const away = (lastOf(last)?.after.grossG ?? 0) < meaning.absentBelowG;
  if (away) return true;
  const fallG = -last.massG;
  if (fallG < meaning.emptyingMinG) return false;
  if (change.massG < 0) return -change.massG > meaning.emptyingMinG / 4;
  return change.massG > Math.max(CONTAINER_MIN_G, fallG * 0.3);
}

/** Lifted and put back: an equal rise right after a fall that nobody has counted yet. */
function cancels(last: Group, change: Group, meaning: Meaning): boolean {
  if (last.massG >= 0 || change.massG <= 0) return false;
  return Math.abs(last.massG + change.massG) <= Math.max(4 * last.sdG, -last.massG * 0.03, meaning.minEventG);
}

/**
 * A fall that undoes earlier rises: the person, trolley or lifted load that left. The latest rises that are big enough
 * together are taken, the biggest of them first. Undefined when the fall stands for itself.
 */
function net(groups: readonly Group[], change: Group, meaning: Meaning): readonly Group[] | undefined {
  const fallG = -change.massG;
  const slackG = Math.max(4 * (lastOf(change)?.after.seG ?? 0), fallG * 0.03, meaning.minEventG);
  let sumG = 0;
  for (let i = groups.length - 1; i >= 0; i -= 1) {
    const group = groups[i];
    if (group === undefined || group.massG <= 0 || !mayLeave(group, change, meaning)) continue;
    sumG += group.massG;
    if (sumG < fallG - slackG) continue;
    const likely = fallG >= meaning.personG * 0.95 || fallG >= sumG * 0.5;
    return likely ? subtract(groups, i, change, meaning) : undefined;
  }
  return netMore(groups, change, meaning);
}

/** How long what stays after somebody left waits on a scale too coarse to see whether it sways. */
export const LEFT_HOLD_MS = 45_000;

/** A rise that may still go away: a person, somebody moving, or one that has not lain long enough. */
function mayLeave(group: Group, change: Group, meaning: Meaning): boolean {
  if (isMaybePerson(group, meaning) || lastOf(group)?.after.noisy === true) return true;
  const left = hasLeft(group, meaning);
  const waitMs = left && !meaning.swaySeen ? LEFT_HOLD_MS : meaning.settleMs;
  // After one was seen to go, only another person's going is believed, not a handful's.
  return startOf(change) - spanOf(group).atMs < waitMs && (!left || -change.massG >= meaning.personG);
}

/** The biggest rise from one plateau to the next calm one. */
const riseOf = (group: Group): number =>
  Math.max(...group.entries.map((entry, i) => (entry.after.noisy ? entry.massG + (group.entries[i + 1]?.massG ?? 0) : entry.massG)));

/** A rise of a person's mass, in one go, from which nobody was seen to go. */
export const isMaybePerson = (group: Group, meaning: Meaning): boolean =>
  group.massG >= meaning.personG && riseOf(group) >= meaning.personG * 0.95 && !hasLeft(group, meaning);

/**
 * Somebody was seen to go last, and what stayed is what he brought: the load fell by a person's mass, or it had been higher than
 * what stayed by more than the strides of one person can make it.
 */
function hasLeft(group: Group, meaning: Meaning): boolean {
  const at = group.entries.findLastIndex((entry) => Math.abs(entry.massG) >= meaning.personG * 0.95);
  if ((group.entries[at]?.massG ?? 0) < 0) return true;
  const since = group.entries.slice(Math.max(0, at));
  const startG = since[0]?.before.grossG ?? 0;
  const peakG = Math.max(...since.map((entry) => entry.excursionG + entry.before.grossG - startG));
  const stays = (since.at(-1)?.after.grossG ?? 0) - startG;
  const [stride, steppedOffG] = meaning.swaySeen ? FINE_STRIDE : COARSE_STRIDE;
  return peakG > Math.max(0, stays) * stride + steppedOffG;
}

const startOf = (change: Group): number => firstOf(change)?.before.atMs ?? 0;

/** How far the strides of one person go above his mass, as a factor and in grams; a slow or coarse scale sees single strides. */
const FINE_STRIDE = [1.25, 25_000] as const;
const COARSE_STRIDE = [1.5, 45_000] as const;

/** Takes the fall from the biggest rise among the groups from `from` on, and from the next ones when that is not enough. */
function subtract(groups: readonly Group[], from: number, change: Group, meaning: Meaning): readonly Group[] {
  const rises = groups.slice(from).filter((group) => group.massG > 0 && mayLeave(group, change, meaning));
  rises.sort((x, y) => y.massG - x.massG);
  const fallG = -change.massG;
  const taken: Group[] = [];
  let sumG = 0;
  for (const rise of rises) {
    taken.push(rise);
    sumG += rise.massG;
    if (sumG >= fallG * 0.97 - meaning.minEventG) break;
  }
  return replaced(groups, taken, change, meaning);
}

/** How long a visitor may stay who came empty-handed and carries goods away. */
const FETCH_MS = 180_000;

/** Somebody who came empty-handed and left with goods: a fall bigger than the rise it ends, soon after it. */
function netMore(groups: readonly Group[], change: Group, meaning: Meaning): readonly Group[] | undefined {
  const match = groups.findLast((group) => isMaybePerson(group, meaning) && isVisit(group, change, meaning));
  return match === undefined ? undefined : replaced(groups, [match], change, meaning);
}

function isVisit(group: Group, change: Group, meaning: Meaning): boolean {
  const last = lastOf(group);
  const first = firstOf(change);
  if (last === undefined || first === undefined || spanOf(change).atMs - last.after.atMs > FETCH_MS) return false;
  const lay = first.before.plateauId !== last.id || first.before.atMs - last.after.atMs > CALM_MS;
  return !meaning.swaySeen || !lay;
}

/** Nobody stands without a sway for this long. */
const CALM_MS = 6_000;

/** The groups with the fall joined to the rises it undoes, and with what happened meanwhile and was too small to tell. */
function replaced(groups: readonly Group[], taken: readonly Group[], change: Group, meaning: Meaning): readonly Group[] {
  const since = Math.min(...taken.map((group) => groups.indexOf(group)));
  const joined = groups.filter((group, i) => taken.includes(group) || (i > since && !isSignificant(group, meaning)));
  return [...groups.filter((group) => !joined.includes(group)), merged([...joined, change], meaning)];
}
