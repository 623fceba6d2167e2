import { DAY_MS, type Forecast, HOUR_MS } from '@kringwijzer/contract';
import { AHEAD_MS, fullTimeOf } from './full-time.ts';
import type { PastHour } from './hour.ts';
import { learnPast } from './learned-past.ts';

const BACK_MS = 28 * DAY_MS;
const LEARN_MS = 14 * DAY_MS;

/** Moments of the past at which a forecast is made again: every full day of the last four weeks, after two weeks to learn from. */
export function heldOrigins(past: readonly PastHour[]): readonly number[] {
  const first = past.find(({ massG }) => massG !== undefined)?.start;
  const last = past.at(-1)?.start;
  if (first === undefined || last === undefined) return [];
  const origins: number[] = [];
  for (let at = Math.max(first + LEARN_MS, last - BACK_MS); at < last; at += DAY_MS) origins.push(at);
  return origins;
}

/**
 * Forecasts once more from `originMs`, with nothing but the hours before it, when `roomG` would have come in, and says whether that was
 * in the interval. Undefined when it cannot be told: too little known, or the amount has not come in before the interval was over.
 */
export function heldAt(past: readonly PastHour[], originMs: number, roomG: number): boolean | undefined {
  const index = past.findIndex(({ start }) => start >= originMs);
  const learned = learnPast(past.slice(0, index), originMs);
  const ahead = past.slice(index).filter(({ massG }) => massG !== undefined);
  const time = learned && fullTimeOf({ nowMs: originMs, roomG, ...learned, ahead });
  // Past its own end the past tells nothing: an interval that reaches beyond it is not judged, whatever happened in it.
  if (time === undefined || time.latest >= originMs + AHEAD_MS) return undefined;
  let came = 0;
  for (const hour of ahead) {
    came += hour.massG ?? 0;
    if (came >= roomG) return hour.start + HOUR_MS > time.earliest && hour.start < time.latest;
  }
  return false;
}

/** The share that held among those that could be told; undefined when there are none. */
export function heldShareOf(answers: readonly (boolean | undefined)[]): Forecast['held'] {
  const told = answers.filter((answer) => answer !== undefined);
  return told.length === 0 ? undefined : { share: told.filter(Boolean).length / told.length, n: told.length };
}
