import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, columnOf } from './column.ts';
import { hourRollup } from './hour-rollups.ts';
import { firstAtOrAfter, overlay } from './overlay.ts';
import { addRollup, addValues, emptyTotal, type Total } from './rollup.ts';
import { decodeRollupDay, encodeRollupDay } from './rollup-day.ts';

const HOUR = 3_600_000;
const pairs = (most: number) =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 24 * HOUR - 1 }), fc.integer({ min: -1_000, max: 1_000 })), {
      maxLength: most,
      selector: ([at]) => at,
    })
    .map((all) => all.sort(([a], [b]) => a - b));
const totalOf = (column: Column): Total => {
  const total = emptyTotal();
  addValues(total, column, 0, column.at.length);
  return total;
};
const figures = ({ n, sum, min, max, first, last }: Total): unknown => ({ n, sum, min, max, first, last });

describe('rollups', () => {
  it('of pieces merge into the rollup of the whole, whichever piece comes first', () => {
    fc.assert(
      fc.property(pairs(60), fc.integer({ min: 0, max: 24 * HOUR }), fc.boolean(), (points, border, isTurned) => {
        const parts = [points.filter(([at]) => at < border), points.filter(([at]) => at >= border)].map(columnOf);
        const merged = emptyTotal();
        for (const part of isTurned ? parts.toReversed() : parts) addRollup(merged, part.at[0] ?? 0, totalOf(part));
        expect(figures(merged)).toEqual(figures(totalOf(columnOf(points))));
      }),
    );
  });

  it('of a day come back unchanged, hours without values absent', () => {
    fc.assert(
      fc.property(pairs(120), (points) => {
        const column = columnOf(points.map(([at, value]) => [at, value / 7]));
        const day = Array.from({ length: 24 }, (_, hour) => hourRollup(column, hour));
        const back = decodeRollupDay(encodeRollupDay(day));
        expect(back.map((rollup) => rollup?.sum)).toEqual(day.map((rollup) => rollup?.sum));
        expect(back.map((rollup) => rollup?.n)).toEqual(day.map((rollup) => rollup?.n));
      }),
    );
  });

  it('of bytes that are none are refused', () => {
    for (const bytes of [[], [9], [1], [1, 255, 255, 255, 255, 15], [1, 1, 77], [1, 1, 0]]) {
      expect(() => decodeRollupDay(Uint8Array.from(bytes))).toThrow(RangeError);
    }
  });
});

describe('a column over another', () => {
  it('wins at the same time and loses nothing elsewhere', () => {
    fc.assert(
      fc.property(pairs(40), pairs(40), (under, over) => {
        const both = overlay(columnOf(under), columnOf(over));
        const expected = [...new Map([...under, ...over])].sort(([a], [b]) => a - b);
        expect([...both.at].map((at, i) => [at, both.value[i]])).toEqual(expected);
      }),
    );
  });

  it('is found by time', () => {
    const at = Float64Array.of(1, 3, 3, 7);
    expect([0, 1, 2, 3, 4, 8].map((from) => firstAtOrAfter(at, from))).toEqual([0, 0, 1, 1, 3, 4]);
  });
});
