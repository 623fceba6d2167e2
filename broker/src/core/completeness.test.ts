import { DAY_MS, MINUTE_MS } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Received } from '../ports/series-store.ts';
import { completenessOf } from './completeness.ts';

const boot = 'aaaaaaaaaaaaaaaa';
const runs = (...pairs: [number, number][]): Received[] => [{ node: 'n1', boot, runs: pairs.map(([from, to]) => ({ from, to })) }];
const LATER = 11 * MINUTE_MS;

describe('completenessOf', () => {
  it('counts a hole as missing only when it had time to be filled', () => {
    const first = completenessOf('n1', runs([0, 4], [7, 9]), [], 0);
    expect(first).toMatchObject({ received: 8, missing: 0, ratio: 1, gaps: [{ from: 5, to: 6, seenAt: 0 }] });
    expect(completenessOf('n1', runs([0, 4], [7, 9]), first.gaps, LATER)).toMatchObject({ missing: 2, missingDay: 2, ratio: 0.8 });
  });

  it('counts what never came from the start of a boot', () => {
    expect(completenessOf('n1', runs([3, 9]), [], 0).gaps).toEqual([{ boot, from: 0, to: 2, seenAt: 0 }]);
  });

  it('remembers the age of a hole that was filled in part', () => {
    const first = completenessOf('n1', runs([0, 4], [10, 12]), [], 0);
    const second = completenessOf('n1', runs([0, 6], [8, 12]), first.gaps, LATER);
    expect(second.gaps).toEqual([{ boot, from: 7, to: 7, seenAt: 0 }]);
  });

  it('moves a hole out of the last day but never out of the whole', () => {
    const gaps = completenessOf('n1', runs([1, 1]), [], 0).gaps;
    expect(completenessOf('n1', runs([1, 1]), gaps, DAY_MS)).toMatchObject({ missing: 1, missingDay: 0, ratio: 0.5 });
  });

  it('adds up: received and missing are everything up to the highest number', () => {
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 20 });
    const holds = fc.property(lengths, (pairs) => {
      let next = 0;
      const list = pairs.map(([gap, length]): [number, number] => {
        const from = next + gap;
        next = from + length;
        return [from, next - 1];
      });
      const first = completenessOf('n1', runs(...list), [], 0);
      const { received, missing } = completenessOf('n1', runs(...list), first.gaps, LATER);
      return received + missing === next;
    });
    expect(fc.check(holds)).toMatchObject({ failed: false });
  });
});
