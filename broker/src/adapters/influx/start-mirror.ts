import type { Logger } from 'pino';
import type { MirrorPass } from './influx-mirror.ts';

const LONGEST_WAIT_MS = 300_000;
/** A request that hangs may not hold up the stop: what it brings over twice it brings to the same points. */
const STOP_MS = 3_000;

/** How a mirror fares. */
export interface MirrorState {
  /** When it last had everything, UTC epoch ms; absent until it had. */
  readonly caughtUpAt?: number;
  /** Why the last pass failed; absent when it did not. */
  readonly error?: string;
  /** Passes that failed since the start. */
  readonly failures: number;
}

export interface RunningMirror {
  state(): MirrorState;
  stop(): Promise<void>;
}

export interface MirrorRun {
  readonly everyMs: number;
  readonly log: Logger;
  readonly nowMs: () => number;
}

/**
 * Runs a mirror until it is stopped: every `everyMs`, and after a failure with growing pauses of at most five minutes.
 * Days without a server cost nothing but the marks.
 */
export function startMirror(
  mirror: { catchUp(signal: AbortSignal): Promise<MirrorPass> },
  { everyMs, log, nowMs }: MirrorRun,
): RunningMirror {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let inARow = 0;
  let state: MirrorState = { failures: 0 };
  let running: Promise<void> = Promise.resolve();

  const pass = async (): Promise<void> => {
    try {
      const { hours, events } = await mirror.catchUp(stopping.signal);
      if (inARow > 0) log.info({ hours, events }, 'mirror caught up');
      inARow = 0;
      state = { failures: state.failures, caughtUpAt: nowMs() };
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (inARow === 0) log.warn({ err: error }, 'mirror is behind');
      inARow += 1;
      state = { ...state, failures: state.failures + 1, error: error instanceof Error ? error.message : String(error) };
    }
    const waitMs = inARow === 0 ? everyMs : Math.min(LONGEST_WAIT_MS, everyMs * 2 ** Math.min(inARow, 16));
    if (!stopping.signal.aborted) timer = setTimeout(start, waitMs);
  };
  const start = (): void => {
    running = pass();
  };
  start();
  return {
    state: () => state,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      let deadline: NodeJS.Timeout | undefined;
      await Promise.race([running, new Promise<void>((resolve) => (deadline = setTimeout(resolve, STOP_MS)))]);
      clearTimeout(deadline);
    },
  };
}
