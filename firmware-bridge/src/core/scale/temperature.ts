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

/** Lags a cell may have behind the air: a bare cell in the shade to a steel deck in the sun. */
const LAGS_MS = [300_000, 900_000, 1_800_000, 3_600_000, 7_200_000];

/** What empty periods taught under one lag: sums for a straight line of zero against cell temperature, one point a while. */
export interface TemperatureLesson {
  readonly lagMs: number;
  readonly cell: CellTemperature | undefined;
  readonly atMs: number;
  readonly n: number;
  readonly sumC: number;
  readonly sumG: number;
  readonly sumCC: number;
  readonly sumCG: number;
  readonly sumGG: number;
}

const NOTHING = { cell: undefined, atMs: Number.NEGATIVE_INFINITY, n: 0, sumC: 0, sumG: 0, sumCC: 0, sumCG: 0, sumGG: 0 };

/** No lesson yet, for each lag that is thought possible. */
export const noLessons: readonly TemperatureLesson[] = LAGS_MS.map((lagMs) => ({ lagMs, ...NOTHING }));

const EVERY_MS = 300_000;
const NEEDED = 24;
const RANGE_K2 = 4;

/** The lessons with a temperature of the air. */
export const warmLessons = (lessons: readonly TemperatureLesson[], atMs: number, celsius: number): readonly TemperatureLesson[] =>
  lessons.map((lesson) => ({ ...lesson, cell: warm(lesson.cell, atMs, celsius, lesson.lagMs) }));

/** Takes one point of an empty, still scale: the untracked, uncorrected zero in grams. At most one in five minutes; the same lessons when there is none to take. */
export function learnTemperature(lessons: readonly TemperatureLesson[], atMs: number, zeroG: number): readonly TemperatureLesson[] {
  if (atMs - (lessons[0]?.atMs ?? atMs) < EVERY_MS) return lessons;
  return lessons.map((lesson) =>
    lesson.cell === undefined ? lesson : withPoint(lesson, atMs, cellAt(lesson.cell, atMs, lesson.lagMs), zeroG),
  );
}

const withPoint = (lesson: TemperatureLesson, atMs: number, celsius: number, zeroG: number): TemperatureLesson => ({
  ...lesson,
  atMs,
  n: lesson.n + 1,
  sumC: lesson.sumC + celsius,
  sumG: lesson.sumG + zeroG,
  sumCC: lesson.sumCC + celsius * celsius,
  sumCG: lesson.sumCG + celsius * zeroG,
  sumGG: lesson.sumGG + zeroG * zeroG,
});

/** The model of the lag that explains the zero best, once two hours of emptiness saw some degrees; undefined before. */
export function learnedModel(lessons: readonly TemperatureLesson[]): TemperatureModel | undefined {
  let best: { readonly model: TemperatureModel; readonly restG2: number } | undefined;
  for (const lesson of lessons) {
    const found = lineOf(lesson);
    if (found !== undefined && (best === undefined || found.restG2 < best.restG2)) best = found;
  }
  return best?.model;
}

function lineOf({ lagMs, n, sumC, sumG, sumCC, sumCG, sumGG }: TemperatureLesson): { model: TemperatureModel; restG2: number } | undefined {
  if (n < NEEDED) return undefined;
  const referenceC = sumC / n;
  const variance = sumCC / n - referenceC ** 2;
  if (variance < RANGE_K2) return undefined;
  const covariance = sumCG / n - referenceC * (sumG / n);
  const gramsPerKelvin = covariance / variance;
  return { model: { gramsPerKelvin, referenceC, lagMs }, restG2: sumGG / n - (sumG / n) ** 2 - gramsPerKelvin * covariance };
}
