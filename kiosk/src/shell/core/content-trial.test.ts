import { describe, expect, it } from 'vitest';
import { afterProof, afterRefusal, afterRollback, afterSwap, judgeOffer, NO_CONTENT } from './content-trial.ts';

const A = { version: 'a', publishedAt: 1 };
const B = { version: 'b', publishedAt: 2 };

describe('new content', () => {
  it('is taken, tried, and kept once the page lives', () => {
    expect(judgeOffer(NO_CONTENT, A)).toBe('take');
    const trying = afterSwap(NO_CONTENT, A);
    expect([trying.trial, judgeOffer(trying, A), judgeOffer(trying, B)]).toEqual([true, 'have', 'wait']);
    expect(judgeOffer(afterProof(trying), B)).toBe('take');
  });

  it('gives way to the old one when the page stays silent, and is not tried again', () => {
    const before = afterProof(afterSwap(NO_CONTENT, A));
    const after = afterRollback(afterSwap(before, B));
    expect(after).toMatchObject({ current: A, trial: false });
    expect(judgeOffer(after, B)).toBe('refused');
    expect(judgeOffer(after, A)).toBe('have');
  });

  it('gets another chance when it is published anew', () => {
    const after = afterRefusal(NO_CONTENT, B);
    expect(judgeOffer(after, { ...B, publishedAt: 3 })).toBe('take');
  });

  it('leads back to what the page was built with when there was nothing before', () => {
    expect(afterRollback(afterSwap(NO_CONTENT, A)).current).toBeUndefined();
  });

  it('is not loaded again when only its moment changed', () => {
    expect(judgeOffer(afterProof(afterSwap(NO_CONTENT, A)), { ...A, publishedAt: 9 })).toBe('renamed');
  });

  it('remembers no more than twenty refusals', () => {
    let state = NO_CONTENT;
    for (let n = 0; n < 50; n += 1) state = afterRefusal(state, { version: 'x', publishedAt: n });
    expect(state.refused.map(({ publishedAt }) => publishedAt)).toEqual(Array.from({ length: 20 }, (_, n) => 30 + n));
  });
});
