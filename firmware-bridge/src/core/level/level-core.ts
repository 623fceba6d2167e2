import { MINUTE_MS } from '@kringwijzer/contract';
import { type CoreOutput, type DeviceCore, isNodeTime, NO_OUTPUTS, type Step, type Tick } from '../device-core.ts';

/** One point of a container's geometry: at this distance from the sensor it is filled to this ratio (0..1). */
export interface LevelPoint {
  readonly distanceMm: number;
  readonly fillRatio: number;
}

/** A distance sensor that looks into a container. */
export interface LevelConfig {
  readonly device: string;
  /** At least two points; straight lines between them. */
  readonly geometry: readonly LevelPoint[];
  /** Readings outside are echoes of something else. */
  readonly minMm: number;
  readonly maxMm: number;
  /** Without a usable reading for this long the sensor is reported. */
  readonly silentMs: number;
}

export type LevelInput =
  | { readonly type: 'distance'; readonly atMs: number; readonly mm: number }
  | { readonly type: 'flush'; readonly atMs: number }
  | Tick;

/** The state of a level sensor; no step changes an old one. */
export interface LevelState {
  readonly minuteMs: number;
  readonly readings: readonly number[];
  readonly recent: readonly number[];
  readonly lastGoodMs: number;
  readonly silent: boolean;
  readonly shownAtMs: number;
}

const SHOW_EVERY_MS = 1_000;
const MINUTE_READINGS_MAX = 6_000;
const RECENT = 5;

/** A configuration from the distances of an empty and a full container (mm) or a table. Throws RangeError when they cannot be. */
export function levelConfigOf(input: Partial<LevelConfig> & Pick<LevelConfig, 'geometry'>): LevelConfig {
  const geometry = [...input.geometry].sort((x, y) => x.distanceMm - y.distanceMm);
  const [first] = geometry;
  const last = geometry.at(-1);
  if (first === undefined || last === undefined || first.distanceMm === last.distanceMm)
    throw new RangeError('geometry needs two distances');
  return { device: 'level', minMm: 20, maxMm: Math.min(100_000, last.distanceMm * 1.2 + 200), silentMs: 300_000, ...input, geometry };
}

/** Fill ratio 0..1 at a distance in mm, by straight lines between the points of the geometry. */
export function fillRatioAt(config: LevelConfig, distanceMm: number): number {
  const points = config.geometry;
  let below = points[0] ?? { distanceMm: 0, fillRatio: 0 };
  for (const point of points) {
    if (distanceMm <= point.distanceMm) {
      const widthMm = point.distanceMm - below.distanceMm;
      const part = widthMm > 0 ? (distanceMm - below.distanceMm) / widthMm : 1;
      return clampRatio(below.fillRatio + clampRatio(part) * (point.fillRatio - below.fillRatio));
    }
    below = point;
  }
  return clampRatio(below.fillRatio);
}

const clampRatio = (value: number): number => Math.min(1, Math.max(0, value));

const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

const initial = (_config: LevelConfig, atMs: number): LevelState => ({
  minuteMs: minuteOf(atMs),
  readings: [],
  recent: [],
  lastGoodMs: atMs,
  silent: false,
  shownAtMs: Number.NEGATIVE_INFINITY,
});

/** Distances in; minutes and the latest fill out. */
export const levelCore: DeviceCore<LevelConfig, LevelState, LevelInput> = { initial, step };

function step(config: LevelConfig, state: LevelState, input: LevelInput): Step<LevelState> {
  if (!isNodeTime(input.atMs)) return { state, outputs: NO_OUTPUTS };
  const atMs = Math.max(input.atMs, state.minuteMs);
  const outputs: CoreOutput[] = [];
  let next = closeMinute(config, state, atMs, outputs);
  if (input.type === 'distance' && input.mm >= config.minMm && input.mm <= config.maxMm)
    next = take(config, next, { atMs, mm: input.mm }, outputs);
  if (input.type === 'flush') next = closeMinute(config, next, atMs + MINUTE_MS, outputs);
  if (!next.silent && atMs - next.lastGoodMs > config.silentMs) {
    outputs.push(fault(config, atMs, 'raised'));
    next = { ...next, silent: true, recent: [] };
  }
  return { state: next, outputs: outputs.length === 0 ? NO_OUTPUTS : outputs };
}

function take(config: LevelConfig, state: LevelState, reading: { atMs: number; mm: number }, outputs: CoreOutput[]): LevelState {
  const { atMs, mm } = reading;
  if (state.silent) outputs.push(fault(config, atMs, 'cleared'));
  const recent = [...state.recent.slice(1 - RECENT), mm];
  const readings = state.readings.length < MINUTE_READINGS_MAX ? [...state.readings, mm] : state.readings;
  const next: LevelState = { ...state, recent, readings, lastGoodMs: atMs, silent: false };
  if (atMs - state.shownAtMs < SHOW_EVERY_MS) return next;
  const distanceMm = median(recent);
  const fillRatio = fillRatioAt(config, distanceMm);
  outputs.push({ type: 'state', device: config.device, value: { at: Math.round(atMs), distanceMm, fillRatio, quality: 'good' } });
  return { ...next, shownAtMs: atMs };
}

/** The minute's median: a bird, a falling bag or a lost echo never moves it. */
function closeMinute(config: LevelConfig, state: LevelState, atMs: number, outputs: CoreOutput[]): LevelState {
  const minuteMs = minuteOf(atMs);
  if (minuteMs <= state.minuteMs) return state;
  if (state.readings.length > 0) {
    const distanceMm = median(state.readings);
    outputs.push({
      type: 'record',
      record: {
        kind: 'level',
        device: config.device,
        at: state.minuteMs,
        n: state.readings.length,
        distanceMm,
        fillRatio: fillRatioAt(config, distanceMm),
      },
    });
  }
  return { ...state, minuteMs, readings: [] };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

function fault(config: LevelConfig, atMs: number, state: 'raised' | 'cleared'): CoreOutput {
  return { type: 'record', record: { kind: 'fault', device: config.device, at: Math.round(atMs), code: 'KW_LEVEL_INVALID', state } };
}
