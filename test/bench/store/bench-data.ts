import { MINUTE_MS } from '@kringwijzer/contract';
import type { Point, SeriesKey } from '../../../broker/src/ports/series-store.ts';

/** What both stores are filled with: the same numbers, made again on each side. */
export interface DataShape {
  readonly series: number;
  /** UTC epoch ms, inclusive and exclusive. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** 2025 in Amsterdam, with both changes of the clock. */
export const YEAR_2025 = { from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 11, 31, 23) } as const;

/** A year of 30 series, one point a minute: 15.8 million points. */
export const FULL_SHAPE: DataShape = { series: 30, ...YEAR_2025, stepMs: MINUTE_MS };

/** Spring change to autumn change of 4 series: 1.3 million points. */
export const QUICK_SHAPE: DataShape = { series: 4, from: Date.UTC(2025, 2, 24, 23), to: Date.UTC(2025, 9, 30, 23), stepMs: MINUTE_MS };

export const pointsIn = ({ series, from, to, stepMs }: DataShape): number => ((to - from) / stepMs) * series;

/** A third are fill gauges of whole grams, a third door counts, a third currents of 0.01 A. */
function seriesKeys(count: number): readonly SeriesKey[] {
  return Array.from({ length: count }, (_, i) => ({
    measurement: 'bench',
    tags: { site: 'utrecht', node: `n${i % 5}`, device: `d${i}` },
    field: 'v',
    unit: '1',
    kind: i % 3 === 1 ? 'delta' : 'gauge',
  }));
}

/** All points in order of time, as batches of at most `size`; the same seedless sequence each time. */
export function* batchesOf(shape: DataShape, size: number): Generator<Point[]> {
  const keys = seriesKeys(shape.series);
  const states = keys.map((_, i) => ({ random: (i + 1) * 2_654_435, level: 100_000 * (i + 1) }));
  let batch: Point[] = [];
  for (let at = shape.from; at < shape.to; at += shape.stepMs) {
    for (let i = 0; i < keys.length; i += 1) {
      const series = keys[i];
      const state = states[i];
      if (series === undefined || state === undefined) continue;
      batch.push({ series, at, value: nextValue(state, i % 3, at) });
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function nextValue(state: { random: number; level: number }, sort: number, at: number): number {
  state.random = (Math.imul(state.random, 1_664_525) + 1_013_904_223) >>> 0;
  const random = state.random / 2 ** 32;
  const hour = Math.floor(at / 3_600_000) % 24;
  if (sort === 1) return hour >= 8 && hour < 17 ? Math.floor(random * 6) : 0;
  if (sort === 2) return Math.round((hour >= 8 && hour < 17 && random > 0.6 ? 4 + random * 3 : random * 0.05) * 100) / 100;
  state.level = random > 0.995 ? 100_000 : state.level + (random > 0.9 ? Math.round(random * 4_000) : 0);
  return state.level + Math.round(random * 4) * 50;
}
