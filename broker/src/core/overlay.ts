import type { Column } from './column.ts';

/** Both columns in order of time; at the same time the value of `over` counts. Each must be ascending without repeats. */
export function overlay(under: Column, over: Column): Column {
  if (under.at.length === 0) return over;
  if (over.at.length === 0) return under;
  const at = new Float64Array(under.at.length + over.at.length);
  const value = new Float64Array(at.length);
  let used = 0;
  let u = 0;
  let o = 0;
  while (u < under.at.length || o < over.at.length) {
    const underAt = under.at[u] ?? Infinity;
    const overAt = over.at[o] ?? Infinity;
    const takesOver = overAt <= underAt;
    at[used] = takesOver ? overAt : underAt;
    value[used] = (takesOver ? over.value[o] : under.value[u]) ?? 0;
    used += 1;
    if (underAt <= overAt) u += 1;
    if (takesOver) o += 1;
  }
  return { at: at.subarray(0, used), value: value.subarray(0, used) };
}

/** Index of the first time >= `from`; the length when there is none. */
export function firstAtOrAfter(at: Float64Array, from: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
