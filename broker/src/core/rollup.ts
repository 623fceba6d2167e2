/** What an hour of a series adds up to; rollups of pieces of time merge into the rollup of the whole, in any order. */
export interface Rollup {
  n: number;
  sum: number;
  min: number;
  max: number;
  first: number;
  last: number;
}

/** A rollup that knows when its first and last piece were, so that pieces may come in any order. */
export interface Total extends Rollup {
  firstAt: number;
  lastAt: number;
}

/** The total of nothing. */
export const emptyTotal = (): Total => ({
  n: 0,
  sum: 0,
  min: Infinity,
  max: -Infinity,
  first: 0,
  last: 0,
  firstAt: Infinity,
  lastAt: -Infinity,
});

/** Adds one value at a time to `into`, in place: the hot loop of every scan. Of values at the same time the later call is the last. */
export function addValue(into: Total, at: number, value: number): void {
  into.n += 1;
  into.sum += value;
  if (value < into.min) into.min = value;
  if (value > into.max) into.max = value;
  if (at < into.firstAt) {
    into.firstAt = at;
    into.first = value;
  }
  if (at >= into.lastAt) {
    into.lastAt = at;
    into.last = value;
  }
}

/** Adds the rollup of a piece of time that starts at `at` and overlaps no other piece, in place. */
export function addRollup(into: Total, at: number, piece: Rollup): void {
  if (piece.n === 0) return;
  into.n += piece.n;
  into.sum += piece.sum;
  if (piece.min < into.min) into.min = piece.min;
  if (piece.max > into.max) into.max = piece.max;
  if (at < into.firstAt) {
    into.firstAt = at;
    into.first = piece.first;
  }
  if (at >= into.lastAt) {
    into.lastAt = at;
    into.last = piece.last;
  }
}
