import { recordSchema } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { fillRatioAt, type LevelInput, levelConfigOf, levelCore } from './level-core.ts';

const config = levelConfigOf({
  geometry: [
    { distanceMm: 2_400, fillRatio: 0 },
    { distanceMm: 1_400, fillRatio: 0.5 },
    { distanceMm: 200, fillRatio: 1 },
  ],
});

function play(inputs: readonly LevelInput[]) {
  let state = levelCore.initial(config, 0);
  return inputs.flatMap((input) => {
    const step = levelCore.step(config, state, input);
    state = step.state;
    return step.outputs.flatMap((output) => (output.type === 'record' ? [recordSchema.parse(output.record)] : []));
  });
}

describe('level', () => {
  it.each([
    [2_400, 0],
    [3_000, 0],
    [1_900, 0.25],
    [1_400, 0.5],
    [800, 0.75],
    [100, 1],
  ])('turns %d mm into a ratio of %d', (distanceMm, ratio) => {
    expect(fillRatioAt(config, distanceMm)).toBeCloseTo(ratio, 6);
  });

  it('gives the median of each minute, so that a bird does not fill the container', () => {
    const distances = Array.from(
      { length: 60 },
      (_, i): LevelInput => ({ type: 'distance', atMs: i * 1_000, mm: i % 6 === 0 ? 300 : 1_900 + (i % 3) }),
    );
    expect(play([...distances, { type: 'tick', atMs: 61_000 }])).toMatchObject([{ kind: 'level', at: 0, n: 60, distanceMm: 1_901 }]);
  });

  it('reports a sensor without a usable echo, and its return', () => {
    const records = play([
      { type: 'distance', atMs: 1_000, mm: 9_999 },
      { type: 'tick', atMs: 400_000 },
      { type: 'distance', atMs: 401_000, mm: 1_000 },
    ]);
    expect(records).toMatchObject([
      { code: 'KW_LEVEL_INVALID', state: 'raised' },
      { code: 'KW_LEVEL_INVALID', state: 'cleared' },
    ]);
  });

  it('refuses a geometry of one distance', () => {
    expect(() => levelConfigOf({ geometry: [{ distanceMm: 100, fillRatio: 1 }] })).toThrow(RangeError);
  });
});
