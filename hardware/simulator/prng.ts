const mix = (value: number): number => {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85_eb_ca_6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2_b2_ae_35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** A 32-bit hash of a seed and a whole number up to 2^53, so that noise at a moment does not depend on what was asked before. */
function hash32(seed: number, n: number): number {
  const high = Math.floor(n / 4_294_967_296);
  return mix((mix((n | 0) ^ seed) + Math.imul(high | 0, 0x9e_37_79_b1) + seed) | 0);
}

/** A seed made of several whole numbers; other numbers or another order give another seed. */
export function seedOf(...parts: readonly number[]): number {
  return parts.reduce((seed, part) => hash32(seed, part), 0x51_7e_c0_de) | 0;
}

/** A seed made of a seed and a name, for one independent stream of chance per device. */
export function namedSeed(seed: number, name: string): number {
  return seedOf(seed, ...Array.from(name, (letter) => letter.codePointAt(0) ?? 0));
}

/** Uniform in [0, 1) for a seed and a whole number. */
export const unitAt = (seed: number, n: number): number => hash32(seed, n) / 4_294_967_296;

/** Standard normal for a seed and a whole number (Box-Muller). */
export function normalAt(seed: number, n: number): number {
  const radius = Math.sqrt(-2 * Math.log((hash32(seed, n) + 1) / 4_294_967_297));
  return radius * Math.cos((hash32(seed ^ 0x6d_2b_79_f5, n) / 4_294_967_296) * 2 * Math.PI);
}

/** Smooth noise in [-1, 1] with one independent value at every whole `x`. */
export function smoothNoiseAt(seed: number, x: number): number {
  const cell = Math.floor(x);
  const part = x - cell;
  const from = unitAt(seed, cell);
  const to = unitAt(seed, cell + 1);
  return 2 * (from + (to - from) * part * part * (3 - 2 * part)) - 1;
}

/** A stream of chance. Two streams of the same seed give the same numbers. */
export interface Prng {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** Exponential with this mean. */
  readonly exponential: (mean: number) => number;
  /** Log-normal with this median and this standard deviation of the logarithm. */
  readonly logNormal: (median: number, sigma: number) => number;
}

/** A stream of chance from a seed. */
export function createPrng(seed: number): Prng {
  let drawn = 0;
  const next = (): number => {
    drawn += 1;
    return unitAt(seed, drawn);
  };
  const between = (low: number, high: number): number => low + (high - low) * next();
  const chance = (probability: number): boolean => next() < probability;
  const exponential = (mean: number): number => -mean * Math.log(1 - next());
  const logNormal = (median: number, sigma: number): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * next()));
  };
  return { next, between, chance, exponential, logNormal };
}

/** One of a list by weight. Throws RangeError for an empty list. */
export function pickWeighted<T>(prng: Prng, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = prng.next() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('nothing to pick from');
  return last[0];
}
