const LATEST = 12;
const NEEDED = 3;
/** Emptied with less than this of what was set, a container was emptied early and tells nothing of full. */
const EARLY_BELOW = 0.8;
const MOST_OF_SET = 1.5;

/** Net mass at which a container is full, and where that is known from. */
export interface FullMass {
  readonly fullG: number;
  readonly from: 'learned' | 'set';
}

/**
 * Learns from past emptyings (g that left, in order of time) at how many grams a container is called full: the median of the last
 * twelve that were not early. Early is below 80 % of `setG`, or without it below half of the fullest. Fewer than three teach nothing;
 * undefined when nothing is set either.
 */
export function fullMassOf(emptiedG: readonly number[], setG: number | undefined): FullMass | undefined {
  const known = setG !== undefined && setG > 0 ? setG : undefined;
  const recent = emptiedG.slice(-2 * LATEST).filter((massG) => massG > 0);
  const early = known === undefined ? Math.max(0, ...recent) / 2 : known * EARLY_BELOW;
  const whole = recent
    .filter((massG) => massG >= early)
    .slice(-LATEST)
    .toSorted((left, right) => left - right);
  if (whole.length < NEEDED) return known === undefined ? undefined : { fullG: known, from: 'set' };
  const middle = ((whole[(whole.length - 1) >> 1] ?? 0) + (whole[whole.length >> 1] ?? 0)) / 2;
  return { fullG: Math.round(Math.min(middle, known === undefined ? Infinity : known * MOST_OF_SET)), from: 'learned' };
}
