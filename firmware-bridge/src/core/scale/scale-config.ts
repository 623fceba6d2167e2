import type { ScaleRole, Stream } from '@kringwijzer/contract';

/** One amplifier channel: a load cell, or the sum of a junction box. */
export interface ScaleChannel {
  /** ADC counts with the empty receptor. */
  readonly zeroCounts: number;
  /** Slope, counts per gram of load on this channel; negative when the cell hangs upside down, never 0. */
  readonly countsPerGram: number;
}

/** How the zero moves with temperature: grams per kelvin away from the reference, after a first-order lag. */
export interface TemperatureModel {
  readonly gramsPerKelvin: number;
  readonly referenceC: number;
  /** Time constant of the thermal lag between the sensor's air and the cell. */
  readonly lagMs: number;
}

/** What a node keeps of a scale over a restart. Made by `scaleMemory`, given back as `memory`. */
export interface ScaleMemory {
  readonly tareG: number;
  /** Sum of the zero shifts since the last calibration. */
  readonly zeroShiftG: number;
  /** Gross mass of the empty container. */
  readonly emptyG: number;
  /** Last settled gross mass and its moment; a change over a short restart is still counted. */
  readonly level?: { readonly grossG: number; readonly atMs: number };
  /** Channels after a calibration by command. */
  readonly channels?: readonly ScaleChannel[];
  readonly calibrationId?: string;
  /** 95 % half-width of that calibration at capacity. */
  readonly calibrationUncertaintyG?: number;
  readonly temperature?: TemperatureModel;
  /** Temperature the model gave the cells last, so that the level after a short restart is corrected as the one before. */
  readonly cell?: { readonly atMs: number; readonly airC: number; readonly cellC: number };
}

/** Everything the scale core must know. Make it with `scaleConfigOf`. */
export interface ScaleConfig {
  readonly device: string;
  readonly role: ScaleRole;
  readonly stream?: Stream;
  readonly capacityG: number;
  readonly divisionG: number;
  /** Nominal samples a second of the amplifier. */
  readonly sampleHz: number;
  readonly channels: readonly ScaleChannel[];
  /** Largest magnitude a healthy reading can have; at or beyond it the amplifier is at its end (24-bit: 8 388 607). */
  readonly saturationCounts: number;
  /** Deposits and removals below this mass are saved up until they reach it. */
  readonly minEventG: number;
  /** A rise from this mass on may be a person and waits `personHoldMs` before it counts. */
  readonly personG: number;
  /** Quiet time before a small change counts. */
  readonly settleMs: number;
  /** How long a change on a restless scale may wait, beyond `settleMs`, for a better mean of the level it led to. */
  readonly matureMs: number;
  /** How long a rise of person size must lie still before it counts as goods. */
  readonly personHoldMs: number;
  /** The same, where the scale is fine enough to see a person sway and sees nothing. */
  readonly stillHoldMs: number;
  /** How long an emptying waits for the container to come back. */
  readonly emptyingHoldMs: number;
  /** Smallest fall that can be an emptying. */
  readonly emptyingMinG: number;
  /** Relative 95 % uncertainty of the calibration, 0..1. */
  readonly calibrationRatio: number;
  /** Most the zero may move in all by tracking, and by command. */
  readonly zeroTrackingLimitG: number;
  readonly zeroCommandLimitG: number;
  /** Window of the weight records. */
  readonly aggregateMs: number;
  readonly temperature?: TemperatureModel;
  readonly memory?: ScaleMemory;
}

/** What must be given; a trace header is enough. */
export type ScaleConfigInput = Partial<Omit<ScaleConfig, 'capacityG' | 'divisionG' | 'sampleHz' | 'channels'>> &
  Pick<ScaleConfig, 'capacityG' | 'divisionG' | 'sampleHz' | 'channels'>;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const INTAKE = { settleMs: 3_000, matureMs: 3_000, stillHoldMs: 10_000, personHoldMs: 120_000 };
const CONTAINER = { settleMs: 10_000, matureMs: 60_000, stillHoldMs: 360_000, personHoldMs: 900_000 };

/**
 * A whole configuration from capacity, division, rate and channels (grams, Hz, counts). Throws RangeError for a capacity,
 * division, rate or slope that cannot be. The role is `container` when none is given. The defaults have their reasons in docs/sensing.md.
 */
export function scaleConfigOf(input: ScaleConfigInput): ScaleConfig {
  checkNumbers(input);
  const role = input.role ?? 'container';
  const holds = role === 'intake' ? INTAKE : CONTAINER;
  const defaults: Omit<ScaleConfig, 'capacityG' | 'divisionG' | 'sampleHz' | 'channels'> = {
    device: 'scale',
    role,
    saturationCounts: 8_388_600,
    minEventG: Math.max(100, input.divisionG / 2),
    personG: 40_000,
    ...holds,
    emptyingHoldMs: 60_000,
    emptyingMinG: clamp(input.capacityG * 0.1, 15_000, 40_000),
    calibrationRatio: 0.000_5,
    zeroTrackingLimitG: input.capacityG * 0.02,
    zeroCommandLimitG: input.capacityG * 0.04,
    aggregateMs: 10_000,
  };
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as ScaleConfigInput;
  return { ...defaults, ...given };
}

function checkNumbers(input: ScaleConfigInput): void {
  for (const name of ['capacityG', 'divisionG', 'sampleHz'] as const) {
    if (!(input[name] > 0 && Number.isFinite(input[name]))) throw new RangeError(`${name} must be a number above 0`);
  }
  if (input.channels.length < 1 || input.channels.length > 4) throw new RangeError('a scale has 1 to 4 channels');
  for (const { zeroCounts, countsPerGram } of input.channels) {
    if (!Number.isFinite(zeroCounts)) throw new RangeError('zeroCounts must be a number');
    if (!Number.isFinite(countsPerGram) || countsPerGram === 0) throw new RangeError('countsPerGram must be a number and not 0');
  }
}
