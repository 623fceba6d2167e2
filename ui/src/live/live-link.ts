import { backoffMs, type Connection, type ConnectionEvent, newConnection, nextConnection } from '../core/connection.ts';
import type { EventSourceLike, LiveClock } from '../ports/live-ports.ts';

export interface LiveLinkOptions {
  readonly url: string;
  readonly events: readonly string[];
  readonly cachedAtMs: number | undefined;
  readonly staleAfterMs: number;
  readonly reopenAfterMs: number;
  readonly clock: LiveClock;
  readonly openSource: (url: string) => EventSourceLike;
  readonly random: () => number;
  /** Told after every change, and once when silence turned into staleness. */
  readonly onChange: (connection: Connection) => void;
  readonly onMessage: (name: string, text: string) => void;
  readonly onFailed: (attempt: number) => void;
}

type Timer = 'retry' | 'stale' | 'reopen';

/**
 * Keeps one EventSource open. The browser's own reconnect is not used: it gives up for good on an HTTP error and has no cap of ours.
 * Each opening asks for no earlier event, so the hub answers with a whole picture: that is small, and proves that the hub lives.
 */
export class LiveLink {
  readonly #options: LiveLinkOptions;
  readonly #timers = new Map<Timer, () => void>();
  #connection: Connection;
  #source: EventSourceLike | undefined;

  constructor(options: LiveLinkOptions) {
    this.#options = options;
    this.#connection = newConnection(options.cachedAtMs);
  }

  /** Opens the stream; does nothing when it is open or waits for its next attempt. */
  start(): void {
    if (this.#source === undefined && !this.#timers.has('retry')) this.#open();
  }

  /** Tries again now when it waits for its next attempt. */
  retry(): void {
    if (this.#timers.has('retry')) this.#open();
  }

  /** Closes the stream and clears its timers; may be called twice. */
  stop(): void {
    this.#close();
    this.#cancel('stale');
  }

  #open(): void {
    const { url, events, openSource, reopenAfterMs } = this.#options;
    this.#close();
    this.#take({ type: 'connect' });
    const source = openSource(url);
    this.#source = source;
    // Events of a source that was replaced meanwhile must not speak for the new one.
    const isCurrent = (): boolean => this.#source === source;
    source.addEventListener('open', () => {
      if (isCurrent()) this.#take({ type: 'open' });
    });
    source.addEventListener('error', () => {
      if (isCurrent()) this.#fail();
    });
    for (const name of events) {
      source.addEventListener(name, (event) => {
        if (isCurrent()) this.#receive(name, String(event.data));
      });
    }
    this.#set('reopen', reopenAfterMs, () => {
      this.#fail();
    });
  }

  #receive(name: string, text: string): void {
    const { clock, staleAfterMs, reopenAfterMs, onChange, onMessage } = this.#options;
    this.#take({ type: 'message', atMs: clock.nowMs() });
    this.#set('stale', staleAfterMs, () => {
      onChange(this.#connection);
    });
    // A dead link can look open for minutes, and a quiet hub sends only comments, which no page can see. Opening the stream anew brings
    // a picture, or the truth, before the data is called stale.
    this.#set('reopen', reopenAfterMs, () => {
      this.#open();
    });
    onMessage(name, text);
  }

  #close(): void {
    this.#cancel('retry');
    this.#cancel('reopen');
    this.#source?.close();
    this.#source = undefined;
  }

  #fail(): void {
    this.#close();
    this.#take({ type: 'failed' });
    const { attempt } = this.#connection;
    this.#set('retry', backoffMs(attempt, this.#options.random()), () => {
      this.#open();
    });
    this.#options.onFailed(attempt);
  }

  #take(event: ConnectionEvent): void {
    this.#connection = nextConnection(this.#connection, event);
    this.#options.onChange(this.#connection);
  }

  #set(timer: Timer, delayMs: number, run: () => void): void {
    this.#cancel(timer);
    this.#timers.set(timer, this.#options.clock.after(delayMs, run));
  }

  #cancel(timer: Timer): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }
}
