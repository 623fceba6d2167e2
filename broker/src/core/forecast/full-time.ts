import { DAY_MS, HOUR_MS, type Reliability } from '@kringwijzer/contract';
import type { Hour } from './hour.ts';
import type { Expectation } from './inflow-model.ts';
import { logNormalQuantile, Z80 } from './log-normal.ts';
import type { Spread } from './spread.ts';

/** How far ahead anything is told. */
export const AHEAD_MS = 90 * DAY_MS;

export interface FullTimeInput {
  /** UTC epoch ms. */
  readonly nowMs: number;
  /** What still fits, g, at most so that it is full. */
  readonly roomG: number;
  readonly expectation: Expectation;
  readonly spread: Spread;
  /** Hours from the one that holds `nowMs`, AHEAD_MS of them. */
  readonly ahead: readonly Hour[];
}

/** Moments in UTC epoch ms; earliest and latest are the ends of the 80 % interval. */
export interface FullTime {
  readonly earliest: number;
  readonly likely: number;
  readonly latest: number;
  readonly reliability: Reliability;
}

/** When the room will be used up, or undefined when not within the hours ahead. A latest beyond them is the end of them. */
export function fullTimeOf({ nowMs, roomG, expectation, spread, ahead }: FullTimeInput): FullTime | undefined {
  if (roomG <= 0) return { earliest: nowMs, likely: nowMs, latest: nowMs, reliability: 'high' };
  const variance = Math.max(1e-4, spread.lumpG / roomG + spread.drift);
  const amounts = [Z80.low, Z80.middle, Z80.high].map((z) => roomG * logNormalQuantile(variance, z));
  const [earliest, likely, latest] = reachedAt(nowMs, amounts, expectation, ahead);
  if (earliest === undefined || likely === undefined) return undefined;
  const end = latest ?? nowMs + AHEAD_MS;
  const reliability = latest === undefined ? 'low' : reliabilityOf((end - earliest) / Math.max(DAY_MS, likely - nowMs), expectation);
  return { earliest, likely, latest: end, reliability };
}

/** Moments at which the expected inflow from now reaches each of the rising amounts. */
function reachedAt(nowMs: number, amounts: readonly number[], expectation: Expectation, ahead: readonly Hour[]): readonly number[] {
  const moments: number[] = [];
  let sum = 0;
  for (const hour of ahead) {
    const from = Math.max(nowMs, hour.start);
    const end = hour.start + HOUR_MS;
    if (end <= nowMs) continue;
    const massG = (expectation.of(hour) * (end - from)) / HOUR_MS;
    if (massG <= 0) continue;
    const reached = amounts.slice(moments.length).filter((amount) => sum + massG >= amount);
    for (const amount of reached) moments.push(Math.round(from + ((amount - sum) / massG) * (end - from)));
    if (moments.length === amounts.length) break;
    sum += massG;
  }
  return moments;
}

/** `width` is the interval against the time to go (at least a day). Three weeks of opening hours make a past that can be relied on. */
function reliabilityOf(width: number, { seenOpenHours }: Expectation): Reliability {
  if (width <= 0.75 && seenOpenHours >= 140) return 'high';
  return width <= 1.5 && seenOpenHours >= 46 ? 'medium' : 'low';
}
