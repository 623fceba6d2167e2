import type { CancelTimer, Clock, ClockEvidence } from './ports/clock.ts';

/** A clock before this is wrong for certain: the software is younger. */
const PLAUSIBLE_FROM_MS = Date.UTC(2026, 0, 1);
const WATCH_MS = 1_000;
/** Differences up to this are the slewing and small steps of a healthy time daemon and are followed at once. */
const STEP_MS = 1_000;
/** A larger step of a synchronised clock must last this long before it is believed: people set clocks wrongly and put them back. */
const STEP_CONFIRM_MS = 60_000;

export interface NodeTimeOptions {
  readonly clock: Clock;
  readonly evidence: ClockEvidence;
}

/** What became of the wall clock. `offsetMs` is wall minus node time. */
export interface TimeChange {
  readonly why: 'synced' | 'stepped';
  readonly offsetMs: number;
  readonly byMs: number;
}

/**
 * Node time: monotonic, with the wall clock at the start as constant anchor, so cores never see a jump. The wall clock is
 * trusted once there is evidence; from then on `offsetMs` maps node time to it.
 */
export class NodeTime {
  readonly anchorMs: number;
  readonly kernelBoot: string | undefined;
  readonly #clock: Clock;
  readonly #evidence: ClockEvidence;
  readonly #startedMs: number;
  readonly #listeners = new Set<(change: TimeChange) => void>();
  #offsetMs: number | undefined;
  #step: { readonly offsetMs: number; readonly sinceMs: number } | undefined;
  #cancel: CancelTimer | undefined;

  constructor(options: NodeTimeOptions) {
    this.#clock = options.clock;
    this.#evidence = options.evidence;
    this.#startedMs = options.clock.monotonicMs();
    this.anchorMs = options.clock.nowMs() - this.#startedMs;
    this.kernelBoot = options.evidence.kernelBoot();
    this.check();
  }

  /** Node time in whole ms. */
  nowMs(): number {
    return Math.round(this.#clock.monotonicMs() + this.anchorMs);
  }

  uptimeMs(): number {
    return this.#clock.monotonicMs() - this.#startedMs;
  }

  /** Wall minus node time in ms; undefined while the wall clock is not trusted. */
  offsetMs(): number | undefined {
    return this.#offsetMs;
  }

  /** A moment of node time on the wall clock, as well as it is known now. */
  toWallMs(nodeMs: number): number {
    return Math.max(0, Math.round(nodeMs + (this.#offsetMs ?? 0)));
  }

  onChange(run: (change: TimeChange) => void): void {
    this.#listeners.add(run);
  }

  start(): void {
    this.#cancel ??= this.#clock.every(WATCH_MS, () => this.check());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Compares the wall clock with node time once. */
  check(): void {
    if (!this.#isTrusted()) return;
    const offsetMs = this.#clock.nowMs() - (this.#clock.monotonicMs() + this.anchorMs);
    if (this.#offsetMs === undefined) return this.#take(offsetMs, 'synced', offsetMs);
    const byMs = offsetMs - this.#offsetMs;
    if (Math.abs(byMs) <= STEP_MS) {
      this.#step = undefined;
      this.#offsetMs = offsetMs;
      return;
    }
    this.#confirmStep(offsetMs, byMs);
  }

  #confirmStep(offsetMs: number, byMs: number): void {
    const now = this.#clock.monotonicMs();
    if (this.#step === undefined || Math.abs(offsetMs - this.#step.offsetMs) > STEP_MS) this.#step = { offsetMs, sinceMs: now };
    else if (now - this.#step.sinceMs >= STEP_CONFIRM_MS) this.#take(offsetMs, 'stepped', byMs);
  }

  #isTrusted(): boolean {
    return this.#evidence.isSynced() ?? this.#clock.nowMs() >= PLAUSIBLE_FROM_MS;
  }

  #take(offsetMs: number, why: TimeChange['why'], byMs: number): void {
    this.#step = undefined;
    this.#offsetMs = offsetMs;
    for (const listener of this.#listeners) listener({ why, offsetMs, byMs });
  }
}
