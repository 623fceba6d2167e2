import { describe, expect, it } from 'vitest';
import { cyclesOf } from './cycles.ts';
import { giftsOf, midnightOf, openingOf, PATTERNS } from './yard.ts';

const local = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});

describe('the made-up yard', () => {
  it('knows local midnight on both sides of the end of summer time', () => {
    for (const day of [0, 47, 48, 49, 50, 89]) expect(local.format(midnightOf(day))).toMatch(/00:00$/u);
    expect(local.format(midnightOf(0))).toMatch(/^ma/u);
    expect(openingOf(48)).toBeUndefined();
  });

  it('brings gifts in opening hours only, other ones for another seed, the same ones for the same', () => {
    for (const pattern of PATTERNS) {
      const gifts = giftsOf(pattern, 7, 90);
      const hours = new Set(gifts.map(({ atMs }) => Number(local.formatToParts(atMs).find(({ type }) => type === 'hour')?.value)));
      expect([...hours].toSorted((a, b) => a - b)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
      expect(giftsOf(pattern, 7, 90)).toEqual(gifts);
      expect(giftsOf(pattern, 8, 90)).not.toEqual(gifts);
    }
  });

  it('has the patterns it is named for', () => {
    const sum = (pattern: 'weekly' | 'campaign', holds: (day: number) => boolean): number => {
      let massG = 0;
      for (let seed = 1; seed <= 20; seed += 1) {
        for (const gift of giftsOf(pattern, seed, 90)) if (holds(Math.floor((gift.atMs - midnightOf(0)) / 86_400_000))) massG += gift.massG;
      }
      return massG;
    };
    expect(sum('weekly', (day) => day % 7 === 5) / sum('weekly', (day) => day % 7 < 5)).toBeGreaterThan(0.6);
    expect(sum('campaign', (day) => day >= 42 && day < 56) / sum('campaign', (day) => day >= 14 && day < 28)).toBeGreaterThan(1.9);
  });

  it('is emptied on the next open morning and is full by the gift that reached it', () => {
    const cycles = cyclesOf(
      [
        { atMs: midnightOf(0) + 36_000_000, massG: 60 },
        { atMs: midnightOf(0) + 37_000_000, massG: 50 },
        { atMs: midnightOf(0) + 38_000_000, massG: 500 },
        { atMs: midnightOf(1) + 36_000_000, massG: 99 },
        { atMs: midnightOf(2) + 36_000_000, massG: 1 },
      ],
      100,
      7,
    );
    expect(cycles).toEqual([
      { fromMs: midnightOf(0), fullMs: midnightOf(0) + 37_000_000 },
      { fromMs: midnightOf(1) + 8 * 3_600_000, fullMs: midnightOf(2) + 36_000_000 },
    ]);
  });
});
