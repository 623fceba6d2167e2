import { describe, expect, it } from 'vitest';
import { BoardTime } from './board-time.ts';

/** Repeatable lateness of a line in ms: mostly little, sometimes a lot. */
const lateOf = (n: number): number => ((n * 7919) % 13) + (n % 50 === 49 ? 80 : 0);

describe('BoardTime', () => {
  it('takes the jitter of the line out of the time stamps', () => {
    const time = new BoardTime();
    const gaps: number[] = [];
    let last: number | undefined;
    for (let n = 0; n < 600; n += 1) {
      const at = time.stamp(n * 100, 1_000_000 + n * 100 + lateOf(n));
      if (last !== undefined && n > 50) gaps.push(at - last);
      last = at;
    }
    expect(Math.max(...gaps.map((gap) => Math.abs(gap - 100)))).toBeLessThanOrEqual(4);
  });

  it.each([0.997, 1.003])('follows a board whose clock runs %f times as fast', (rate) => {
    const time = new BoardTime();
    let worst = 0;
    for (let n = 0; n < 36_000; n += 1) {
      const trueMs = 5_000 + n * 100;
      const at = time.stamp(Math.floor(n * 100 * rate), trueMs + (n % 7));
      if (n > 600) worst = Math.max(worst, Math.abs(at - trueMs));
    }
    expect(worst).toBeLessThan(15);
  });

  it('goes on over the wrap of the 32-bit clock', () => {
    const time = new BoardTime();
    const stamps = [-200, -100, 0, 100, 200].map((ms) => time.stamp((2 ** 32 + ms) % 2 ** 32, 900_000 + ms));
    expect(stamps).toEqual([899_800, 899_900, 900_000, 900_100, 900_200]);
  });

  it('starts again when the board was reset', () => {
    const time = new BoardTime();
    time.stamp(500_000, 1_000_000);
    expect(time.stamp(400, 1_002_000)).toBe(1_002_000);
    expect(time.stamp(500, 1_002_100)).toBe(1_002_100);
  });

  it('rises with every sample and is not later than its arrival', () => {
    const time = new BoardTime();
    let last = 0;
    for (let n = 0; n < 2_000; n += 1) {
      const arrivalMs = 10_000 + n * 12.5 + lateOf(n);
      const at = time.stamp(Math.floor(n * 12.5), arrivalMs);
      expect(at).toBeLessThanOrEqual(Math.round(arrivalMs));
      expect(at).toBeGreaterThan(last);
      last = at;
    }
  });
});
