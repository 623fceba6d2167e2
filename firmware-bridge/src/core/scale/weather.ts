import type { Line } from './line-fit.ts';

/** How fast the level moves by itself (rain, snow, sun, drift), as far as it is known at a moment. */
export interface Weather {
  readonly atMs: number;
  /** Grams per second, and its variance. */
  readonly slope: number;
  readonly variance: number;
}

/** Slow change that is possible unseen, one standard deviation in grams a second: 13 kg in a day. */
const UNSEEN_SLOPE = 0.15;
/** Rain and sun last about half an hour; what was seen longer ago says little. */
const LASTS_MS = 1_800_000;
/** How often the weather is another one when it is looked at again, and how fast it then goes, one standard deviation in grams a second. */
const CHANGES = 0.01;
const NEW_SLOPE = 8;

/** Nothing is known yet. */
export const unknownWeather = (atMs: number): Weather => ({ atMs, slope: 0, variance: UNSEEN_SLOPE ** 2 });

/** What is still known of the weather at a later moment: it wears off, and becomes unsure by as much as it was. */
export function weatherAt(weather: Weather, atMs: number): Weather {
  const kept = Math.exp(-Math.max(0, atMs - weather.atMs) / LASTS_MS);
  const kept2 = kept * kept;
  const variance = weather.variance * kept2 + (1 - kept2) * (weather.slope ** 2 + UNSEEN_SLOPE ** 2);
  return { atMs, slope: weather.slope * kept, variance };
}

/**
 * The weather with a slope that was measured with this standard error. Two stories are weighed by how well they foretold it: the
 * weather goes on, or it is another one (rain began, the sun came out); what is told is their mixture, with its spread.
 */
export function withSlope(before: Weather, line: Line, se: number): Weather {
  const goesOn = weatherAt(before, line.atMs);
  const noise = Math.max(se * se, 1e-9);
  const old = told(goesOn.slope, goesOn.variance, line.slope, noise);
  const other = told(0, NEW_SLOPE ** 2, line.slope, noise);
  const share = 1 / (1 + ((1 - CHANGES) / CHANGES) * Math.exp(old.logLikelihood - other.logLikelihood)) > 0.5 ? 1 : 0;
  const slope = old.slope + share * (other.slope - old.slope);
  const spread = share * (1 - share) * (other.slope - old.slope) ** 2;
  return { atMs: line.atMs, slope, variance: (1 - share) * old.variance + share * other.variance + spread };
}

/** What a normal expectation and a measurement say together, and how likely the measurement was. */
function told(expected: number, variance: number, measured: number, noise: number) {
  const total = variance + noise;
  const gain = variance / total;
  const away = measured - expected;
  return { slope: expected + gain * away, variance: gain * noise, logLikelihood: -0.5 * (Math.log(total) + (away * away) / total) };
}
