/** Middle value; of an even number the lower middle. NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

/** A figure for a report: three meaningful digits. */
export const round3 = (value: number): number => Number(value.toPrecision(3));
