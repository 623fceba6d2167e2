import { describe, expect, it } from 'vitest';
import { RmsWindow } from './rms.ts';

/** RMS of each window of a signal sampled at 11 ms. */
function windowsOf(signal: (atMs: number) => number, windowMs = 1_000): number[] {
  const rms = new RmsWindow(windowMs);
  const found: number[] = [];
  for (let atMs = 0; atMs < 20_000; atMs += 11) {
    const value = rms.push(signal(atMs), atMs);
    if (value !== undefined) found.push(value);
  }
  return found;
}

describe('RmsWindow', () => {
  it.each([49.95, 50, 50.05, 60])('finds the RMS of a sine of %f Hz on any bias', (hz) => {
    for (const bias of [0, 512, -3]) {
      const found = windowsOf((atMs) => bias + 100 * Math.SQRT2 * Math.sin((2 * Math.PI * hz * atMs) / 1_000));
      expect(found.length).toBeGreaterThan(15);
      expect(Math.max(...found.map((value) => Math.abs(value - 100)))).toBeLessThan(2);
    }
  });

  it('is 0 for a constant, however large', () => {
    expect(windowsOf(() => 1_023.3)).toEqual(windowsOf(() => 1_023.3).map(() => expect.closeTo(0, 3)));
  });

  it('gives nothing for a window with too few samples', () => {
    const rms = new RmsWindow(1_000);
    const values = [0, 400, 800, 1_200].map((atMs) => rms.push(5, atMs));
    expect(values.every((value) => value === undefined)).toBe(true);
  });
});
