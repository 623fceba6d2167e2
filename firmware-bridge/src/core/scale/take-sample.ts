import type { CoreOutput } from '../device-core.ts';
import { addToBlock, closeBlock, emptyBlock } from './block.ts';
import { type CellHealth, type CellRange, cellFault, judgeReading, type Verdict } from './cell-health.ts';
import { type CleanSample, despike, freshDespiker } from './despike.ts';
import { isStable, showSample } from './display.ts';
import { faultOutput } from './faults.ts';
import { countSample, skipWindow } from './rate-watch.ts';
import type { ScaleConfig } from './scale-config.ts';
import type { ScaleSample } from './scale-input.ts';
import { blockEndMs, type ScaleState } from './scale-state.ts';
import { takeBlock } from './take-block.ts';
import { temperatureOffsetG } from './temperature.ts';
import { breakOff, forget } from './tracker.ts';
import { gramsOnWire } from './weight-window.ts';

const SHOW_MS = 250;
const GAP_MS = 3_000;
/** Beyond these parts of capacity a reading is no load: a flipped bit or a bad line. */
const TOO_HEAVY = 1.6;
const TOO_LIGHT = -1;
const OVERLOAD_MS = 3_000;

/** Longest time between two samples that is not a gap. */
const gapMs = (config: ScaleConfig): number => Math.max(GAP_MS, 5_000 / config.sampleHz);

/** The state after one conversion of all amplifiers. */
export function takeSample(config: ScaleConfig, state: ScaleState, sample: ScaleSample, outputs: CoreOutput[]): ScaleState {
  if (state.lastSampleMs !== undefined && sample.atMs <= state.lastSampleMs) return state;
  const late = state.lastSampleMs !== undefined && sample.atMs - state.lastSampleMs > gapMs(config);
  const started = late ? interrupt(state, sample.atMs) : state;
  const counted = countRate(config, started, sample.atMs, outputs);
  const judged = judgeCells(config, counted, sample, outputs);
  if (!judged.usable) return { ...judged.state, atMs: sample.atMs };
  return takeGrams(config, judged.state, sample, outputs);
}

/** Samples are missing: what is half done is dropped, the last settled level stays to be compared with. */
export function interrupt(state: ScaleState, atMs: number): ScaleState {
  return {
    ...state,
    despiker: freshDespiker,
    block: emptyBlock(atMs, Number.NaN),
    tracker: breakOff(state.tracker),
    rate: skipWindow(state.rate, atMs),
  };
}

function countRate(config: ScaleConfig, state: ScaleState, atMs: number, outputs: CoreOutput[]): ScaleState {
  const rate = countSample(state.rate, atMs, config.sampleHz);
  if (rate.wrong !== state.rate.wrong) {
    outputs.push(
      faultOutput(config, {
        atMs,
        code: 'KW_SAMPLE_RATE',
        raised: rate.wrong,
        detail: `${rate.hz.toFixed(1)} of ${config.sampleHz} samples a second`,
      }),
    );
  }
  return { ...state, rate, lastSampleMs: atMs };
}

interface Judged {
  readonly state: ScaleState;
  readonly usable: boolean;
}

/** Judges every channel. A scale of one cell needs it; of several, a cell with a fault is stood in for by the others. */
function judgeCells(config: ScaleConfig, state: ScaleState, sample: ScaleSample, outputs: CoreOutput[]): Judged {
  let usable = true;
  let changed = false;
  const cells: CellHealth[] = [];
  for (let i = 0; i < state.cells.length; i += 1) {
    const cell = state.cells[i];
    if (cell === undefined) continue;
    const judged = judgeReading(cell, sample.counts[i], sample.atMs, rangeOf(config, state, i));
    const next = withFault(config, judged, { channel: i, atMs: sample.atMs }, outputs);
    changed ||= next.fault !== cell.fault;
    usable &&= judged.verdict === 'good' || (state.cells.length > 1 && next.fault !== undefined);
    cells.push(next);
  }
  const next = { ...state, cells };
  return { state: changed ? afterFault(next, sample.atMs) : next, usable: usable && cells.some((cell) => cell.fault === undefined) };
}

const ADC_24_BIT = 8_388_608;
const EMPTY_RATIO = 0.01;

function rangeOf(config: ScaleConfig, state: ScaleState, i: number): CellRange {
  const channel = state.channels[i] ?? { zeroCounts: 0, countsPerGram: 1 };
  return {
    saturationCounts: config.saturationCounts,
    zeroCounts: channel.zeroCounts,
    emptyCounts: Math.abs(channel.countsPerGram) * config.capacityG * EMPTY_RATIO,
    lively: config.saturationCounts <= ADC_24_BIT,
  };
}

function withFault(
  config: ScaleConfig,
  judged: { cell: CellHealth; verdict: Verdict },
  at: { channel: number; atMs: number },
  outputs: CoreOutput[],
): CellHealth {
  const { cell } = judged;
  const fault = cellFault(cell, judged.verdict, at.atMs);
  if (fault === cell.fault) return cell;
  if (cell.fault !== undefined)
    outputs.push(faultOutput(config, { atMs: at.atMs, code: cell.fault, raised: false, detail: `channel ${at.channel + 1}` }));
  if (fault !== undefined)
    outputs.push(faultOutput(config, { atMs: at.atMs, code: fault, raised: true, detail: `channel ${at.channel + 1}` }));
  return { ...cell, fault };
}

/**
 * A cell was lost or came back. With several cells the sum is now another quantity, so that nothing before may be compared with
 * what comes; what one dying cell did to the sum is taken back. A single cell compares again when it lives again.
 */
function afterFault(state: ScaleState, atMs: number): ScaleState {
  const cut = interrupt(state, atMs);
  if (state.cells.length === 1) return cut;
  const entries = state.ledger.entries.filter((entry) => !entry.oneCell);
  return { ...cut, tracker: forget(cut.tracker), ledger: { ...state.ledger, entries } };
}

function takeGrams(config: ScaleConfig, state: ScaleState, sample: ScaleSample, outputs: CoreOutput[]): ScaleState {
  const cornersG = state.channels.length > 1 ? gramsOfChannels(state, sample) : undefined;
  const rawG = cornersG === undefined ? gramsOfChannel(state, sample.counts[0] ?? 0) : sumOf(cornersG);
  if (rawG > TOO_HEAVY * config.capacityG || rawG < TOO_LIGHT * config.capacityG) return { ...state, atMs: sample.atMs };
  const seen = watchResolution(state, rawG);
  const grossG = rawG - temperatureOffsetG(state.model, state.temperature, sample.atMs);
  const { noise } = seen.tracker;
  const resolutionG = Number.isFinite(noise.quantumG) ? noise.quantumG : 0;
  const { despiker, clean } = despike(seen.despiker, { atMs: sample.atMs, grossG, cornersG }, noise.devG, resolutionG);
  const next: ScaleState = { ...seen, atMs: sample.atMs, despiker, silent: false };
  if (state.silent) outputs.push(faultOutput(config, { atMs: sample.atMs, code: 'KW_NO_SAMPLES', raised: false }));
  return clean === undefined ? next : takeClean(config, next, clean, outputs);
}

function gramsOfChannel(state: ScaleState, counts: number): number {
  const [channel] = state.channels;
  return channel === undefined ? 0 : (counts - channel.zeroCounts) / channel.countsPerGram;
}

/** Each cell's part. A dead one is given what its usual share would be beside the living ones: a guess, marked as such. */
function gramsOfChannels(state: ScaleState, sample: ScaleSample): readonly number[] {
  let living = 0;
  let share = 0;
  const grams = state.channels.map((channel, i) => {
    if (state.cells[i]?.fault !== undefined) return Number.NaN;
    const own = ((sample.counts[i] ?? 0) - channel.zeroCounts) / channel.countsPerGram;
    living += own;
    share += state.corners.shares[i] ?? 0;
    return own;
  });
  return grams.map((own, i) => (Number.isNaN(own) ? (living * (state.corners.shares[i] ?? 0)) / Math.max(share, 0.1) : own));
}

function sumOf(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Finds the smallest step of the signal: three finer ones in a row of time make it finer. */
function watchResolution(state: ScaleState, rawG: number): ScaleState {
  const stepG = Math.abs(rawG - state.lastRawG);
  const { noise } = state.tracker;
  const finer = stepG > 1e-3 && stepG < noise.quantumG * 0.7;
  if (!finer) return { ...state, lastRawG: rawG };
  if (state.finerSteps < 2 && Number.isFinite(noise.quantumG)) return { ...state, lastRawG: rawG, finerSteps: state.finerSteps + 1 };
  return { ...state, lastRawG: rawG, finerSteps: 0, tracker: { ...state.tracker, noise: { ...noise, quantumG: stepG } } };
}

function takeClean(config: ScaleConfig, state: ScaleState, clean: CleanSample, outputs: CoreOutput[]): ScaleState {
  const full = state.block.n > 0 && clean.atMs - state.block.fromMs >= blockEndMs(config);
  const closed = full ? closeBlock(state.block) : undefined;
  const started =
    closed === undefined ? state : takeBlock(config, { ...state, block: emptyBlock(clean.atMs, state.block.lastG) }, closed, outputs);
  const base = started.block.n === 0 ? emptyBlock(clean.atMs, started.block.lastG) : started.block;
  const display = showSample(config, started.display, clean, started.tracker.noise.devG);
  const block = addToBlock(base, clean.atMs, clean.grossG, clean.cornersG);
  return show(config, watchLoad(config, { ...started, block, display }, clean.atMs, outputs), clean, outputs);
}

function watchLoad(config: ScaleConfig, state: ScaleState, atMs: number, outputs: CoreOutput[]): ScaleState {
  const over = state.display.grossG - state.zero.shiftG > config.capacityG + 9 * config.divisionG;
  if (!over) {
    if (state.overload) outputs.push(faultOutput(config, { atMs, code: 'KW_OVERLOAD', raised: false }));
    return state.overloadSinceMs === undefined ? state : { ...state, overloadSinceMs: undefined, overload: false };
  }
  const sinceMs = state.overloadSinceMs ?? atMs;
  const overload = atMs - sinceMs >= OVERLOAD_MS;
  if (overload && !state.overload) outputs.push(faultOutput(config, { atMs, code: 'KW_OVERLOAD', raised: true }));
  return { ...state, overloadSinceMs: sinceMs, overload };
}

/** The latest value for screens, at most four times a second. */
function show(config: ScaleConfig, state: ScaleState, clean: CleanSample, outputs: CoreOutput[]): ScaleState {
  if (clean.atMs - state.shownMs < SHOW_MS) return state;
  outputs.push({ type: 'state', device: config.device, value: latestOf(config, state, clean) });
  return { ...state, shownMs: clean.atMs };
}

function latestOf(config: ScaleConfig, state: ScaleState, clean: CleanSample): Extract<CoreOutput, { type: 'state' }>['value'] {
  const grossG = state.display.grossG - state.zero.shiftG;
  const faulty = state.cells.some((cell) => cell.fault !== undefined);
  const suspect = faulty || state.rate.wrong || state.overload || state.corners.dead.includes(true) || state.corners.binding.includes(true);
  const { devG } = state.tracker.noise;
  return {
    at: Math.max(0, Math.round(clean.atMs)),
    grossG: gramsOnWire(grossG),
    netG: gramsOnWire(gramsOnWire(grossG) - gramsOnWire(state.tareG)),
    tareG: gramsOnWire(state.tareG),
    stable: isStable(config, state.display),
    quality: suspect ? 'suspect' : 'good',
    ...(Number.isFinite(devG) ? { noiseG: devG } : {}),
    ...(clean.cornersG === undefined ? {} : { cornersG: clean.cornersG.map(gramsOnWire) }),
  };
}
