import type { Entry } from './entry.ts';

/** How the cells of a platform share the load, from the changes seen. */
export interface CornerWatch {
  /** Long-term share of each cell, 0..1, and how many changes it was learned from. */
  readonly shares: readonly number[];
  readonly seen: number;
  /** The last few changes. */
  readonly recent: readonly (readonly number[])[];
  readonly dead: readonly boolean[];
  readonly binding: readonly boolean[];
}

const RECENT = 8;
const DEAD_CHANGES = 3;
const DEAD_SHARE = 0.01;
const BINDING_SHARE = 0.2;
const LEARN = 0.05;
/** Before the own history is known an even spread is expected. */
const HISTORY = 20;

export const freshCornerWatch = (cells: number): CornerWatch => ({
  shares: Array.from({ length: cells }, () => 1 / cells),
  seen: 0,
  recent: [],
  dead: Array.from({ length: cells }, () => false),
  binding: Array.from({ length: cells }, () => false),
});

/**
 * The watch after a change of mass big enough to see each cell's part. People and goods stand anywhere, so that one change says
 * little; a cell that takes nothing of several is dead, one that takes far less than it used to is held by something.
 */
export function watchCorners(watch: CornerWatch, entry: Entry, smallestG: number): CornerWatch {
  const after = entry.after.cornersG;
  const before = entry.before.cornersG;
  if (after === undefined || before === undefined || after.length < 2 || Math.abs(entry.massG) < smallestG) return watch;
  const changes = after.map((corner, i) => corner - (before[i] ?? 0));
  const total = changes.reduce((sum, change) => sum + change, 0);
  if (Math.abs(total) < smallestG) return watch;
  const shares = changes.map((change) => change / total);
  const recent = [...watch.recent.slice(1 - RECENT), shares];
  const rate = Math.max(LEARN, 1 / (watch.seen + 4));
  const judged = judge(watch, recent);
  return {
    shares: watch.shares.map((share, i) => (judged.dead[i] || judged.binding[i] ? share : share + rate * ((shares[i] ?? share) - share))),
    seen: watch.seen + 1,
    recent,
    ...judged,
  };
}

function judge(watch: CornerWatch, recent: readonly (readonly number[])[]): Pick<CornerWatch, 'dead' | 'binding'> {
  const last = recent.slice(-DEAD_CHANGES);
  const dead = watch.dead.map((_, i) => last.length === DEAD_CHANGES && last.every((shares) => Math.abs(shares[i] ?? 0) < DEAD_SHARE));
  const binding = watch.binding.map((was, i) => {
    if (dead[i] || recent.length < RECENT || watch.seen < HISTORY) return dead[i] ? false : was && recent.length >= RECENT;
    const mean = recent.reduce((sum, shares) => sum + (shares[i] ?? 0), 0) / recent.length;
    const usual = watch.shares[i] ?? 0;
    return mean < (was ? 0.6 : BINDING_SHARE) * usual;
  });
  return { dead, binding };
}

/** Where the load lies, as shares of the four corners in the order of the channels; undefined for a light or one-cell load. */
export function centreOfMass(cornersG: readonly number[], smallestG: number): { readonly x: number; readonly y: number } | undefined {
  const [frontLeft, frontRight, backLeft, backRight] = cornersG;
  if (frontLeft === undefined || frontRight === undefined || backLeft === undefined || backRight === undefined) return undefined;
  const total = frontLeft + frontRight + backLeft + backRight;
  if (total < smallestG) return undefined;
  return { x: (frontRight + backRight) / total, y: (backLeft + backRight) / total };
}
