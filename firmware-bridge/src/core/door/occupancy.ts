import type { Direction } from '@kringwijzer/contract';

/** People inside, from both directions of all doors. */
export interface Occupancy {
  readonly inside: number;
  /** People the clamp and the night reset took out or put in since the start: the measure of the count's imbalance. */
  readonly corrected: number;
}

export const emptyOccupancy: Occupancy = { inside: 0, corrected: 0 };

/** Occupancy after a crossing; below nobody is nobody, and the correction is kept. */
export function passOccupancy(before: Occupancy, direction: Direction): Occupancy {
  if (direction === 'in') return { ...before, inside: before.inside + 1 };
  return before.inside === 0 ? { ...before, corrected: before.corrected + 1 } : { ...before, inside: before.inside - 1 };
}

/** Nobody stays the night: the rest of the day's imbalance is written off. */
export const resetOccupancy = (before: Occupancy): Occupancy => ({ inside: 0, corrected: before.corrected + before.inside });
