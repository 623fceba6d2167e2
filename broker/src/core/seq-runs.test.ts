import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addRun, hasSeq, missingIn, type SeqRun } from './seq-runs.ts';

describe('runs of sequence numbers', () => {
  it('hold exactly the numbers that were added, sorted, disjoint and never touching', () => {
    const added = fc.array(
      fc.tuple(fc.nat(60), fc.nat(8)).map(([from, length]): SeqRun => ({ from, to: from + length })),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(added, (all) => {
        const runs = all.reduce<readonly SeqRun[]>(addRun, []);
        const model = new Set(all.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)));
        for (let seq = 0; seq < 75; seq += 1) expect(hasSeq(runs, seq)).toBe(model.has(seq));
        runs.forEach((run, i) => expect(run.from > (runs[i - 1]?.to ?? -2) + 1).toBe(true));
        expect(missingIn(runs)).toBe(model.size === 0 ? 0 : Math.max(...model) + 1 - model.size);
      }),
    );
  });
});
