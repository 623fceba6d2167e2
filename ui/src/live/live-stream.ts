import { type ReadonlySignal, signal } from '@preact/signals';
import { type LiveState, liveStateOf } from '../core/connection.ts';
import type { EventSourceLike, LiveClock } from '../ports/live-ports.ts';
import { browserClock } from './browser-clock.ts';
import { LiveLink } from './live-link.ts';

/** One named message of a stream, told apart by `name`. */
export type StreamEvent<E> = { readonly [K in keyof E & string]: { readonly name: K; readonly value: E[K] } }[keyof E & string];

export interface LiveStreamOptions<E, D> {
  /** Same-origin address of the stream, such as `/api/v1/stream`. */
  readonly url: string;
  /** Names of the events to listen for. */
  readonly events: readonly (keyof E & string)[];
  /** The data after an event; `undefined` data means nothing is known yet. */
  readonly reduce: (data: D | undefined, event: StreamEvent<E>) => D | undefined;
  /** Data of an earlier visit, shown with its age until the hub speaks. */
  readonly cached?: { readonly data: D; readonly atMs: number } | undefined;
  /** Silence after which data is called stale (default 20 s). */
  readonly staleAfterMs?: number;
  /** Silence after which the stream is opened anew, or an attempt given up (default 12 s; keep it below `staleAfterMs`). */
  readonly reopenAfterMs?: number;
  /** Called after each failed attempt, for a page that wants to ask why (signed out, for one). */
  readonly onFailed?: (attempt: number) => void;
  readonly clock?: LiveClock;
  readonly openSource?: (url: string) => EventSourceLike;
  readonly random?: () => number;
}

/** Live data of the hub as signals. The last data stays when the link goes; `state` and `atMs` say what it is worth. */
export interface LiveStream<D> {
  readonly data: ReadonlySignal<D | undefined>;
  readonly state: ReadonlySignal<LiveState>;
  /** Local moment of the last message, or of the cached data, in epoch ms. */
  readonly atMs: ReadonlySignal<number | undefined>;
  /** Messages that were not JSON since the start; they are dropped. */
  readonly rejected: ReadonlySignal<number>;
  /** Opens the stream; does nothing when it is open. */
  readonly start: () => void;
  /** Tries again now instead of after the back-off, as when the browser says the network is back. */
  readonly retry: () => void;
  /** Closes the stream and clears its timers; may be called twice. */
  readonly stop: () => void;
}

const STALE_AFTER_MS = 20_000;
const REOPEN_AFTER_MS = 12_000;

/** Opens a stream of server-sent events that mends itself, and keeps its data as signals. Call `start()` to begin. */
export function createLiveStream<E, D>(options: LiveStreamOptions<E, D>): LiveStream<D> {
  const { clock = browserClock, random = Math.random, staleAfterMs = STALE_AFTER_MS, reopenAfterMs = REOPEN_AFTER_MS } = options;
  const data = signal(options.cached?.data);
  const atMs = signal(options.cached?.atMs);
  const state = signal<LiveState>('starting');
  const rejected = signal(0);
  const link = new LiveLink({
    url: options.url,
    events: options.events,
    cachedAtMs: options.cached?.atMs,
    staleAfterMs,
    reopenAfterMs,
    clock,
    random,
    openSource: options.openSource ?? ((url): EventSourceLike => new EventSource(url)),
    onFailed: options.onFailed ?? (() => undefined),
    onChange: (connection) => {
      state.value = liveStateOf(connection, clock.nowMs(), staleAfterMs);
    },
    onMessage: (name, text) => {
      try {
        data.value = options.reduce(data.value, { name, value: JSON.parse(text) } as StreamEvent<E>);
        atMs.value = clock.nowMs();
      } catch {
        // A line that is not JSON says nothing of the ones before it: count it and keep what is known.
        rejected.value += 1;
      }
    },
  });
  return {
    data,
    state,
    atMs,
    rejected,
    start: () => {
      link.start();
    },
    retry: () => {
      link.retry();
    },
    stop: () => {
      link.stop();
    },
  };
}
