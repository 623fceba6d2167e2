import { describe, expect, it } from 'vitest';
import { IDLE_ASK_MS, IDLE_COUNTDOWN_MS, idleAfter } from './idle.ts';
import { judgeOpinion, type OpinionTimes } from './opinion-filter.ts';

describe('idleAfter', () => {
  it('asks after 45 s, counts down from 15 and then starts anew', () => {
    expect(idleAfter(IDLE_ASK_MS - 1)).toEqual({ type: 'in_use' });
    expect(idleAfter(IDLE_ASK_MS)).toEqual({ type: 'asking', leftS: 15 });
    expect(idleAfter(IDLE_ASK_MS + IDLE_COUNTDOWN_MS - 1)).toEqual({ type: 'asking', leftS: 1 });
    expect(idleAfter(IDLE_ASK_MS + IDLE_COUNTDOWN_MS)).toEqual({ type: 'reset' });
  });
});

describe('judgeOpinion', () => {
  const answers = (atMs: readonly number[]) => {
    let times: OpinionTimes = [];
    return atMs.map((at) => {
      const judged = judgeOpinion(times, at);
      times = judged.times;
      return judged.counts ? (judged.suspect ? 'suspect' : 'counted') : 'ignored';
    });
  };

  it('counts one answer in five seconds', () => {
    expect(answers([0, 1_000, 4_999, 5_000])).toEqual(['counted', 'ignored', 'ignored', 'counted']);
  });

  it('marks what comes after six answers in a minute', () => {
    expect(answers([0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000])).toEqual([...Array<string>(6).fill('counted'), 'suspect']);
    expect(answers([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]).at(-1)).toBe('counted');
  });
});
