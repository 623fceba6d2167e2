import mqemitter, { type MQEmitter } from 'mqemitter';
import { describe, expect, it, vi } from 'vitest';
import { createSafeMq } from './safe-mq.ts';

const QUEUED = 60_000;

/** Fills all slots, queues messages nobody listens to behind them, and lets go: the way a broker gets a long queue. */
function flood(mq: MQEmitter, concurrency: number): { readonly done: () => number } {
  const held: (() => void)[] = [];
  let done = 0;
  mq.on('slow', (_message, release) => void held.push(release));
  for (let index = 0; index < concurrency; index += 1) mq.emit({ topic: 'slow' });
  for (let index = 0; index < QUEUED; index += 1) mq.emit({ topic: 'nobody' }, () => void (done += 1));
  for (const release of held) release();
  return { done: () => done };
}

describe('createSafeMq', () => {
  it('delivers 60,000 queued messages that nobody listens to', { timeout: 70_000 }, async () => {
    const flooded = flood(createSafeMq(100), 100);
    await vi.waitFor(() => expect(flooded.done()).toBe(QUEUED), { timeout: 60_000 });
  });

  it('is needed: mqemitter as shipped overflows the stack', () => {
    expect(() => flood(mqemitter({ concurrency: 100 }), 100)).toThrow(RangeError);
  });

  it('keeps the order of one topic', { timeout: 70_000 }, async () => {
    const mq = createSafeMq(1);
    const got: number[] = [];
    mq.on('t', (message, release) => {
      got.push(message['n'] as number);
      setImmediate(release);
    });
    for (let n = 0; n < 500; n += 1) mq.emit({ topic: n % 3 === 0 ? 't' : 'nobody', n });
    const wanted = Array.from({ length: 500 }, (_, n) => n).filter((n) => n % 3 === 0);
    await vi.waitFor(() => expect(got).toEqual(wanted), { timeout: 60_000 });
  });
});
