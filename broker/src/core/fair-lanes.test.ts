import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairLanes } from './fair-lanes.ts';

function takeAll<T>(lanes: FairLanes<T>): T[] {
  const taken: T[] = [];
  for (let next = lanes.first(); next !== undefined; next = lanes.first()) {
    lanes.shift(next);
    taken.push(next.item);
  }
  return taken;
}

describe('FairLanes', () => {
  it('gives each sender its turn, and a newcomer before the rest of a backlog', () => {
    const lanes = new FairLanes<string>();
    for (const item of ['a1', 'a2', 'a3']) lanes.push('a', 100, item);
    for (const item of ['b1', 'b2']) lanes.push('b', 100, item);
    const front = lanes.first();
    if (front !== undefined) lanes.shift(front);
    lanes.push('c', 1, 'live');
    expect([front?.item, ...takeAll(lanes)]).toEqual(['a1', 'b1', 'live', 'a2', 'b2', 'a3']);
  });

  it('gives only what is wanted, and never what stands behind something that is not', () => {
    const lanes = new FairLanes<number>();
    lanes.push('a', 5, 50);
    lanes.push('a', 1, 1);
    lanes.push('b', 1, 2);
    expect(lanes.first((item) => item < 10)?.item).toBe(2);
    expect(lanes.first((item) => item === 1)).toBeUndefined();
  });

  const pushes = fc.array(fc.record({ from: fc.constantFrom('a', 'b', 'c', 'd'), cost: fc.integer({ min: 0, max: 500 }) }), {
    maxLength: 60,
  });

  it('gives everything once, in the order of each sender', () => {
    fc.assert(
      fc.property(pushes, (list) => {
        const lanes = new FairLanes<{ from: string; index: number }>();
        list.forEach(({ from, cost }, index) => lanes.push(from, cost, { from, index }));
        expect(lanes.length).toBe(list.length);
        const taken = takeAll(lanes);
        expect(lanes.length).toBe(0);
        for (const sender of ['a', 'b', 'c', 'd']) {
          const sent = list.flatMap(({ from }, index) => (from === sender ? [index] : []));
          expect(taken.filter(({ from }) => from === sender).map(({ index }) => index)).toEqual(sent);
        }
      }),
    );
  });

  it('lets nobody with something to send wait for more than one item of every other sender and its own size', () => {
    fc.assert(
      fc.property(pushes, fc.integer({ min: 0, max: 500 }), (list, cost) => {
        const lanes = new FairLanes<{ from: string; cost: number }>();
        for (const { from, cost: size } of list) lanes.push(from, size, { from, cost: size });
        lanes.push('me', cost, { from: 'me', cost });
        const taken = takeAll(lanes);
        const before = taken.slice(
          0,
          taken.findIndex(({ from }) => from === 'me'),
        );
        for (const sender of ['a', 'b', 'c', 'd']) {
          const got = before.filter(({ from }) => from === sender).reduce((sum, { cost: size }) => sum + size + 1, 0);
          expect(got).toBeLessThanOrEqual(cost + 1);
        }
      }),
    );
  });
});
