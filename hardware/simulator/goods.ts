import type { Stream } from '@kringwijzer/contract';
import { type Prng, pickWeighted } from './prng.ts';

/** What one visitor brings. */
export interface Goods {
  readonly stream: Stream;
  readonly massG: number;
}

interface StreamShape {
  readonly share: number;
  readonly medianG: number;
  readonly sigma: number;
}

/**
 * Share of visits and mass of a gift per stream. Medians follow product weights of the Restart Project (bicycle 15.1 kg,
 * furniture 29.8 kg, small electricals 1-7 kg); a donation of 5-20 kg, furniture 20-60 kg, is the working assumption of the project.
 */
const SHAPES: Readonly<Record<Stream, StreamShape>> = {
  textile: { share: 0.3, medianG: 5_000, sigma: 0.6 },
  bicycles: { share: 0.05, medianG: 15_100, sigma: 0.15 },
  furniture: { share: 0.15, medianG: 24_000, sigma: 0.45 },
  electricals: { share: 0.18, medianG: 3_600, sigma: 0.8 },
  building: { share: 0.08, medianG: 14_000, sigma: 0.6 },
  other: { share: 0.24, medianG: 4_200, sigma: 0.75 },
};

const LIGHTEST_G = 500;
const HEAVIEST_G = 60_000;

/** One gift: 0.5 to 60 kg of one stream. */
export function drawGoods(prng: Prng): Goods {
  const streams = Object.keys(SHAPES) as Stream[];
  const stream = pickWeighted(
    prng,
    streams.map((name) => [name, SHAPES[name].share] as const),
  );
  const shape = SHAPES[stream];
  const massG = Math.round(Math.min(HEAVIEST_G, Math.max(LIGHTEST_G, prng.logNormal(shape.medianG, shape.sigma))));
  return { stream, massG };
}

/** Mass of a grown person in grams, 55 to 95 kg. */
export const drawPersonG = (prng: Prng): number => Math.round(prng.between(55_000, 95_000));
