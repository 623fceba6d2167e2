import type { ScaleTruth } from './script.ts';
import type { Variant } from './variant.ts';

/** Times by which a false alarm may come: one a day among the some ten thousand moments at which a step could have happened. */
const SIGMAS_UNSEEN = 4;
/** What was seen to be a visit needs no more than to stand out from chance. */
const SIGMAS_SEEN = 2;
/** Longest rest before and after a step that a day with visitors gives. */
const REST_S = 120;
const STEPS = 2_000;

interface Wander {
  readonly sdG: number;
  readonly tauS: number;
}

/** What wanders in a variant's signal, as first-order noise: traffic, gusts, and the wind's own rise and fall (as `signal.ts` makes them). */
const wandersOf = (variant: Variant): readonly Wander[] => [
  { sdG: variant.rumbleG, tauS: 3 },
  { sdG: 0.21 * variant.windG, tauS: 2.5 },
  { sdG: 0.086 * variant.windG, tauS: 400 },
];

/** Power density of the noise in g2 s at a circular frequency in rad/s. */
function densityAt(variant: Variant, omega: number): number {
  const white = variant.noiseG ** 2 / variant.trueSps;
  return wandersOf(variant).reduce((sum, { sdG, tauS }) => sum + (2 * sdG * sdG * tauS) / (1 + (omega * tauS) ** 2), white);
}

/**
 * Least standard error with which the height of a step can be known whose moment is known, in grams: the Cramér-Rao bound for a
 * step in Gaussian noise of this density, 1 / sqrt(1/pi x integral of 1 / (w2 S(w))), with two minutes of rest on either side.
 */
export function stepBoundG(variant: Variant): number {
  // With this lower end white noise gives what two means of that length give: a variance of 2 S / T.
  const low = Math.log(2 / (Math.PI * REST_S));
  const high = Math.log(Math.PI * variant.trueSps);
  let sum = 0;
  for (let i = 0; i < STEPS; i += 1) {
    const omega = Math.exp(low + ((i + 0.5) / STEPS) * (high - low));
    sum += ((high - low) / STEPS) * (omega / (omega * omega * densityAt(variant, omega)));
  }
  const noise = Math.PI / sum;
  return Math.sqrt(noise + (variant.isQuantised ? variant.divisionG ** 2 / 6 : 0));
}

/** Share of normal chance below `z` (Abramowitz and Stegun 26.2.17, within 1e-7). */
function below(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series = t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (series * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  return z > 0 ? 1 - tail : tail;
}

/**
 * Share of a day's deposits, in percent, that no detector can find which makes no more than about one false event a day: gifts too
 * light for the wander of their scale. It is what physics takes at least; overlapping visits and rounding come on top.
 */
export function lostAtLeastPct(variant: Variant, truths: readonly ScaleTruth[]): number {
  const sdG = stepBoundG(variant);
  let lost = 0;
  let total = 0;
  for (const { type, massG, isSeen } of truths) {
    if (type !== 'deposit') continue;
    total += massG;
    lost += massG * (1 - below(massG / sdG - (isSeen === true ? SIGMAS_SEEN : SIGMAS_UNSEEN)));
  }
  return total === 0 ? 0 : (100 * lost) / total;
}
