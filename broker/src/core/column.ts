/** Points of one series in order of time, as two columns of the same length. */
export interface Column {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

/** A column of `n` points, all zero. */
export const newColumn = (n: number): Column => ({ at: new Float64Array(n), value: new Float64Array(n) });

export const EMPTY_COLUMN: Column = newColumn(0);

/** Gives columns in the same memory again and again, so that a scan over years leaves nothing to collect. */
export class ColumnRoom {
  private held = EMPTY_COLUMN;

  /** A column of `n` points; what the one before held is gone. */
  readonly of = (n: number): Column => {
    if (n > this.held.at.length) this.held = newColumn(Math.max(n, this.held.at.length * 2));
    return { at: this.held.at.subarray(0, n), value: this.held.value.subarray(0, n) };
  };
}

/** Pairs of time and value as columns. */
export function columnOf(rows: readonly (readonly [at: number, value: number])[]): Column {
  const { at, value } = newColumn(rows.length);
  rows.forEach((row, index) => {
    at[index] = row[0];
    value[index] = row[1];
  });
  return { at, value };
}
