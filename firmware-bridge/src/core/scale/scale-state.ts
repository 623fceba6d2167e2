import { type BlockSum, blockMsOf, emptyBlock } from './block.ts';
import type { CalibrationSession } from './calibration.ts';
import { type CellHealth, freshCell } from './cell-health.ts';
import { type CornerWatch, freshCornerWatch } from './corner-watch.ts';
import { type Despiker, freshDespiker } from './despike.ts';
import { type Display, freshDisplay } from './display.ts';
import { freshLedger, type Ledger } from './ledger.ts';
import type { Level } from './plateau.ts';
import { freshRate, type RateWatch } from './rate-watch.ts';
import type { ScaleChannel, ScaleConfig, ScaleMemory, TemperatureModel } from './scale-config.ts';
import { type CellTemperature, noLessons, type TemperatureLesson } from './temperature.ts';
import { freshTracker, type Tracker } from './tracker.ts';
import { freshWindow, type WeightWindow } from './weight-window.ts';
import { freshZero, type ZeroState } from './zero.ts';

/** The state of a scale; opaque to callers and safe to keep: no step changes an old one. */
export interface ScaleState {
  readonly atMs: number;
  readonly lastSampleMs: number | undefined;
  readonly channels: readonly ScaleChannel[];
  readonly calibrationId: string | undefined;
  readonly calibrationRatio: number;
  readonly cells: readonly CellHealth[];
  readonly corners: CornerWatch;
  readonly lastRawG: number;
  readonly finerSteps: number;
  readonly despiker: Despiker;
  readonly block: BlockSum;
  readonly tracker: Tracker;
  readonly ledger: Ledger;
  readonly display: Display;
  readonly shownMs: number;
  readonly window: WeightWindow;
  readonly rate: RateWatch;
  readonly zero: ZeroState;
  readonly tareG: number;
  readonly temperature: CellTemperature | undefined;
  readonly lessons: readonly TemperatureLesson[];
  readonly model: TemperatureModel | undefined;
  /** A model learned since the start, for the next one. */
  readonly learned: TemperatureModel | undefined;
  readonly session: CalibrationSession | undefined;
  readonly silent: boolean;
  readonly overloadSinceMs: number | undefined;
  readonly overload: boolean;
}

/** A restart shorter than this still compares the level with the one before. */
const RESUME_MS = 30 * 60_000;

/** A fresh state, or the one a memory describes. */
export function initialScale(config: ScaleConfig, atMs: number): ScaleState {
  const { memory } = config;
  return {
    ...remembered(config),
    ...begun(config, atMs),
    temperature: memory?.cell !== undefined && isRecent(memory.cell.atMs, atMs) ? memory.cell : undefined,
    tracker: freshTracker(resumed(memory, atMs), atMs),
    zero: freshZero(memory?.zeroShiftG ?? 0, atMs),
  };
}

/** What a memory may change. */
function remembered(
  config: ScaleConfig,
): Pick<ScaleState, 'channels' | 'calibrationId' | 'calibrationRatio' | 'ledger' | 'tareG' | 'model'> {
  const { emptyG, tareG, temperature, calibrationId, channels, calibrationUncertaintyG } = { ...FORGOTTEN, ...config.memory };
  return {
    channels: channels?.length === config.channels.length ? channels : config.channels,
    calibrationId,
    calibrationRatio: calibrationUncertaintyG > 0 ? calibrationUncertaintyG / config.capacityG : config.calibrationRatio,
    ledger: freshLedger(emptyG, config.memory !== undefined),
    tareG,
    model: temperature ?? config.temperature,
  };
}

const FORGOTTEN = {
  emptyG: 0,
  tareG: 0,
  calibrationUncertaintyG: 0,
  calibrationId: undefined,
  channels: undefined,
  temperature: undefined,
};

type Begun = Omit<ScaleState, 'channels' | 'calibrationId' | 'calibrationRatio' | 'ledger' | 'tareG' | 'model' | 'tracker' | 'zero'>;

function begun(config: ScaleConfig, atMs: number): Begun {
  return {
    atMs,
    lastSampleMs: undefined,
    cells: config.channels.map(freshCell),
    corners: freshCornerWatch(config.channels.length),
    lastRawG: Number.NaN,
    finerSteps: 0,
    despiker: freshDespiker,
    block: emptyBlock(atMs, Number.NaN),
    display: freshDisplay,
    shownMs: Number.NEGATIVE_INFINITY,
    window: freshWindow(atMs, config.aggregateMs),
    rate: freshRate(atMs),
    temperature: undefined,
    lessons: noLessons,
    learned: undefined,
    session: undefined,
    silent: false,
    overloadSinceMs: undefined,
    overload: false,
  };
}

const isRecent = (thenMs: number, atMs: number): boolean => thenMs <= atMs && atMs - thenMs <= RESUME_MS;

function resumed(memory: ScaleMemory | undefined, atMs: number): Level | undefined {
  const level = memory?.level;
  if (level === undefined || !isRecent(level.atMs, atMs)) return undefined;
  return {
    plateauId: 0,
    atMs: level.atMs,
    grossG: level.grossG,
    seG: 0,
    slope: 0,
    slopeSe: 0,
    weatherMs: level.atMs,
    n: 1,
    noisy: false,
    whole: false,
    cornersG: undefined,
  };
}

/** What to keep over a restart, so that tare, zero, calibration and the last level survive it. */
export function scaleMemory(state: ScaleState): ScaleMemory {
  const settled = state.ledger.entries[0]?.before ?? state.tracker.before;
  const last = state.tracker.plateau === undefined ? settled : state.tracker.plateau.first.length > 0 ? levelNow(state) : settled;
  const temperature = state.learned ?? state.model;
  return {
    tareG: state.tareG,
    zeroShiftG: state.zero.shiftG,
    emptyG: state.ledger.emptyG,
    ...(last === undefined ? {} : { level: { grossG: last.grossG, atMs: last.atMs } }),
    channels: state.channels,
    ...(state.calibrationId === undefined ? {} : { calibrationId: state.calibrationId }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(state.temperature === undefined ? {} : { cell: state.temperature }),
  };
}

/** The settled level that is counted: what still waits for a decision is left out, so that a restart finds it again. */
function levelNow(state: ScaleState): { grossG: number; atMs: number } {
  const open = state.ledger.entries[0]?.before;
  if (open !== undefined) return { grossG: open.grossG, atMs: state.atMs };
  const blocks = state.tracker.recent.slice(-8);
  const sum = blocks.reduce((total, block) => total + block.meanG, 0);
  return { grossG: sum / blocks.length, atMs: blocks.at(-1)?.atMs ?? state.atMs };
}

/** Half of a block, in ms: the jitter a sample's time may have before it falls out of its block. */
export const blockEndMs = (config: ScaleConfig): number => blockMsOf(config.sampleHz) - 500 / config.sampleHz;
