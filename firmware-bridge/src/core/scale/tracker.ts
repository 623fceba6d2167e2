import type { Block } from './block.ts';
import { fitLine } from './line-fit.ts';
import { floorOf, learnDev, learnNoise, learnSurprise, type Noise, unknownNoise } from './noise.ts';
import { endLevel, FIRST_BLOCKS, type Level, type Plateau, weatherOf } from './plateau.ts';
import { findSmallStep } from './small-step.ts';
import { unknownWeather, type Weather } from './weather.ts';

/** Follows the load from plateau to plateau. */
export interface Tracker {
  readonly recent: readonly Block[];
  readonly noise: Noise;
  /** The plateau the load lies on; undefined in motion. */
  readonly plateau: Plateau | undefined;
  /** The end of the plateau before; undefined when there is none to compare with. */
  readonly before: Level | undefined;
  /** Slow change as it was known when the plateau began. */
  readonly weather: Weather;
  /** Blocks since the motion began, and how far it went from the level before. */
  readonly moving: number;
  readonly excursionG: number;
  readonly nextId: number;
  /** Blocks since the load was last calm; when it never is, that is the new calm. */
  readonly restless: number;
}

/** What the tracker must know of the scale. */
export interface TrackerConfig {
  /** Fastest slow change that is weather and not goods, grams per second. */
  readonly slopeMax: number;
  /** Smallest change worth a look. */
  readonly minStepG: number;
  /** A rise from here on may be somebody who stands there. */
  readonly personG: number;
}

/** A new plateau was reached. */
export interface Opened {
  readonly before: Level | undefined;
  readonly excursionG: number;
}

const KEEP = 520;
const CALM_BLOCKS = 4;
const BRIEF_BLOCKS = 3;
const FREED_BLOCKS = 2;
/** By then the ringing is over; what is still restless is somebody who stayed. */
const FREED_CALM_BLOCKS = 5;
const FREED_NEAR = 0.002;
const FREED_RING = 0.02;
const NOISY_BLOCKS = 30;
/** Limits against chance: two residual degrees of freedom exceed 2.2 in one of 100, a block 6 sigma never. */
const CALM_RATIO = 2.2;
const DEV_RATIO = 1.8;
const LEAVE = 6;
const RESTLESS = 1_200;
const OCCUPIED_BLOCKS = 600;
const OCCUPIED_SHARE = 0.75;

export const freshTracker = (before: Level | undefined, atMs: number): Tracker => ({
  recent: [],
  noise: unknownNoise(),
  plateau: undefined,
  before,
  weather: unknownWeather(atMs),
  moving: 0,
  excursionG: 0,
  nextId: 1,
  restless: 0,
});

/** The tracker after a block, and the plateau that began with it. */
export function track(config: TrackerConfig, tracker: Tracker, block: Block): { tracker: Tracker; opened: Opened | undefined } {
  const kept = tracker.recent.length >= KEEP ? tracker.recent.slice(1 - KEEP) : tracker.recent;
  const next: Tracker = { ...tracker, recent: [...kept, block] };
  return tracker.plateau === undefined ? move(config, next) : rest(config, next, tracker.plateau, block);
}

/** Leaves the plateau, as when samples are missing: the level before stays known. */
export function breakOff(tracker: Tracker): Tracker {
  const { plateau, recent } = tracker;
  const before = plateau === undefined ? tracker.before : endLevel(plateau, recent, recent.length, tracker);
  return { ...tracker, recent: [], plateau: undefined, before, weather: weatherAfter(tracker.weather, before), moving: 0, excursionG: 0 };
}

const weatherAfter = (weather: Weather, before: Level | undefined): Weather => (before === undefined ? weather : weatherOf(before));

/** Forgets the level before: what comes is not comparable with what was. */
export const forget = (tracker: Tracker): Tracker => ({ ...breakOff(tracker), before: undefined });

function rest(config: TrackerConfig, tracker: Tracker, plateau: Plateau, block: Block): { tracker: Tracker; opened: Opened | undefined } {
  const { surpriseG, limitG } = promise(tracker, plateau, block, config);
  if (surpriseG > limitG || shakes(tracker.noise, plateau, block)) return { tracker: leave(tracker, plateau), opened: undefined };
  const grown: Plateau = {
    ...plateau,
    n: plateau.n + 1,
    first: plateau.first.length < FIRST_BLOCKS ? [...plateau.first, block] : plateau.first,
  };
  const weight = teaches(plateau);
  const noise = learnDev(learnSurprise(learnNoise(tracker.noise, tracker.recent, grown.n, weight), surpriseG, weight), block.devG, weight);
  const next = { ...tracker, noise, plateau: grown, restless: plateau.noisy ? tracker.restless + 1 : 0 };
  if (grown.freed && grown.n === FREED_CALM_BLOCKS && !isBriefCalm(next)) return { tracker: leave(tracker, plateau), opened: undefined };
  if (grown.noisy) return calmAgain(config, next, grown);
  const step = findSmallStep(next.recent, noise, config.minStepG);
  return step === undefined ? { tracker: next, opened: undefined } : cut(config, next, grown, step.index);
}

/** How much a plateau teaches of the scale's own noise: one with somebody on it nothing, until it lasts longer than people do. */
function teaches(plateau: Plateau): number {
  if (plateau.occupied && plateau.n < OCCUPIED_BLOCKS) return 0;
  return plateau.noisy ? 0.1 : 1;
}

/** How far a block lies from what the plateau promises, and how far it may. */
function promise(tracker: Tracker, plateau: Plateau, block: Block, config: TrackerConfig): { surpriseG: number; limitG: number } {
  const { recent, noise } = tracker;
  const to = recent.length - 1;
  const count = Math.min(plateau.n, to, 20);
  if (count < 1) return { surpriseG: 0, limitG: Number.POSITIVE_INFINITY };
  const line = fitLine(recent, to - count, to);
  const proven = count >= 8 && Math.abs(line.slope) > 4 * line.slopeSe;
  const expectedG = line.meanG + (proven ? (line.slope * (block.atMs - line.atMs)) / 1_000 : 0);
  const usualG = noise.surprises >= 20 ? Math.max(floorOf(noise), Math.sqrt(noise.surprise)) : floorOf(noise);
  const spreadG = plateau.noisy ? Math.max(plateau.scatterG, usualG) : usualG;
  const limitG = Math.max(LEAVE * spreadG * Math.sqrt(1 + (proven ? 4 : 1) / count), config.minStepG, 1.2 * finite(noise.quantumG));
  return { surpriseG: Math.abs(block.meanG - expectedG), limitG };
}

/** True when the block shakes far more than its plateau. */
const shakes = (noise: Noise, plateau: Plateau, block: Block): boolean =>
  !plateau.noisy && block.n > 2 && block.devG > 4 * noise.devG + finite(noise.quantumG) && noise.devs > 20;

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** Ends the plateau before the block that left it; the one before that may hold the beginning and is left out too. */
function leave(tracker: Tracker, plateau: Plateau): Tracker {
  const { recent } = tracker;
  const to = plateau.n >= 3 ? recent.length - 2 : Math.max(1, recent.length - 1);
  const before = endLevel({ ...plateau, n: Math.max(1, plateau.n - 1) }, recent, to, tracker);
  const tail = recent.slice(-1);
  return {
    ...tracker,
    recent: tail,
    plateau: undefined,
    before,
    weather: weatherOf(before),
    moving: 1,
    excursionG: excursion(0, before, tail),
  };
}

function excursion(soFarG: number, before: Level | undefined, blocks: readonly Block[]): number {
  let most = soFarG;
  if (before === undefined) return most;
  for (const block of blocks) most = Math.max(most, Math.abs(block.meanG - before.grossG));
  return most;
}

/** In motion: waits for calm, or for a restlessness that stays where it is. */
function move(config: TrackerConfig, tracker: Tracker): { tracker: Tracker; opened: Opened | undefined } {
  const last = tracker.recent.slice(-1);
  const next: Tracker = {
    ...tracker,
    moving: tracker.moving + 1,
    restless: tracker.restless + 1,
    excursionG: excursion(tracker.excursionG, tracker.before, last),
  };
  const calm = calmFrom(config, next);
  if (calm !== undefined) return open(config, next, calm, false);
  if (isFreed(config, next)) return open(config, next, next.recent.length - FREED_BLOCKS, false);
  const noisy = noisyFrom(next);
  return noisy === undefined ? { tracker: next, opened: undefined } : open(config, next, noisy, true);
}

/** Where the calm at the end of the blocks begins, or undefined when there is none. */
function calmFrom(config: TrackerConfig, tracker: Tracker): number | undefined {
  const { recent, noise } = tracker;
  const from = recent.length - CALM_BLOCKS;
  if (isBriefCalm(tracker)) return recent.length - BRIEF_BLOCKS;
  if (from < 0) return undefined;
  const line = fitLine(recent, from, recent.length);
  if (Math.abs(line.slope) > config.slopeMax + 4 * line.slopeSe) return undefined;
  const floorG = floorOf(noise);
  // Before anything is known the first steady looking seconds are taken; the floor then learns downwards.
  if (Number.isNaN(floorG)) return Math.abs(line.slope) <= 4 * line.slopeSe ? from : undefined;
  const steady = line.residualG <= CALM_RATIO * floorG * rested(tracker) + 0.3 * finite(noise.quantumG);
  return steady && devOf(recent, from) <= DEV_RATIO * noise.devG * rested(tracker) + 0.6 * finite(noise.quantumG) ? from : undefined;
}

/** Three blocks on one level are enough when they hold several samples each: that is how two quick visitors are told apart. */
function isBriefCalm(tracker: Tracker): boolean {
  const { recent, noise } = tracker;
  const from = recent.length - BRIEF_BLOCKS;
  if (from < 0 || (recent[from]?.n ?? 0) < 3 || noise.devs < 20) return false;
  const line = fitLine(recent, from, recent.length);
  return line.spreadG <= CALM_RATIO * floorOf(noise) && devOf(recent, from) <= DEV_RATIO * noise.devG + 0.6 * finite(noise.quantumG);
}

/**
 * Somebody has just stepped off, and for a second the load stays on one level, though it still rings: the next visitor may be there
 * before it is calm. What rings is small beside what left.
 */
function isFreed(config: TrackerConfig, tracker: Tracker): boolean {
  const { recent, noise, before } = tracker;
  const from = recent.length - FREED_BLOCKS;
  const [one, other] = recent.slice(-FREED_BLOCKS);
  if (from < 1 || one === undefined || other === undefined || one.n < 3 || noise.devs < 20) return false;
  const levelG = (one.meanG + other.meanG) / 2;
  const fallG = highest(recent, from, before?.grossG ?? levelG) - levelG;
  if (fallG < OCCUPIED_SHARE * config.personG) return false;
  const nearG = Math.max(CALM_RATIO * Math.SQRT2 * floorOf(noise), FREED_NEAR * fallG);
  return Math.abs(one.meanG - other.meanG) <= nearG && devOf(recent, from) <= Math.max(DEV_RATIO * noise.devG, FREED_RING * fallG);
}

/** The highest of the first `to` blocks, or `leastG` when none is higher. */
function highest(blocks: readonly Block[], to: number, leastG: number): number {
  let mostG = leastG;
  for (let i = 0; i < to; i += 1) mostG = Math.max(mostG, blocks[i]?.meanG ?? mostG);
  return mostG;
}

/** A floor that was never met again for ten minutes is no floor any more: it grows, doubling every five minutes. */
const rested = (tracker: Tracker): number => (tracker.restless > RESTLESS ? 2 ** ((tracker.restless - RESTLESS) / 600) : 1);

function devOf(blocks: readonly Block[], from: number): number {
  let sum = 0;
  let n = 0;
  for (let i = from; i < blocks.length; i += 1) {
    const devG = blocks[i]?.devG ?? Number.NaN;
    if (!Number.isNaN(devG)) {
      sum += devG * devG;
      n += 1;
    }
  }
  return n === 0 ? 0 : Math.sqrt(sum / n);
}

/** Where a restless but stationary load begins: two halves of the last blocks agree. */
function noisyFrom(tracker: Tracker): number | undefined {
  const { recent } = tracker;
  const from = recent.length - NOISY_BLOCKS;
  if (from < 0 || tracker.moving < NOISY_BLOCKS) return undefined;
  const middle = from + NOISY_BLOCKS / 2;
  const first = fitLine(recent, from, middle);
  const second = fitLine(recent, middle, recent.length);
  const spreadG = Math.max(first.spreadG, second.spreadG);
  const agree = Math.abs(first.meanG - second.meanG) <= 0.75 * spreadG;
  return agree && Math.min(first.spreadG, second.spreadG) > spreadG / 4 ? from : undefined;
}

function open(config: TrackerConfig, tracker: Tracker, from: number, noisy: boolean): { tracker: Tracker; opened: Opened } {
  const first = tracker.recent.slice(from);
  const line = fitLine(first, 0, first.length);
  const plateau: Plateau = {
    id: tracker.nextId,
    startMs: first[0]?.atMs ?? line.atMs,
    n: first.length,
    first: first.slice(0, FIRST_BLOCKS),
    noisy,
    scatterG: line.spreadG,
    freed: !noisy && first.length === FREED_BLOCKS,
    occupied: tracker.before !== undefined && line.meanG - tracker.before.grossG > OCCUPIED_SHARE * config.personG,
  };
  const unknown = Number.isNaN(floorOf(tracker.noise));
  const noise = unknown ? seedNoise(tracker.noise, first) : tracker.noise;
  const opened: Opened = { before: tracker.before, excursionG: tracker.excursionG };
  return { tracker: { ...tracker, recent: first, noise, plateau, nextId: tracker.nextId + 1, moving: 0, excursionG: 0 }, opened };
}

/** A first noise floor from the first steady blocks. */
function seedNoise(noise: Noise, first: readonly Block[]): Noise {
  let seeded = noise;
  for (let n = 3; n <= first.length; n += 1) seeded = learnNoise(seeded, first.slice(n - 3, n), 1, 1);
  for (const block of first) seeded = learnDev(seeded, block.devG, 1);
  return seeded;
}

/** A restless plateau that became calm ends there; a calm one begins. */
function calmAgain(config: TrackerConfig, tracker: Tracker, plateau: Plateau): { tracker: Tracker; opened: Opened | undefined } {
  const calm = calmFrom(config, tracker);
  if (calm === undefined) return { tracker, opened: undefined };
  const before = endLevel(plateau, tracker.recent, Math.max(1, calm), tracker);
  return open(config, { ...tracker, before, weather: weatherOf(before), excursionG: 0 }, calm, false);
}

/** Cuts the plateau at a step found `index` (negative) blocks from the end; the block of the step itself belongs to neither. */
function cut(config: TrackerConfig, tracker: Tracker, plateau: Plateau, index: number): { tracker: Tracker; opened: Opened | undefined } {
  const { recent } = tracker;
  const at = recent.length + index;
  const before = endLevel({ ...plateau, n: Math.max(1, plateau.n + index) }, recent, Math.max(1, at), tracker);
  return open(config, { ...tracker, before, weather: weatherOf(before), excursionG: 0 }, Math.min(at + 1, recent.length - 1), false);
}
