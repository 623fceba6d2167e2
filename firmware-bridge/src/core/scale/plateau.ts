import type { Block } from './block.ts';
import { fitLine, type Line } from './line-fit.ts';
import { meanErrorG, type Noise, varianceAt } from './noise.ts';

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
}

/** A level with its standard error, at one end of a plateau. */
export interface Level {
  readonly plateauId: number;
  readonly atMs: number;
  readonly grossG: number;
  readonly seG: number;
  /** Slow change in grams per second; 0 when none is proven. */
  readonly slope: number;
  /** What a slow change that is not proven may still be, one standard deviation; 0 for a plateau too young to tell. */
  readonly slopeSe: number;
  readonly n: number;
  readonly noisy: boolean;
  /** True when one level stands for the whole plateau, start and end. */
  readonly whole: boolean;
  readonly cornersG: readonly number[] | undefined;
}

/** Most blocks the start level is made from, and the end level. */
export const FIRST_BLOCKS = 60;
const END_BLOCKS = 120;
const SLOPE_BLOCKS = 40;
const FAR_BLOCKS = 400;
const PROVEN = 4;
/** Grams a second no weather goes beyond. */
const STEEPEST = 150;
/** Blocks below which a slope says nothing. */
const SLOPE_MIN = 20;
/** Grams a second of drift that is taken to be possible unseen: 6 kg either way in a day. */
const UNSEEN_SLOPE = 0.5;

/** The level at the start of a plateau; `slopeBefore` helps while the plateau is too young to show its own. */
export function startLevel(plateau: Plateau, noise: Noise, slopeBefore: number): Level {
  const line = fitLine(plateau.first, 0, plateau.first.length);
  // Weather goes on under restlessness, though it cannot be seen there.
  const slope = plateau.noisy ? slopeBefore : (slopeOf(line, noise) ?? (line.n < SLOPE_MIN ? slopeBefore : 0));
  return levelAt(plateau, line, { noise, atMs: plateau.startMs, slope, blocks: plateau.first });
}

/** The level at the end of a plateau, from the last blocks before `to` in `blocks`. */
export function endLevel(plateau: Plateau, blocks: readonly Block[], to: number, noise: Noise): Level {
  // A restless plateau has no ends of its own: one level for both, or its chance would be taken for slow change and lost.
  // Nor does a short one where no slow change is proven.
  if (
    plateau.noisy ||
    (plateau.first.length < FIRST_BLOCKS && slopeOf(fitLine(plateau.first, 0, plateau.first.length), noise) === undefined)
  ) {
    return { ...startLevel(plateau, noise, 0), atMs: blocks[to - 1]?.atMs ?? plateau.startMs, whole: true };
  }
  const fitLast = (most: number): Line => fitLine(blocks, Math.max(0, to - Math.min(Math.max(1, plateau.n), most)), to);
  const long = fitLast(END_BLOCKS);
  const isMoving = slopeOf(long, noise) !== undefined;
  const line = isMoving ? fitLast(SLOPE_BLOCKS) : long;
  // Snow on a coarse scale shows only over minutes.
  const slope = slopeOf(line, noise) ?? slopeOf(long, noise) ?? slopeOf(fitLast(FAR_BLOCKS), noise) ?? 0;
  const atMs = blocks[to - 1]?.atMs ?? line.atMs;
  return levelAt(plateau, line, { noise, atMs, slope, blocks: blocks.slice(Math.max(0, to - 20), to) });
}

interface At {
  readonly noise: Noise;
  readonly atMs: number;
  readonly slope: number;
  readonly blocks: readonly Block[];
}

function levelAt(plateau: Plateau, line: Line, at: At): Level {
  const settled = meanErrorG(at.noise, line.n);
  const seG = plateau.noisy ? Math.max(settled, (2 * plateau.scatterG) / Math.sqrt(line.n)) : settled;
  return {
    plateauId: plateau.id,
    atMs: at.atMs,
    grossG: line.meanG + (at.slope * (at.atMs - line.atMs)) / 1_000,
    // A line's end is known half as well as its middle.
    seG: at.slope === 0 ? seG : 2 * seG,
    slope: at.slope,
    slopeSe: line.n < SLOPE_MIN ? 0 : Math.min(colouredSe(line, at.noise), UNSEEN_SLOPE),
    n: line.n,
    noisy: plateau.noisy,
    whole: false,
    cornersG: meanCorners(at.blocks),
  };
}

/** The slope when it is proven against noise of the measured colour, else undefined. */
function slopeOf(line: Line, noise: Noise): number | undefined {
  if (line.n < SLOPE_MIN || Math.abs(line.slope) > STEEPEST) return undefined;
  const se = colouredSe(line, noise);
  return Math.abs(line.slope) > PROVEN * se && se > 0 ? line.slope : undefined;
}

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
