/** The number of entries at or before `atMs` in a list sorted by time. */
export function countUpTo<T>(list: readonly T[], atMs: number, timeOf: (entry: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list[middle];
    if (entry !== undefined && timeOf(entry) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts an entry into a list sorted by time, after those of the same moment; gives its place. */
export function insertSorted<T>(list: T[], entry: T, timeOf: (entry: T) => number): number {
  const last = list.at(-1);
  if (last === undefined || timeOf(last) <= timeOf(entry)) {
    list.push(entry);
    return list.length - 1;
  }
  const index = countUpTo(list, timeOf(entry), timeOf);
  list.splice(index, 0, entry);
  return index;
}
