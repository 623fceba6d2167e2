import type { Clock, ClockEvidence } from '../src/ports/clock.ts';

interface Timer {
  readonly id: number;
  readonly everyMs: number | undefined;
  readonly run: () => void;
  atMs: number;
}

/** A clock that stands still until it is moved; its wall clock can be set apart from its monotonic one. */
export class ManualClock implements Clock {
  #monotonicMs = 50_000;
  #wallMs: number;
  #timers: Timer[] = [];
  #nextId = 0;

  constructor(wallMs: number) {
    this.#wallMs = wallMs;
  }

  readonly nowMs = (): number => this.#wallMs;
  readonly monotonicMs = (): number => this.#monotonicMs;
  readonly after = (delayMs: number, run: () => void): (() => void) => this.#add(delayMs, undefined, run);
  readonly every = (periodMs: number, run: () => void): (() => void) => this.#add(periodMs, periodMs, run);

  /** Somebody sets the wall clock. */
  setWall(wallMs: number): void {
    this.#wallMs = wallMs;
  }

  /** Lets time pass and runs what falls due, in order. */
  pass(ms: number): void {
    const untilMs = this.#monotonicMs + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs || a.id - b.id)[0];
      if (next === undefined) break;
      this.#move(next.atMs);
      if (next.everyMs === undefined) this.#timers = this.#timers.filter((timer) => timer !== next);
      else next.atMs += next.everyMs;
      next.run();
    }
    this.#move(untilMs);
  }

  #move(toMs: number): void {
    const byMs = Math.max(0, toMs - this.#monotonicMs);
    this.#monotonicMs += byMs;
    this.#wallMs += byMs;
  }

  #add(delayMs: number, everyMs: number | undefined, run: () => void): () => void {
    const timer: Timer = { id: this.#nextId, everyMs, run, atMs: this.#monotonicMs + delayMs };
    this.#nextId += 1;
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }
}

/** Evidence that a test turns on by hand. */
export function manualEvidence(synced: boolean, kernel = 'kernel-1'): ClockEvidence & { synced: boolean } {
  const evidence = { synced, isSynced: () => evidence.synced, kernelBoot: () => kernel };
  return evidence;
}
