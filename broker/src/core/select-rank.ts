/**
 * The value at `rank` (0-based) of the sorted values, without sorting them all; `values` is reordered in place.
 * Takes time in proportion to the number of values. Throws RangeError for a rank outside.
 */
export function selectRank(values: Float64Array, rank: number): number {
  if (rank < 0 || rank >= values.length) throw new RangeError('rank outside the values');
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const [right, left] = partition(values, low, high);
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank] ?? 0;
}

/** Moves what is below the pivot left and what is above it right; between the two answered places all equal it. */
function partition(values: Float64Array, low: number, high: number): readonly [right: number, left: number] {
  const pivot = middleOfThree(values, low, high);
  let left = low;
  let right = high;
  while (left <= right) {
    while ((values[left] ?? 0) < pivot) left += 1;
    while ((values[right] ?? 0) > pivot) right -= 1;
    if (left > right) break;
    const swap = values[left] ?? 0;
    values[left] = values[right] ?? 0;
    values[right] = swap;
    left += 1;
    right -= 1;
  }
  return [right, left];
}

/** Nearest-rank percentile, `share` above 0 up to 1: the smallest value with at least that share of all at or below it. */
export const percentileOf = (values: Float64Array, share: number): number =>
  selectRank(values, Math.max(0, Math.ceil(values.length * share) - 1));

function middleOfThree(values: Float64Array, low: number, high: number): number {
  const a = values[low] ?? 0;
  const b = values[(low + high) >>> 1] ?? 0;
  const c = values[high] ?? 0;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
