/** The last five samples; the middle one is judged by its neighbours. */
export interface Despiker {
  readonly atMs: readonly number[];
  readonly grossG: readonly number[];
  readonly cornersG: readonly (readonly number[] | undefined)[];
}

/** A sample freed of spikes, two samples late. */
export interface CleanSample {
  readonly atMs: number;
  readonly grossG: number;
  readonly cornersG: readonly number[] | undefined;
  readonly spike: boolean;
}

const LENGTH = 5;
const HAMPEL = 5;

export const freshDespiker: Despiker = { atMs: [], grossG: [], cornersG: [] };

/** Adds a sample; the result speaks of the one two places back. `noiseG` is the sample noise, NaN while unknown. */
export function despike(
  despiker: Despiker,
  sample: { readonly atMs: number; readonly grossG: number; readonly cornersG: readonly number[] | undefined },
  noiseG: number,
  resolutionG: number,
): { despiker: Despiker; clean: CleanSample | undefined } {
  const next: Despiker = {
    atMs: shifted(despiker.atMs, sample.atMs),
    grossG: shifted(despiker.grossG, sample.grossG),
    cornersG: shifted(despiker.cornersG, sample.cornersG),
  };
  const [a, b, middleG, c, d] = next.grossG;
  if (a === undefined || b === undefined || middleG === undefined || c === undefined || d === undefined)
    return { despiker: next, clean: undefined };
  const medianG = medianOf5([a, b, middleG, c, d]);
  const limitG = Number.isNaN(noiseG) ? Number.POSITIVE_INFINITY : HAMPEL * noiseG + 2 * resolutionG;
  const spike = Math.abs(middleG - medianG) > limitG;
  const clean: CleanSample = { atMs: next.atMs[2] ?? sample.atMs, grossG: spike ? medianG : middleG, cornersG: next.cornersG[2], spike };
  return { despiker: next, clean };
}

function shifted<Item>(items: readonly Item[], item: Item): readonly Item[] {
  const next = items.length < LENGTH ? items.slice() : items.slice(1);
  next.push(item);
  return next;
}

/** The third of five in order, without sorting all of them. */
export function medianOf5(values: readonly [number, number, number, number, number]): number {
  const [a, b, c, d, e] = values;
  const lowAB = Math.min(a, b);
  const highAB = Math.max(a, b);
  const lowCD = Math.min(c, d);
  const highCD = Math.max(c, d);
  // The highest low and the lowest high hold the middle, together with the fifth value.
  const low = Math.max(lowAB, lowCD);
  const high = Math.min(highAB, highCD);
  return Math.max(Math.min(low, high), Math.min(Math.max(low, high), e));
}
