import type { EntryOf, IndicatorResult } from '@kringwijzer/contract';
import type { Indicator } from './indicator-table.ts';
import { daysOf, type Period } from './period.ts';

/** What an indicator would be over `to` days if it went as in `from`: adding ones by the day, the others unchanged. */
export function scaled(indicator: Indicator, value: number | undefined, from: Period, to: Period): number | undefined {
  if (value === undefined) return undefined;
  return indicator.adds ? (value / daysOf(from)) * daysOf(to) : value;
}

/** How far a target has come. */
export interface Progress {
  readonly value: number | undefined;
  readonly target: number;
  /** Share of the target reached, 0 or more; absent without a figure. */
  readonly reached: number | undefined;
  /** Share of its time that has gone, 0..1. */
  readonly elapsed: number;
  /** What it comes to at the end if it goes on like this; a straight line, no season in it. */
  readonly forecast: number | undefined;
  readonly onTrack: boolean | undefined;
}

/** Progress of a target with the figure of its period so far; `nowMs` in UTC epoch ms. */
export function progressOf(indicator: Indicator, target: EntryOf<'target'>, result: IndicatorResult, nowMs: number): Progress {
  const elapsed = Math.min(1, Math.max(0, (nowMs - target.from) / Math.max(1, target.to - target.from)));
  const { value } = result;
  const forecast = value === undefined || elapsed === 0 ? undefined : indicator.adds ? value / elapsed : value;
  const holds = (figure: number): boolean => (target.direction === 'at_least' ? figure >= target.value : figure <= target.value);
  return {
    value,
    target: target.value,
    reached: value === undefined || target.value === 0 ? undefined : value / target.value,
    elapsed,
    forecast,
    onTrack: forecast === undefined ? undefined : holds(forecast),
  };
}

/** A change between two times: the mean of whole weeks after against those before. */
export interface Change {
  readonly before: { readonly weeks: number; readonly mean: number };
  readonly after: { readonly weeks: number; readonly mean: number };
  /** After divided by before, minus one: 0.3 is 30 % more. */
  readonly change: number | undefined;
  /** Ends of the 95 % interval of `change`; absent with fewer than four weeks on a side. */
  readonly low?: number;
  readonly high?: number;
}

const FEWEST_WEEKS = 4;

/**
 * Compares sums of whole weeks. The interval is that of the logarithm of the ratio of two means with unequal spread (Welch),
 * with weeks taken as independent; a campaign or a season between the two is not told apart from what is tested.
 */
export function changeOf(before: readonly number[], after: readonly number[]): Change {
  const [a, b] = [momentsOf(before), momentsOf(after)];
  const sides = { before: { weeks: a.n, mean: a.mean }, after: { weeks: b.n, mean: b.mean } };
  if (a.mean <= 0) return { ...sides, change: undefined };
  const change = b.mean / a.mean - 1;
  if (a.n < FEWEST_WEEKS || b.n < FEWEST_WEEKS || b.mean <= 0) return { ...sides, change };
  const [partA, partB] = [a.variance / a.n / a.mean ** 2, b.variance / b.n / b.mean ** 2];
  const total = partA + partB;
  const freedom = total === 0 ? 1e6 : total ** 2 / (partA ** 2 / (a.n - 1) + partB ** 2 / (b.n - 1));
  const half = quantile975(freedom) * Math.sqrt(total);
  return { ...sides, change, low: (1 + change) * Math.exp(-half) - 1, high: (1 + change) * Math.exp(half) - 1 };
}

function momentsOf(values: readonly number[]): { readonly n: number; readonly mean: number; readonly variance: number } {
  const n = values.length;
  if (n === 0) return { n, mean: 0, variance: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = n < 2 ? 0 : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { n, mean, variance };
}

/** The 97.5 % quantile of Student's t with `freedom` degrees (3 or more), to a percent (Cornish-Fisher). */
function quantile975(freedom: number): number {
  const z = 1.959964;
  const d = Math.max(3, freedom);
  return (
    z +
    (z ** 3 + z) / (4 * d) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * d ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * d ** 3)
  );
}
