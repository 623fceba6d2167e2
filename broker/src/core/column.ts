/** Points of one series in order of time, as two columns of the same length. */
export interface Column {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

export const EMPTY_COLUMN: Column = { at: new Float64Array(0), value: new Float64Array(0) };

/** Pairs of time and value as columns. */
export function columnOf(rows: readonly (readonly [at: number, value: number])[]): Column {
  const at = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  rows.forEach((row, index) => {
    at[index] = row[0];
    value[index] = row[1];
  });
  return { at, value };
}
