import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk } from './chunk.ts';
import type { Column } from './column.ts';

const BASE_AT = 1_743_292_800_000;

const columnOf = (points: readonly (readonly [number, number])[]): Column => ({
  at: Float64Array.from(points, ([offset]) => BASE_AT + offset),
  value: Float64Array.from(points, ([, value]) => value),
});

const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 86_399_999 }), { maxLength: 300 }).map((all) => all.sort((a, b) => a - b));

const columns = (value: fc.Arbitrary<number>): fc.Arbitrary<Column> =>
  offsets.chain((times) =>
    fc
      .array(value, { minLength: times.length, maxLength: times.length })
      .map((values) => columnOf(times.map((t, i) => [t, values[i] ?? 0]))),
  );

const afterTrip = (column: Column): Column => decodeChunk(encodeChunk(column, BASE_AT), BASE_AT);

// -0 comes back as 0: the same number to everybody who adds.
const plain = (column: Column): unknown => ({ at: [...column.at], value: [...column.value].map((value) => value + 0) });

const outcomeOf = (bytes: Uint8Array): string => {
  try {
    return decodeChunk(bytes, BASE_AT).at.length >= 0 ? 'column' : 'nothing';
  } catch (error) {
    return error instanceof Error ? error.name : 'not an error';
  }
};

describe('a day chunk', () => {
  it('gives back every whole, decimal and odd value unchanged', () => {
    const value = fc.oneof(
      fc.integer({ min: -1e8, max: 1e8 }),
      fc.integer({ min: -1e7, max: 1e7 }).map((whole) => whole / 100),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(columns(value), (column) => {
        expect(plain(afterTrip(column))).toEqual(plain(column));
      }),
    );
  });

  it('gives back whole grams unchanged', () => {
    fc.assert(
      fc.property(columns(fc.integer({ min: -100_000_000, max: 100_000_000 })), (column) => {
        expect(plain(afterTrip(column))).toEqual(plain(column));
      }),
    );
  });

  it('keeps a value that needs a finer scale than the ones before it', () => {
    const column = columnOf([
      [0, 1],
      [60_000, 0.5],
      [120_000, 0.25],
      [180_000, 1 / 3],
    ]);
    expect(plain(afterTrip(column))).toEqual(plain(column));
  });

  it('spends under 40 bytes before compression on the times of a regular day', () => {
    const minutes = Array.from({ length: 1_440 }, (_, i) => [i * 60_000, 7] as const);
    expect(encodeChunk(columnOf(minutes), BASE_AT).length).toBeLessThan(1_440 + 40);
  });

  it('refuses bytes that are no chunk instead of answering with something', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcomeOf(bytes)).toMatch(/^(column|RangeError)$/u);
      }),
    );
  });
});
