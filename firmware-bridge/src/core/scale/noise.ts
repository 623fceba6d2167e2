import type { Block } from './block.ts';

/**
 * How much the settled reading wanders at each time scale: the mean square bend over three adjacent windows of 1, 2, 4 ... 128
 * blocks (Hadamard variance). White noise falls with the length, wind does not: an uncertainty made from this table is honest
 * for noise of any colour. A steady slope bends nothing: rain is known as a slope and is not taken for noise as well.
 */
export interface Noise {
  /** Variance in g2 at each scale; index k is a window of 2^k blocks. */
  readonly variances: readonly number[];
  readonly counts: readonly number[];
  /** Sample noise within a block, one standard deviation; NaN until known. */
  readonly devG: number;
  /** The last half minute's variance of short windows; above the table's when the wind gets up. */
  readonly gust: number;
  readonly devs: number;
  /** Mean square of what a block differs from what the blocks before it promised. */
  readonly surprise: number;
  readonly surprises: number;
  /** Smallest step the raw signal was seen to make: the resolution of the amplifier or of an indicator. */
  readonly quantumG: number;
}

export const SCALES = 8;
const LONGEST = 2 ** (SCALES - 1);
const LONG_FROM = 3;

/** The noise before anything was measured: nothing is known but a first guess in grams. */
export const unknownNoise = (): Noise => ({
  variances: Array.from({ length: SCALES }, () => Number.NaN),
  counts: Array.from({ length: SCALES }, () => 0),
  devG: Number.NaN,
  gust: 0,
  devs: 0,
  surprise: Number.NaN,
  surprises: 0,
  quantumG: Number.POSITIVE_INFINITY,
});

/** Block noise, one standard deviation; NaN until known. Never below what the resolution hides. */
export function floorOf(noise: Noise): number {
  const variance = noise.variances[0] ?? Number.NaN;
  return Math.sqrt(variance + hiddenVariance(noise));
}

/**
 * What a coarse resolution hides: the part of a step of q that noise smears out no more. Below about a third of a step the
 * measured noise is mostly the flicker of the steps themselves and smears nothing.
 */
function hiddenVariance(noise: Noise): number {
  const q = noise.quantumG;
  if (!Number.isFinite(q)) return 0;
  const smear = Math.max(0, (Number.isNaN(noise.devG) ? 0 : noise.devG) - q / 3);
  return ((q * q) / 12) * Math.exp(-2 * ((Math.PI * smear) / q) ** 2);
}

/** Standard error of the mean of `n` settled blocks. */
export function meanErrorG(noise: Noise, n: number): number {
  const k = Math.log2(Math.min(Math.max(n, 1), LONGEST));
  const low = Math.floor(k);
  const a = varianceAt(noise, low);
  const b = varianceAt(noise, Math.min(low + 1, SCALES - 1));
  return Math.sqrt(a + (k - low) * (b - a) + hiddenVariance(noise));
}

/** How far the level wanders by itself in the time of `n` blocks, one standard deviation. */
export function wanderG(noise: Noise, n: number): number {
  const inside = Math.min(Math.max(n, 1), LONGEST);
  // The white part of the table averages out; what is left above it is true wandering.
  const white = varianceAt(noise, 0) / inside;
  const rest = Math.max(0, varianceAt(noise, Math.round(Math.log2(inside))) - white);
  return Math.sqrt(rest * Math.max(1, n / LONGEST));
}

/**
 * The most the level wanders by itself at any length from some seconds to minutes, one standard deviation: also in the gusts it
 * remembers. In the first minutes, when no long window was seen, it is taken for more than the blocks show.
 */
export function restlessG(noise: Noise): number {
  const isNew = (noise.counts[KNOWN_SCALE] ?? 0) < 3;
  let most = isNew ? NEW_RATIO * varianceAt(noise, 0) : 0;
  for (let k = LONG_FROM; k < SCALES; k += 1) {
    if ((noise.counts[k] ?? 0) >= 3) most = Math.max(most, (noise.variances[k] ?? 0) * gustFactor(noise));
  }
  return Math.sqrt(most);
}

const KNOWN_SCALE = 5;
const NEW_RATIO = 9;

/** Variance of a window mean at scale k; scales not seen yet are taken between white and flicker noise. */
export const varianceAt = (noise: Noise, k: number): number => tableAt(noise, k) * gustFactor(noise);

/** How much more the load wanders now than it usually does, as a variance ratio of at least 1. */
function gustFactor(noise: Noise): number {
  const usual = noise.variances[GUST_SCALE] ?? Number.NaN;
  return usual > 0 && noise.gust > usual ? noise.gust / usual : 1;
}

const GUST_SCALE = 2;
const GUST_RATE = 0.1;

/**
 * The table at a scale. Long windows are seen seldom and remember the storm when the wind has dropped: beyond some seconds none
 * counts for much more than the one of half its length, as in a wander without end; slower change is the weather's.
 */
function tableAt(noise: Noise, k: number): number {
  const own = noise.variances[k] ?? Number.NaN;
  if (k === 0) return Number.isNaN(own) ? 0 : own;
  if (Number.isNaN(own) || (noise.counts[k] ?? 0) < 3) return tableAt(noise, k - 1) * 0.7;
  return k <= LONG_FROM ? own : Math.min(own, tableAt(noise, k - 1) * WANDER_GROWTH);
}

const WANDER_GROWTH = 1.25;

/** The table after the `n`-th block of a plateau; `blocks` are the latest of that plateau and end with it. `weight` slows learning. */
export function learnNoise(noise: Noise, blocks: readonly Block[], n: number, weight: number): Noise {
  const variances = [...noise.variances];
  const counts = [...noise.counts];
  for (let k = 0; k < SCALES; k += 1) {
    const length = 2 ** k;
    if (blocks.length < 3 * length || n % length !== 0) break;
    const seen = counts[k] ?? 0;
    const old = variances[k] ?? Number.NaN;
    variances[k] = blend(old, bendSquare(blocks, length), { seen, rate: Math.min(0.05, length * 0.003) * weight });
    counts[k] = seen + 1;
  }
  return { ...noise, variances, counts, gust: weight < 1 ? noise.gust : gustAfter(noise, blocks, n) };
}

/** Variance of a window mean, from how far the last three windows are from a straight line. */
function bendSquare(blocks: readonly Block[], length: number): number {
  const end = blocks.length;
  const last = windowMean(blocks, end - length, length);
  const bendG = last - 2 * windowMean(blocks, end - 2 * length, length) + windowMean(blocks, end - 3 * length, length);
  return (bendG * bendG) / 6;
}

function gustAfter(noise: Noise, blocks: readonly Block[], n: number): number {
  const length = 2 ** GUST_SCALE;
  if (blocks.length < 3 * length || n % length !== 0) return noise.gust;
  const usual = noise.variances[GUST_SCALE] ?? Number.NaN;
  const square = Math.min(bendSquare(blocks, length), Number.isNaN(usual) ? 0 : 9 * usual);
  return noise.gust + GUST_RATE * (square - noise.gust);
}

/** The sample noise after one more settled block. */
export function learnDev(noise: Noise, devG: number, weight: number): Noise {
  if (Number.isNaN(devG)) return noise;
  const square = blend(noise.devG ** 2, devG * devG, { seen: noise.devs, rate: 0.005 * weight });
  return { ...noise, devG: Math.sqrt(square), devs: noise.devs + 1 };
}

/** The usual surprise after one more block that stayed on its plateau. */
export const learnSurprise = (noise: Noise, surpriseG: number, weight: number): Noise => ({
  ...noise,
  surprise: blend(noise.surprise, surpriseG * surpriseG, { seen: noise.surprises, rate: 0.005 * weight }),
  surprises: noise.surprises + 1,
});

/** A running mean that starts as a plain one; a single value above nine times the mean is cut there, so that no event teaches noise. */
function blend(old: number, value: number, how: { readonly seen: number; readonly rate: number }): number {
  if (Number.isNaN(old)) return value;
  if (how.rate === 0) return old;
  const cut = how.seen >= 8 && old > 0 ? Math.min(value, 9 * old) : value;
  return old + Math.max(how.rate, how.seen < 50 ? 1 / (how.seen + 1) : 0) * (cut - old);
}

/** Mean of `length` blocks from index `from`. */
export function windowMean(blocks: readonly Block[], from: number, length: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i += 1) sum += blocks[i]?.meanG ?? 0;
  return sum / length;
}
