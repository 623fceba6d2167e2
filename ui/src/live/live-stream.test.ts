import { describe, expect, it } from 'vitest';
import { backoffMs } from '../core/connection.ts';
import { FakeClock, FakeSource } from './fake-live.ts';
import { createLiveStream, type LiveStream } from './live-stream.ts';
import { createTicker } from './ticker.ts';

interface Events {
  snapshot: { readonly kg: number };
  add: { readonly kg: number };
}

interface Bench {
  readonly stream: LiveStream<{ readonly kg: number }>;
  readonly clock: FakeClock;
  readonly sources: FakeSource[];
  readonly failures: number[];
  readonly last: () => FakeSource;
}

function bench(cached?: { readonly data: { readonly kg: number }; readonly atMs: number }): Bench {
  const clock = new FakeClock(1_000_000);
  const sources: FakeSource[] = [];
  const failures: number[] = [];
  const stream = createLiveStream<Events, { readonly kg: number }>({
    url: '/stream',
    events: ['snapshot', 'add'],
    reduce: (data, event) => (event.name === 'snapshot' ? event.value : data && { kg: data.kg + event.value.kg }),
    cached,
    clock,
    random: () => 1,
    openSource: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    onFailed: (attempt) => failures.push(attempt),
  });
  stream.start();
  return { stream, clock, sources, failures, last: () => sources[sources.length - 1]! };
}

describe('live stream', () => {
  it('starts, goes live with the first message and keeps its data up to date', () => {
    const { stream, last } = bench();
    expect(stream.state.value).toBe('starting');
    last().emit('open');
    expect(stream.state.value).toBe('starting');
    last().emit('snapshot', { kg: 10 });
    last().emit('add', { kg: 4 });
    expect([stream.state.value, stream.data.value]).toEqual(['live', { kg: 14 }]);
    expect(stream.atMs.value).toBe(1_000_000);
  });

  it('opens a silent stream anew after 12 s, so that a quiet hub is never called stale', () => {
    const { stream, clock, last, sources } = bench();
    last().emit('snapshot', { kg: 10 });
    for (let turn = 2; turn <= 6; turn += 1) {
      clock.advance(12_000);
      expect([sources.length, stream.state.value]).toEqual([turn, 'live']);
      last().emit('snapshot', { kg: 10 });
    }
    expect(sources.filter((source) => !source.closed)).toHaveLength(1);
  });

  it('calls data stale after 20 s when the new stream says nothing either, then offline', () => {
    const { stream, clock, last } = bench();
    last().emit('snapshot', { kg: 10 });
    clock.advance(19_999);
    expect(stream.state.value).toBe('live');
    clock.advance(1);
    expect(stream.state.value).toBe('stale');
    clock.advance(4_000);
    expect([stream.state.value, stream.data.value?.kg]).toEqual(['offline', 10]);
    clock.advance(500);
    last().emit('snapshot', { kg: 11 });
    expect([stream.state.value, stream.data.value?.kg]).toEqual(['live', 11]);
  });

  it('says offline at once when the link drops, keeps the data and comes back with growing waits', () => {
    const { stream, clock, last, sources, failures } = bench();
    last().emit('snapshot', { kg: 10 });
    last().emit('error');
    expect([stream.state.value, stream.data.value?.kg]).toEqual(['offline', 10]);
    clock.advance(499);
    expect(sources).toHaveLength(1);
    clock.advance(1);
    expect([sources.length, last().url]).toEqual([2, '/stream']);
    last().emit('error');
    clock.advance(999);
    expect([sources.length, stream.state.value]).toEqual([2, 'offline']);
    clock.advance(1);
    last().emit('open');
    last().emit('add', { kg: 1 });
    expect([stream.state.value, stream.data.value?.kg, failures]).toEqual(['live', 11, [1, 2]]);
    last().emit('error');
    clock.advance(500);
    expect(sources).toHaveLength(4);
  });

  it('tries at once when told that the network is back, and not twice', () => {
    const { stream, last, sources } = bench();
    stream.retry();
    expect(sources).toHaveLength(1);
    last().emit('error');
    stream.retry();
    stream.retry();
    expect(sources).toHaveLength(2);
  });

  it('gives up on an attempt that never answers', () => {
    const { stream, clock, sources } = bench();
    clock.advance(12_000);
    expect([stream.state.value, sources[0]?.closed]).toEqual(['offline', true]);
    clock.advance(500);
    expect(sources).toHaveLength(2);
  });

  it('shows cached data with its own age until the hub speaks', () => {
    const { stream, last } = bench({ data: { kg: 3 }, atMs: 400_000 });
    expect([stream.state.value, stream.data.value?.kg, stream.atMs.value]).toEqual(['starting', 3, 400_000]);
    last().emit('error');
    expect([stream.state.value, stream.data.value?.kg, stream.atMs.value]).toEqual(['offline', 3, 400_000]);
  });

  it('drops and counts a line that is not JSON', () => {
    const { stream, last } = bench();
    last().emit('snapshot', { kg: 10 });
    last().emit('add', '{kg:');
    expect([stream.rejected.value, stream.data.value?.kg, stream.state.value]).toEqual([1, 10, 'live']);
  });

  it('ignores a source that was replaced, and leaves nothing running after stop', () => {
    const { stream, clock, sources, last } = bench();
    last().emit('error');
    clock.advance(500);
    sources[0]?.emit('snapshot', { kg: 99 });
    sources[0]?.emit('open');
    expect([stream.data.value, stream.state.value]).toEqual([undefined, 'offline']);
    stream.stop();
    stream.stop();
    expect([clock.waiting, last().closed]).toEqual([0, true]);
    stream.start();
    expect(sources).toHaveLength(3);
    stream.start();
    expect(sources).toHaveLength(3);
  });
});

describe('backoffMs', () => {
  it('doubles from half a second to 5 s, with up to half of it left to chance', () => {
    expect([1, 2, 3, 6, 20].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1_000, 2_000, 5_000, 5_000]);
    expect(backoffMs(1, 0)).toBe(250);
  });
});

describe('ticker', () => {
  it('renews the moment and stops', () => {
    const clock = new FakeClock(5_000);
    const ticker = createTicker(1_000, clock);
    clock.advance(2_500);
    expect(ticker.nowMs.value).toBe(7_000);
    ticker.stop();
    clock.advance(5_000);
    expect([ticker.nowMs.value, clock.waiting]).toEqual([7_000, 0]);
  });
});
