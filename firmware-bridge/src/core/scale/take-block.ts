import type { CoreOutput } from '../device-core.ts';
import { type Block, blockMsOf } from './block.ts';
import { watchCorners } from './corner-watch.ts';
import { isStable } from './display.ts';
import { type Entry, entryOf } from './entry.ts';
import { faultOutput } from './faults.ts';
import { type Decided, decide, enter, type Ledger, type Now, type Patience, refined } from './ledger.ts';
import { fitLine } from './line-fit.ts';
import { floorOf, restlessG, wanderG } from './noise.ts';
import { FIRST_BLOCKS, type Level, type Plateau, startLevel } from './plateau.ts';
import type { Meaning } from './resolve.ts';
import type { ScaleConfig } from './scale-config.ts';
import type { ScaleState } from './scale-state.ts';
import { learnTemperature, temperatureOffsetG } from './temperature.ts';
import { type Opened, type TrackerConfig, track } from './tracker.ts';
import { eventRecord } from './weighing-event.ts';
import { addToWindow, closeWindow } from './weight-window.ts';
import { logZero, setZero, trackZero } from './zero.ts';

const SIGNIFICANT = 5.5;
const NOISY_HOLD_MS = 300_000;
/** A block noise below this shows the sway of a standing person, some hundred grams. */
const SWAY_SEEN_G = 60;
/** Fewer samples a second cannot show a sway of about a second, once single odd ones are taken out. */
const SWAY_HZ = 4;
const SMALL_DIVISIONS = 10;

/** Rain of 20 mm/h on a receptor of 15 m2 (10 t) is 83 g/s; smaller receptors catch less. */
const slopeMaxOf = (config: ScaleConfig): number => Math.min(120, Math.max(40, config.capacityG * 1e-5));

const trackerConfigOf = (config: ScaleConfig): TrackerConfig => ({
  slopeMax: slopeMaxOf(config),
  minStepG: config.minEventG * 0.4,
  personG: config.personG,
});

/** What a change means on this scale, with the noise of this moment. */
export function meaningOf(config: ScaleConfig, state: ScaleState): Meaning {
  const { noise } = state.tracker;
  const blockMs = blockMsOf(config.sampleHz);
  const quantumG = Number.isFinite(noise.quantumG) ? noise.quantumG : 0;
  return {
    personG: config.personG,
    swaySeen: isSwaySeen(config, state),
    settleMs: config.settleMs,
    emptyingMinG: config.emptyingMinG,
    absentBelowG: state.ledger.emptyG - Math.max(config.capacityG * 0.03, 10 * config.divisionG, 10_000),
    minEventG: Math.max(config.minEventG, 1.5 * quantumG),
    smallG: SMALL_DIVISIONS * config.divisionG,
    significant: SIGNIFICANT,
    restlessG: restlessG(noise),
    wanderG: (gapMs) => wanderG(noise, gapMs / blockMs),
    calibrationRatio: state.calibrationRatio,
    blockMs,
  };
}

const isSwaySeen = (config: ScaleConfig, state: ScaleState): boolean =>
  config.sampleHz >= SWAY_HZ && floorOf(state.tracker.noise) < SWAY_SEEN_G;

/** For a minute the load lay as still as the scale itself: not even somebody who sits does that, where a sway can be seen. */
function isLifeless({ tracker: { plateau, noise } }: ScaleState): boolean {
  if (plateau === undefined || plateau.noisy || plateau.first.length < LIFELESS_BLOCKS) return false;
  return fitLine(plateau.first, 0, plateau.first.length).residualG <= LIFELESS_RATIO * floorOf(noise);
}

const LIFELESS_BLOCKS = 120;
const LIFELESS_RATIO = 1.15;

function patienceOf(config: ScaleConfig, state: ScaleState): Patience {
  return {
    settleMs: config.settleMs,
    personHoldMs: isSwaySeen(config, state) ? (isLifeless(state) ? 0 : config.stillHoldMs) : config.personHoldMs,
    emptyingHoldMs: config.emptyingHoldMs,
    noisyHoldMs: NOISY_HOLD_MS,
    matureBlocks: config.matureMs / blockMsOf(config.sampleHz),
    fineG: config.divisionG / 8,
  };
}

/** The state after a block: plateau, open changes, decisions, zero and the weight record. */
export function takeBlock(config: ScaleConfig, state: ScaleState, block: Block, outputs: CoreOutput[]): ScaleState {
  const { tracker, opened } = track(trackerConfigOf(config), state.tracker, block);
  let next: ScaleState = recordWeight(config, { ...state, tracker }, block, outputs);
  if (state.session !== undefined) return { ...next, ledger: { ...next.ledger, entries: [] } };
  if (tracker.plateau !== undefined) {
    next = keepBooks(config, next, { plateau: tracker.plateau, opened, block }, outputs);
    next = followZero(config, next, block, outputs);
  }
  return next;
}

function recordWeight(config: ScaleConfig, state: ScaleState, block: Block, outputs: CoreOutput[]): ScaleState {
  const shiftG = state.zero.shiftG;
  const about = {
    device: config.device,
    windowMs: config.aggregateMs,
    netG: state.display.grossG - shiftG - state.tareG,
    stable: isStable(config, state.display),
  };
  const { window, record } = closeWindow(state.window, block.atMs, about);
  if (record !== undefined) outputs.push({ type: 'record', record });
  const part = { n: block.n, meanG: block.meanG - shiftG, minG: block.minG - shiftG, maxG: block.maxG - shiftG };
  return { ...state, window: addToWindow(window, part) };
}

interface Reached {
  readonly plateau: Plateau;
  readonly opened: Opened | undefined;
  readonly block: Block;
}

function keepBooks(config: ScaleConfig, state: ScaleState, reached: Reached, outputs: CoreOutput[]): ScaleState {
  const meaning = meaningOf(config, state);
  const entered = enterChange(state, reached, meaning);
  const watched = reached.opened === undefined ? entered : watchCells(config, entered, reached, outputs);
  return decideNow(config, watched, { meaning, atMs: reached.block.atMs, all: false }, outputs);
}

function enterChange(state: ScaleState, reached: Reached, meaning: Meaning): ScaleState {
  const { plateau, opened } = reached;
  const { noise } = state.tracker;
  if (opened !== undefined) {
    const after = startLevel(plateau, noise, state.tracker.weather);
    if (opened.before === undefined) {
      const empty = Math.abs(after.grossG - state.ledger.emptyG) < Math.max(meaning.minEventG * 4, after.seG * 6, 2_000);
      return { ...state, ledger: { ...state.ledger, emptyKnown: state.ledger.emptyKnown || empty } };
    }
    // Where one level stands for a whole plateau, what led to it and what led away must use the same number, or mass leaks.
    const own = opened.before.whole ? leadingTo(state.ledger, opened.before.plateauId) : undefined;
    const before = own === undefined ? opened.before : laterOn(own, opened.before.atMs);
    const entry = entryOf(plateau.id, before, after, { ...meaning, excursionG: opened.excursionG });
    return { ...state, ledger: enter(state.ledger, entry) };
  }
  if (plateau.n > FIRST_BLOCKS) return state;
  const own = state.ledger.entries.find((entry) => entry.id === plateau.id);
  if (own === undefined) return state;
  const after = startLevel(plateau, noise, state.tracker.weather);
  return { ...state, ledger: enter(state.ledger, refined(own, after, meaning)) };
}

/** The level by which the change that led to a plateau was counted, or will be. */
const leadingTo = ({ entries, settled }: Ledger, plateauId: number): Level | undefined =>
  entries.find((one) => one.id === plateauId)?.after ?? (settled?.plateauId === plateauId ? settled : undefined);

/** A level some time later, with the weather on it. */
const laterOn = (level: Level, atMs: number): Level => ({
  ...level,
  atMs,
  grossG: level.grossG + (level.slope * (atMs - level.atMs)) / 1_000,
});

function watchCells(config: ScaleConfig, state: ScaleState, reached: Reached, outputs: CoreOutput[]): ScaleState {
  const entry = state.ledger.entries.find((one) => one.id === reached.plateau.id);
  if (entry === undefined || state.channels.length < 2) return state;
  const corners = watchCorners(state.corners, entry, smallestForCells(config, state, entry));
  corners.dead.forEach((dead, i) => {
    if (dead !== state.corners.dead[i])
      outputs.push(faultOutput(config, { atMs: reached.block.atMs, code: 'KW_CELL_DEAD', raised: dead, detail: `channel ${i + 1}` }));
  });
  corners.binding.forEach((binding, i) => {
    if (binding !== state.corners.binding[i])
      outputs.push(faultOutput(config, { atMs: reached.block.atMs, code: 'KW_CELL_BINDING', raised: binding, detail: `channel ${i + 1}` }));
  });
  return { ...state, corners };
}

/** A change must stand a hundred times above the noise before a share of one percent means anything. */
const smallestForCells = (config: ScaleConfig, state: ScaleState, entry: Entry): number =>
  Math.max(5_000, 10 * config.divisionG, 100 * Math.max(entry.before.seG, entry.after.seG), 20 * floorOf(state.tracker.noise));

/** Takes every decision that is ripe, with its records. */
export function decideNow(
  config: ScaleConfig,
  state: ScaleState,
  when: { readonly meaning: Meaning; readonly atMs: number; readonly all: boolean },
  outputs: CoreOutput[],
): ScaleState {
  if (state.ledger.entries.length === 0) return state;
  const { plateau } = state.tracker;
  if (plateau === undefined && !when.all) return state;
  const now = { ...nowOf(plateau, when.atMs), all: when.all };
  const { ledger, decided } = decide(state.ledger, when.meaning, patienceOf(config, state), now);
  let next: ScaleState = ledger === state.ledger ? state : { ...state, ledger };
  for (const decision of decided) next = announce(config, next, decision, outputs);
  return next;
}

/** In motion nothing lies still: that is as restless as can be. */
const nowOf = (plateau: Plateau | undefined, atMs: number): Now =>
  plateau === undefined
    ? { atMs, plateauId: -1, startMs: atMs, blocks: 0, noisy: true }
    : { atMs, plateauId: plateau.id, startMs: plateau.startMs, blocks: plateau.n, noisy: plateau.noisy };

function announce(config: ScaleConfig, state: ScaleState, decision: Decided, outputs: CoreOutput[]): ScaleState {
  outputs.push({ type: 'record', record: eventRecord(config, state, decision) });
  const errorG = decision.afterG - state.zero.shiftG;
  if (!decision.swapped || Math.abs(errorG) > config.zeroTrackingLimitG) return state;
  const { zero, record } = setZero(config, state.zero, decision.afterG, { by: 'emptying', atMs: decision.atMs });
  outputs.push({ type: 'record', record });
  return { ...state, zero };
}

/** Follows the zero of an empty, calm scale, and learns from it how the zero goes with the temperature. */
function followZero(config: ScaleConfig, state: ScaleState, block: Block, outputs: CoreOutput[]): ScaleState {
  const { plateau } = state.tracker;
  if (plateau === undefined || plateau.noisy || state.ledger.entries.length > 0 || plateau.n < 10) return state;
  const zero = trackZero(config, state.zero, block.meanG, blockMsOf(config.sampleHz) / 1_000);
  if (zero === state.zero) return state;
  const logged = logZero(config, zero, block.atMs);
  if (logged.record !== undefined) outputs.push({ type: 'record', record: logged.record });
  // What is tracked as zero is the empty container's level.
  const ledger = { ...state.ledger, emptyG: state.ledger.emptyG + zero.shiftG - state.zero.shiftG, emptyKnown: true };
  return learnWarmth(config, { ...state, zero: logged.zero, ledger }, block);
}

function learnWarmth(config: ScaleConfig, state: ScaleState, block: Block): ScaleState {
  if (state.temperature === undefined || config.temperature !== undefined) return state;
  const uncorrectedG = block.meanG + temperatureOffsetG(state.model, state.temperature, block.atMs);
  const lessons = learnTemperature(state.lessons, block.atMs, uncorrectedG);
  return lessons === state.lessons ? state : { ...state, lessons };
}
