import type { Level } from './plateau.ts';

/** One change from plateau to plateau, before anybody has decided what it means. */
export interface Entry {
  /** Id of the plateau it led to. */
  readonly id: number;
  readonly before: Level;
  readonly after: Level;
  /** Change of mass, weather taken off. */
  readonly massG: number;
  /** Furthest the load went from the level before while in motion. */
  readonly excursionG: number;
  /** True when one cell alone carries the whole change. */
  readonly oneCell: boolean;
}

/** Changes that belong together, as one. */
export interface Group {
  readonly entries: readonly Entry[];
  readonly massG: number;
  readonly sdG: number;
  /** The biggest single rise or fall in it. */
  readonly peakG: number;
  /** The load was far below the empty container: it stood elsewhere. */
  readonly absent: boolean;
}

/** What the ledger must know of noise when it weighs a change. */
export interface WeighedBy {
  /** How far the level may wander by itself in `gapMs`, one standard deviation in grams. */
  readonly wanderG: (gapMs: number) => number;
  readonly calibrationRatio: number;
  readonly blockMs: number;
}

const LONG_GAP_S = 10;

/** The change between two levels. A slow slope proven on both sides goes on in between; on one side, half of it does. */
export function entryOf(id: number, before: Level, after: Level, by: WeighedBy & { readonly excursionG: number }): Entry {
  const gapS = gapOf(before, after);
  const slope = (before.slope + after.slope) / 2;
  const massG = after.grossG - before.grossG - slope * gapS;
  return { id, before, after, massG, excursionG: by.excursionG, oneCell: isOneCell(before, after, massG) };
}

const gapOf = (before: Level, after: Level): number => Math.max(0, (after.atMs - before.atMs) / 1_000);

/** Variance of the difference of two levels: their own errors, and what can move between them by itself. */
function differenceVar(before: Level, after: Level, by: WeighedBy): number {
  const gapS = gapOf(before, after);
  const unsure = gapS > LONG_GAP_S ? (Math.abs(before.slope - after.slope) / 2) * gapS * 0.6 : 0;
  // Each level's own error already holds the wander of its own length; a longer gap adds to it.
  const wanderVar = 2 * by.wanderG(gapS * 1_000) ** 2 - ownWander(before, by) - ownWander(after, by);
  const levels = before.seG ** 2 + after.seG ** 2;
  return levels + Math.max(0, wanderVar) + unsure * unsure + unseenVar(before, gapS, by) + unseenVar(after, gapS, by);
}

/** Variance of the wander over the length a level was made from, as far as it was measured. */
const ownWander = (level: Level, by: WeighedBy): number => by.wanderG(level.n * by.blockMs) ** 2;

/** Variance by what is not known of the slow change: over half the gap, and over half the time the level was made from. */
function unseenVar(level: Level, gapS: number, by: WeighedBy): number {
  const leverS = gapS / 2 + (level.n * by.blockMs) / 2_000;
  return (UNSEEN_SHARE * level.slopeSe * leverS) ** 2;
}

const UNSEEN_SHARE = 1;

/** Goods press on every cell a little; a change of one cell with the others dead still is a fault until proven otherwise. */
function isOneCell(before: Level, after: Level, massG: number): boolean {
  const { cornersG } = after;
  if (cornersG === undefined || cornersG.length < 2 || before.cornersG === undefined) return false;
  const shares = cornersG.map((corner, i) => Math.abs((corner - (before.cornersG?.[i] ?? 0)) / massG));
  return shares.filter((share) => share > 0.02).length === 1;
}

/** Entries as one change. Where one follows the other, the level between them cancels with all that made it unsure. */
export function groupOf(entries: readonly Entry[], absent: boolean, by: WeighedBy): Group {
  let massG = 0;
  let variance = 0;
  let peakG = 0;
  let start: Level | undefined;
  entries.forEach((entry, i) => {
    start ??= entry.before;
    massG += entry.massG;
    peakG = Math.max(peakG, Math.abs(entry.massG));
    if (entries[i + 1]?.before.plateauId === entry.id) return;
    variance += differenceVar(start, entry.after, by);
    start = undefined;
  });
  const calibration = (by.calibrationRatio / 2) * Math.abs(massG);
  return { entries, massG, sdG: Math.sqrt(variance + calibration * calibration), peakG, absent };
}

/** When the group began and when it was settled. */
export const spanOf = (group: Group): { fromMs: number; atMs: number } => ({
  fromMs: group.entries[0]?.before.atMs ?? 0,
  atMs: group.entries.at(-1)?.after.atMs ?? 0,
});
