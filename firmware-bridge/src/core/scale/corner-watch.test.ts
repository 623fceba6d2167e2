import { describe, expect, it } from 'vitest';
import { centreOfMass, freshCornerWatch, watchCorners } from './corner-watch.ts';
import type { Entry } from './entry.ts';
import type { Level } from './plateau.ts';

const level = (cornersG: readonly number[]): Level => ({
  plateauId: 1,
  atMs: 0,
  grossG: cornersG.reduce((sum, corner) => sum + corner, 0),
  seG: 10,
  slope: 0,
  slopeSe: 0,
  weatherMs: 0,
  n: 20,
  noisy: false,
  whole: false,
  cornersG,
});

/** Something of 60 kg that presses on the corners by these shares. */
const change = (shares: readonly number[]): Entry => ({
  id: 2,
  before: level(shares.map(() => 5_000)),
  after: level(shares.map((share) => 5_000 + share * 60_000)),
  massG: 60_000,
  excursionG: 60_000,
  oneCell: false,
});

const places = [
  [0.4, 0.2, 0.2, 0.2],
  [0.1, 0.5, 0.3, 0.1],
  [0.2, 0.1, 0.4, 0.3],
  [0.3, 0.2, 0.1, 0.4],
];
const after = (count: number, bend: (shares: readonly number[]) => readonly number[], start = freshCornerWatch(4)) => {
  let watch = start;
  for (let i = 0; i < count; i += 1) watch = watchCorners(watch, change(bend(places[i % 4] ?? [])), 5_000);
  return watch;
};

describe('corners', () => {
  it('are healthy wherever people put things', () => {
    const watch = after(40, (shares) => shares);
    expect([...watch.dead, ...watch.binding]).not.toContain(true);
    expect(watch.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  });

  it('show a cell that takes nothing while the sum looks fine, and its return', () => {
    const dead = after(3, (shares) => [0, ...shares.slice(1)]);
    expect(dead.dead).toEqual([true, false, false, false]);
    expect(after(1, (shares) => shares, dead).dead).toEqual([false, false, false, false]);
  });

  it('show a cell that is held and takes far less than it used to', () => {
    const healthy = after(30, (shares) => shares);
    const held = after(8, ([a = 0, ...rest]) => [a * 0.1, ...rest], healthy);
    expect(held.binding).toEqual([true, false, false, false]);
    expect(held.dead).not.toContain(true);
  });

  it('say nothing of changes too small to see a part of', () => {
    const watch = freshCornerWatch(4);
    expect(watchCorners(watch, { ...change([1, 0, 0, 0]), massG: 300 }, 5_000)).toBe(watch);
  });

  it('tell where the load lies', () => {
    expect(centreOfMass([10_000, 30_000, 10_000, 30_000], 5_000)).toEqual({ x: 0.75, y: 0.5 });
    expect(centreOfMass([100, 100, 100, 100], 5_000)).toBeUndefined();
    expect(centreOfMass([10_000], 5_000)).toBeUndefined();
  });
});
