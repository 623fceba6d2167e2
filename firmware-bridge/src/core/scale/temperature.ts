import type { TemperatureModel } from './scale-config.ts';

/** The temperature the cells are thought to have: the air's, after their lag. */
export interface CellTemperature {
  readonly atMs: number;
  readonly airC: number;
  readonly cellC: number;
}

/** The cell's temperature once the air is `celsius`; before the first reading the cell has the air's. Readings beyond -60..100 are refused. */
export function warm(before: CellTemperature | undefined, atMs: number, celsius: number, lagMs: number): CellTemperature | undefined {
  if (!(celsius >= -60 && celsius <= 100)) return before;
  if (before === undefined) return { atMs, airC: celsius, cellC: celsius };
  return { atMs, airC: celsius, cellC: cellAt(before, atMs, lagMs) };
}

/** First-order lag towards the last air temperature. */
export function cellAt(state: CellTemperature, atMs: number, lagMs: number): number {
  const share = lagMs > 0 ? 1 - Math.exp(-Math.max(0, atMs - state.atMs) / lagMs) : 1;
  return state.cellC + share * (state.airC - state.cellC);
}

/** Grams the zero reads too much at this moment; 0 without a model or a reading. */
export function temperatureOffsetG(model: TemperatureModel | undefined, state: CellTemperature | undefined, atMs: number): number {
  if (model === undefined || state === undefined) return 0;
  return model.gramsPerKelvin * (cellAt(state, atMs, model.lagMs) - model.referenceC);
}

/** What empty periods taught: sums for a straight line of zero against cell temperature, one point a while. */
export interface TemperatureLesson {
  readonly atMs: number;
  readonly n: number;
  readonly sumC: number;
  readonly sumG: number;
  readonly sumCC: number;
  readonly sumCG: number;
}

export const noLesson: TemperatureLesson = { atMs: Number.NEGATIVE_INFINITY, n: 0, sumC: 0, sumG: 0, sumCC: 0, sumCG: 0 };

const EVERY_MS = 300_000;
const NEEDED = 24;
const RANGE_K2 = 4;

/** Takes one point of an empty, still scale: the untracked, uncorrected zero in grams at a cell temperature. At most one in five minutes. */
export function learnTemperature(lesson: TemperatureLesson, atMs: number, celsius: number, zeroG: number): TemperatureLesson {
  if (atMs - lesson.atMs < EVERY_MS) return lesson;
  return {
    atMs,
    n: lesson.n + 1,
    sumC: lesson.sumC + celsius,
    sumG: lesson.sumG + zeroG,
    sumCC: lesson.sumCC + celsius * celsius,
    sumCG: lesson.sumCG + celsius * zeroG,
  };
}

/** The model the lessons give, once two hours of emptiness saw some degrees; undefined before. */
export function learnedModel(lesson: TemperatureLesson, lagMs: number): TemperatureModel | undefined {
  if (lesson.n < NEEDED) return undefined;
  const variance = lesson.sumCC / lesson.n - (lesson.sumC / lesson.n) ** 2;
  if (variance < RANGE_K2) return undefined;
  const covariance = lesson.sumCG / lesson.n - (lesson.sumC / lesson.n) * (lesson.sumG / lesson.n);
  return { gramsPerKelvin: covariance / variance, referenceC: lesson.sumC / lesson.n, lagMs };
}
