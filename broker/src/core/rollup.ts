import type { Column } from './column.ts';

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

/** Adds the values from index `from` up to `to` of a column to `into`, in place: the hot loop of every scan. */
export function addValues(into: Total, { at, value }: Column, from: number, to: number): void {
  if (to <= from) return;
  let { sum, min, max } = into;
  for (let i = from; i < to; i += 1) {
    const each = value[i] ?? 0;
    sum += each;
    if (each < min) min = each;
    if (each > max) max = each;
  }
  into.n += to - from;
  into.sum = sum;
  into.min = min;
  into.max = max;
  const firstAt = at[from] ?? 0;
  const lastAt = at[to - 1] ?? 0;
  if (firstAt < into.firstAt) {
    into.firstAt = firstAt;
    into.first = value[from] ?? 0;
  }
  if (lastAt >= into.lastAt) {
    into.lastAt = lastAt;
    into.last = value[to - 1] ?? 0;
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
