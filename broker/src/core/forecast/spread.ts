import { DAY_MS } from '@kringwijzer/contract';
import type { PastHour } from './hour.ts';
import { InflowModel } from './inflow-model.ts';

/**
 * How wrong forecasts of this container were. For an amount R the relative variance of the expected inflow until R had really come
 * in is `lumpG / R + drift`: gifts come in lumps, which matters less for much, and weeks differ, which matters just as much.
 */
export interface Spread {
  /** g. */
  readonly lumpG: number;
  readonly drift: number;
}

/** Amounts at which past forecasts are judged, in days of ordinary inflow. */
const LADDER_DAYS = [0.25, 0.5, 1, 2, 4, 8] as const;
const WARM_UP_MS = 14 * DAY_MS;
const EVERY_HOURS = 6;
/** What is believed before anything was seen, and how many judged forecasts it weighs. */
const PRIOR_DAY_VARIANCE = 0.2;
const PRIOR_DRIFT = 0.04;
const PRIOR_WEIGHT = 12;
const FADE_MS = 28 * DAY_MS;
const RATIO_MOST = 4;

interface Judged {
  /** 1 / amount in days of ordinary inflow. */
  readonly inverse: number;
  /** Squared relative error. */
  readonly square: number;
  readonly weight: number;
}

/** Judges forecasts made every few hours of the past by what came after. `past` is in order of time, dense. */
export function spreadOf(past: readonly PastHour[]): Spread {
  const first = past[0];
  const last = past.at(-1);
  if (first === undefined || last === undefined) return { lumpG: 0, drift: PRIOR_DRIFT };
  const dayG = ordinaryDayG(past);
  const model = new InflowModel(first.start);
  const judged: Judged[] = [];
  past.forEach((hour, index) => {
    model.learn(hour);
    if (hour.open === 0 || index % EVERY_HOURS !== 0 || hour.start - first.start < WARM_UP_MS) return;
    const weight = 2 ** ((hour.start - last.start) / FADE_MS);
    judged.push(...judge({ model, past, from: index + 1, dayG, weight }));
  });
  const { a, b } = fit(judged);
  return { lumpG: a * dayG, drift: b };
}

interface Origin {
  readonly model: InflowModel;
  readonly past: readonly PastHour[];
  readonly from: number;
  readonly dayG: number;
  readonly weight: number;
}

/** Goes on from one moment of the past until each amount had come in, and tells how much was expected by then. */
function judge({ model, past, from, dayG, weight }: Origin): readonly Judged[] {
  const start = past[from]?.start;
  if (start === undefined || dayG <= 0) return [];
  const expectation = model.expectation(start);
  const found: Judged[] = [];
  let came = 0;
  let expected = 0;
  let rung = 0;
  for (let index = from; index < past.length && rung < LADDER_DAYS.length; index += 1) {
    const hour = past[index];
    if (hour?.massG === undefined) continue;
    const [cameBefore, expectedBefore] = [came, expected];
    came += hour.massG;
    expected += expectation.of(hour);
    for (let days = LADDER_DAYS[rung]; days !== undefined && came >= days * dayG; days = LADDER_DAYS[rung]) {
      const part = (days * dayG - cameBefore) / (came - cameBefore);
      const ratio = Math.min(RATIO_MOST, (expectedBefore + part * (expected - expectedBefore)) / (days * dayG));
      found.push({ inverse: 1 / days, square: (ratio - 1) ** 2, weight });
      rung += 1;
    }
  }
  return found;
}

function ordinaryDayG(past: readonly PastHour[]): number {
  let mass = 0;
  let open = 0;
  for (const hour of past) {
    if (hour.massG === undefined) continue;
    mass += hour.massG;
    open += hour.open;
  }
  return open > 0 ? Math.max(0, mass / open) * 8 : 0;
}

/** Weighted least squares of the squares on `a * inverse + b`, neither below zero, with a few believed points mixed in. */
function fit(judged: readonly Judged[]): { readonly a: number; readonly b: number } {
  const believed = LADDER_DAYS.map((days) => ({
    inverse: 1 / days,
    square: PRIOR_DAY_VARIANCE / days + PRIOR_DRIFT,
    weight: PRIOR_WEIGHT / LADDER_DAYS.length,
  }));
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  for (const { inverse: x, square: y, weight } of [...believed, ...judged]) {
    // The scatter of a square grows with the square itself.
    const use = weight / (PRIOR_DAY_VARIANCE * x + PRIOR_DRIFT) ** 2;
    w += use;
    wx += use * x;
    wy += use * y;
    wxx += use * x * x;
    wxy += use * x * y;
  }
  const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
  const base = (wy - slope * wx) / w;
  if (slope < 0) return { a: 0, b: wy / w };
  return base < 0 ? { a: wxy / wxx, b: 0 } : { a: slope, b: base };
}
