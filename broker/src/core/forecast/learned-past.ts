import type { PastHour } from './hour.ts';
import { type Expectation, InflowModel } from './inflow-model.ts';
import { type Spread, spreadOf } from './spread.ts';

/** All that a past tells of the hours to come. */
export interface LearnedPast {
  readonly expectation: Expectation;
  readonly spread: Spread;
}

const NEEDED_OPEN_HOURS = 8;

/** Learns from a past in order of time, up to `nowMs`; undefined when less than a day of opening hours was seen, or nothing came in. */
export function learnPast(past: readonly PastHour[], nowMs: number): LearnedPast | undefined {
  const first = past[0];
  if (first === undefined) return undefined;
  const model = new InflowModel(first.start);
  for (const hour of past) model.learn(hour);
  const expectation = model.expectation(nowMs);
  if (expectation.seenOpenHours < NEEDED_OPEN_HOURS || expectation.perOpenHourG <= 0) return undefined;
  return { expectation, spread: spreadOf(past) };
}
