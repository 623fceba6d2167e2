/** Half-width of the 95 % interval of one amount, in the unit of the measure, as it adds up. */
export interface Spread {
  /** Part that does not average out: added straight. */
  readonly systematic?: number;
  /** Square of the part that does. */
  readonly random2?: number;
  /** True when nobody knows it: the sum it goes into is then unknown too. */
  readonly unknown?: boolean;
}

/** A part of a measure over time, one value for each bucket. */
export interface TrendSeries {
  readonly key: string;
  readonly label: string;
  readonly values: readonly number[];
  /** Half-width of the 95 % interval of each value; null where it is not known; absent for what has none. */
  readonly halves?: readonly (number | null)[];
}

/** One value on its way to its column. */
export type Put = (start: number, group: { readonly key: string; readonly label: string }, value: number, spread?: Spread) => void;

interface Column {
  readonly key: string;
  readonly label: string;
  readonly values: number[];
  readonly systematic: number[];
  readonly random2: number[];
  readonly unknown: boolean[];
}

/** Collects values by bucket and part. */
export interface TrendColumns {
  readonly put: Put;
  /** The columns by key; with their uncertainty when `hasSpread`. */
  series(hasSpread: boolean): readonly TrendSeries[];
}

/** Empty columns for buckets that start at these moments; what lies in none of them is left out. */
export function createColumns(starts: readonly number[]): TrendColumns {
  const indexOf = new Map(starts.map((start, index) => [start, index]));
  const columns = new Map<string, Column>();
  const zeros = (): number[] => starts.map(() => 0);
  return {
    put: (start, { key, label }, value, spread = {}) => {
      const index = indexOf.get(start);
      if (index === undefined) return;
      const none = { key, label, values: zeros(), systematic: zeros(), random2: zeros(), unknown: starts.map(() => false) };
      const column = columns.get(key) ?? none;
      columns.set(key, column);
      const { systematic = 0, random2 = 0, unknown = false } = spread;
      column.values[index] = (column.values[index] ?? 0) + value;
      column.systematic[index] = (column.systematic[index] ?? 0) + systematic;
      column.random2[index] = (column.random2[index] ?? 0) + random2;
      if (unknown) column.unknown[index] = true;
    },
    series: (hasSpread) =>
      [...columns.values()]
        .toSorted((left, right) => (left.key < right.key ? -1 : 1))
        .map(({ key, label, values, systematic, random2, unknown }) => ({
          key,
          label,
          values,
          ...(hasSpread && {
            halves: values.map((_, index) => (unknown[index] === true ? null : (systematic[index] ?? 0) + Math.sqrt(random2[index] ?? 0))),
          }),
        })),
  };
}
