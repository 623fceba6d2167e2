import type { Block } from './block.ts';
import { fitLine, type Line } from './line-fit.ts';
import { meanErrorG, type Noise, varianceAt } from './noise.ts';
import { type Weather, weatherAt, withSlope } from './weather.ts';

/** A stretch in which the load lay still. */
export interface Plateau {
  readonly id: number;
  readonly startMs: number;
  /** Blocks so far. */
  readonly n: number;
  /** The first of them, from which the level at the start is made. */
  readonly first: readonly Block[];
  /** True when it is steady only on average: somebody moves on it, or wind. */
  readonly noisy: boolean;
  /** Scatter of a noisy plateau's blocks, one standard deviation. */
  readonly scatterG: number;
  /** True when it began while the load still rang after somebody stepped off. */
  readonly freed: boolean;
  /** True when the load rose by what a person weighs: while somebody stands there, nothing is learned of the scale's own noise. */
  readonly occupied: boolean;
}

/** A level with its standard error, at one end of a plateau. */
export interface Level {
  readonly plateauId: number;
  readonly atMs: number;
  readonly grossG: number;
  readonly seG: number;
  /** Slow change in grams per second as far as it is known, its standard error, and the moment it was known. */
  readonly slope: number;
  readonly slopeSe: number;
  readonly weatherMs: number;
  readonly n: number;
  readonly noisy: boolean;
  /** True when one level stands for the whole plateau, start and end. */
  readonly whole: boolean;
  readonly cornersG: readonly number[] | undefined;
}

/** Most blocks a level is made from: a plateau that is not longer has one level for both its ends, and sums of changes are exact. */
export const FIRST_BLOCKS = 200;
const YOUNG_BLOCKS = 4;
const RINGING_BLOCKS = 3;
const RINGING_MIN = 12;
const SLOPE_BLOCKS = 40;
const FAR_BLOCKS = 400;
const PROVEN = 4;
/** Grams a second no weather goes beyond. */
const STEEPEST = 150;
/** Blocks below which a slope says nothing. */
const SLOPE_MIN = 20;

/** The level at the start of a plateau; `weather` is what was known of slow change before it began. */
export function startLevel(plateau: Plateau, noise: Noise, weather: Weather): Level {
  // The receptor may still ring in the first second; where there is enough else it is left out.
  const from = plateau.first.length >= RINGING_MIN ? RINGING_BLOCKS : 0;
  const line = fitLine(plateau.first, from, plateau.first.length);
  // Weather goes on under restlessness, though it cannot be seen there.
  const now = plateau.noisy ? weatherAt(weather, line.atMs) : seenWeather(weather, [line], noise);
  return levelAt(plateau, line, { noise, atMs: plateau.startMs, weather: now, blocks: plateau.first });
}

/** What is known of the scale's noise, and of slow change before a plateau. */
interface Known {
  readonly noise: Noise;
  readonly weather: Weather;
}

/** The level at the end of a plateau, from the last blocks before `to` in `blocks`. */
export function endLevel(plateau: Plateau, blocks: readonly Block[], to: number, { noise, weather }: Known): Level {
  const atMs = blocks[to - 1]?.atMs ?? plateau.startMs;
  // A restless or short plateau has no ends of its own: one level for both, or its chance would be taken for slow change and lost.
  if (plateau.noisy || plateau.n <= FIRST_BLOCKS) {
    const start = startLevel(plateau, noise, weather);
    return { ...start, atMs, grossG: start.grossG + (start.slope * (atMs - start.atMs)) / 1_000, whole: true };
  }
  const fitLast = (most: number): Line => fitLine(blocks, Math.max(0, to - Math.min(plateau.n, most)), to);
  const line = fitLast(FIRST_BLOCKS);
  // Snow on a coarse scale shows only over minutes.
  const now = seenWeather(weather, [fitLast(SLOPE_BLOCKS), line, fitLast(FAR_BLOCKS)], noise);
  return levelAt(plateau, line, { noise, atMs, weather: now, blocks: blocks.slice(Math.max(0, to - 20), to) });
}

/** What the shortest line that proves a slope says of the weather; when none does, what the longest says. */
function seenWeather(before: Weather, lines: readonly Line[], noise: Noise): Weather {
  const usable = lines.filter((line) => line.n >= SLOPE_MIN && Math.abs(line.slope) <= STEEPEST);
  const proven = usable.find((line) => Math.abs(line.slope) > PROVEN * colouredSe(line, noise));
  const best = proven ?? usable.at(-1);
  return best === undefined ? weatherAt(before, lines[0]?.atMs ?? before.atMs) : withSlope(before, best, colouredSe(best, noise));
}

interface At {
  readonly noise: Noise;
  readonly atMs: number;
  readonly weather: Weather;
  readonly blocks: readonly Block[];
}

function levelAt(plateau: Plateau, line: Line, { noise, atMs, weather, blocks }: At): Level {
  // Where somebody has just stepped off, a few blocks may still ring.
  const settled = Math.max(meanErrorG(noise, line.n), plateau.freed && line.n <= YOUNG_BLOCKS ? line.spreadG : 0);
  return {
    plateauId: plateau.id,
    atMs,
    grossG: line.meanG + (weather.slope * (atMs - line.atMs)) / 1_000,
    seG: plateau.noisy ? Math.max(settled, (2 * plateau.scatterG) / Math.sqrt(line.n)) : settled,
    slope: weather.slope,
    slopeSe: Math.sqrt(weather.variance),
    weatherMs: weather.atMs,
    n: line.n,
    noisy: plateau.noisy,
    whole: false,
    cornersG: meanCorners(blocks),
  };
}

/** The weather as a level knew it. */
export const weatherOf = ({ weatherMs, slope, slopeSe }: Level): Weather => ({ atMs: weatherMs, slope, variance: slopeSe * slopeSe });

function colouredSe(line: Line, noise: Noise): number {
  const k = Math.floor(Math.log2(line.n / 2));
  const white = varianceAt(noise, 0) / 2 ** k;
  return line.slopeSe * (white > 0 ? Math.sqrt(Math.max(1, varianceAt(noise, k) / white)) : 1);
}

function meanCorners(blocks: readonly Block[]): readonly number[] | undefined {
  const [first] = blocks;
  if (first?.cornersG === undefined) return undefined;
  return first.cornersG.map((_, i) => blocks.reduce((sum, block) => sum + (block.cornersG?.[i] ?? 0), 0) / blocks.length);
}
