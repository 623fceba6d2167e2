import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import { namedSeed, smoothNoiseAt, unitAt } from './prng.ts';
import type { WeatherConfig } from './site-config.ts';

const LATTICE_MS = 300_000;
/** Wet goods and a puddled roof dry in about this time. */
const DRYING_MS = 3 * HOUR_MS;

/** Air and water at a moment. */
export interface Weather {
  /** Air temperature in degrees Celsius. */
  readonly airC: (atMs: number) => number;
  /** Temperature of the load cells: the air's, first-order lagged. */
  readonly steelC: (atMs: number) => number;
  /** Water held, as a share of what an hour of steady rain leaves. */
  readonly waterShare: (atMs: number) => number;
  /** Vertical wind push as a multiple of the push at 10 m/s, both signs. */
  readonly windPush: (atMs: number) => number;
}

/** The weather of a site from `startAt` on: a daily curve with slow fronts, showers, and gusts whose force goes with the square of the speed. */
export function createWeather(config: WeatherConfig, seed: number, startAt: number): Weather {
  const frontSeed = namedSeed(seed, 'front');
  const rainSeed = namedSeed(seed, 'rain');
  const windSeed = namedSeed(seed, 'wind');
  const steel: number[] = [];
  const water: number[] = [];

  const airC = (atMs: number): number => {
    // Coldest around 04:00 and warmest around 16:00 UTC+1.
    const daily = -Math.cos((2 * Math.PI * (atMs - 3 * HOUR_MS)) / DAY_MS);
    return config.meanC + 0.5 * config.swingC * daily + 2.5 * smoothNoiseAt(frontSeed, atMs / (9 * HOUR_MS));
  };
  const isRaining = (atMs: number): boolean => unitAt(rainSeed, Math.floor(atMs / HOUR_MS)) < config.rainShare;

  const extend = (index: number): void => {
    for (let i = steel.length; i <= index; i += 1) {
      const atMs = startAt + i * LATTICE_MS;
      const before = steel[i - 1] ?? airC(startAt - config.lagMs);
      steel.push(before + (airC(atMs) - before) * (1 - Math.exp(-LATTICE_MS / config.lagMs)));
      const held = water[i - 1] ?? 0;
      const poured = isRaining(atMs) && i > 0 ? LATTICE_MS / HOUR_MS : 0;
      water.push(held * Math.exp(-LATTICE_MS / DRYING_MS) + poured);
    }
  };
  const interpolate = (table: readonly number[], atMs: number): number => {
    const place = Math.max(0, (atMs - startAt) / LATTICE_MS);
    const index = Math.floor(place);
    extend(index + 1);
    const from = table[index] ?? 0;
    return from + ((table[index + 1] ?? from) - from) * (place - index);
  };
  const windPush = (atMs: number): number => {
    const mean = config.windMs * (0.6 + 0.7 * (1 + smoothNoiseAt(windSeed, atMs / (2 * HOUR_MS))));
    const gust = 1 + 0.35 * smoothNoiseAt(windSeed + 1, atMs / 9_000) + 0.2 * smoothNoiseAt(windSeed + 2, atMs / 1_700);
    const speed = mean * gust;
    return ((speed * speed) / 100) * (0.25 + 0.75 * smoothNoiseAt(windSeed + 3, atMs / 2_600));
  };
  return {
    airC,
    steelC: (atMs) => interpolate(steel, atMs),
    waterShare: (atMs) => interpolate(water, atMs),
    windPush,
  };
}
