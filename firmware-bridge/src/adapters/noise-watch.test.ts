import { describe, expect, it } from 'vitest';
import { NoiseWatch } from './noise-watch.ts';

/** A line with a good frame each 100 ms and a damaged one each `everyMs`; when it became noisy and when quiet, in ms. */
function listen(watch: NoiseWatch, fromMs: number, untilMs: number, everyMs: number): { noisy: number[]; quiet: number[] } {
  const seen = { noisy: [] as number[], quiet: [] as number[] };
  for (let atMs = fromMs; atMs < untilMs; atMs += 100) {
    if (atMs % everyMs === 0 && watch.damaged(atMs)) seen.noisy.push(atMs);
    if (watch.good(atMs)) seen.quiet.push(atMs);
  }
  return seen;
}

describe('NoiseWatch', () => {
  it('takes a damaged line now and then for normal', () => {
    expect(listen(new NoiseWatch(), 0, 3_600_000, 10_000)).toEqual({ noisy: [], quiet: [] });
  });

  it('tells of noise once, within a minute, and of quiet once', () => {
    const watch = new NoiseWatch();
    const noisy = listen(watch, 0, 180_000, 1_000);
    expect(noisy.noisy).toEqual([19_000]);
    expect(noisy.quiet).toEqual([]);
    const quiet = listen(watch, 180_000, 600_000, 60_000);
    expect(quiet.noisy).toEqual([]);
    expect(quiet.quiet).toHaveLength(1);
  });
});
