/** What the runner can do to a screen that no longer lives. */
export type LadderAction =
  | { readonly type: 'reload'; readonly reason: string }
  | { readonly type: 'relaunch'; readonly reason: string; readonly software: boolean };

/** What happened to the screen; `atMs` is monotonic milliseconds. */
export type LadderEvent =
  | { readonly type: 'launched' | 'tick' | 'crashed' | 'exited' | 'gpu_gone'; readonly atMs: number }
  | { readonly type: 'beat'; readonly atMs: number; readonly fps: number };

/** Where the screen stands on the ladder; `sinceMs` is when this phase began. */
export interface LadderState {
  readonly phase: 'launching' | 'running' | 'reloading' | 'waiting';
  readonly sinceMs: number;
  readonly lastBeatMs: number;
  readonly relaunchesMs: readonly number[];
  readonly runawayBeats: number;
  readonly software: boolean;
  readonly reason: string;
}

export interface LadderLimits {
  /** Longest time from a launch to the first beat, ms. */
  readonly launchMs: number;
  /** Longest silence of a running page, ms. */
  readonly silenceMs: number;
  /** Longest time from a reload to its first beat, ms. */
  readonly reloadMs: number;
  /** Frames a second above which nothing can be painting (rAF runs away when the GPU is lost). */
  readonly runawayFps: number;
  /** Relaunches within `windowMs` after which the next one draws without the GPU. */
  readonly softwareAfter: number;
  readonly windowMs: number;
}

/** Recovery of a frozen page within 15 s: 4 s silence + 3 s for the reload + a start of at most 8 s. */
export const LADDER_LIMITS: LadderLimits = {
  launchMs: 25_000,
  silenceMs: 4_000,
  reloadMs: 3_000,
  runawayFps: 300,
  softwareAfter: 2,
  windowMs: 600_000,
};

/** Waits before the 1st, 2nd, … relaunch of the window, ms; a crash loop must not fill the disk with core dumps. */
const RELAUNCH_WAIT_MS = [0, 0, 2_000, 5_000, 15_000, 60_000] as const;
const RUNAWAY_BEATS = 3;

/** The state before the first launch. */
export const ladderStart = (atMs: number): LadderState => ({
  phase: 'launching',
  sinceMs: atMs,
  lastBeatMs: atMs,
  relaunchesMs: [],
  runawayBeats: 0,
  software: false,
  reason: '',
});

/** The state for content that is shown anew: as patient as after a launch, with the faults of before and none of what came since. */
export const ladderAnew = (before: LadderState, atMs: number): LadderState => ({
  ...before,
  phase: 'launching',
  sinceMs: atMs,
  lastBeatMs: atMs,
  runawayBeats: 0,
});

interface LadderStep {
  readonly state: LadderState;
  readonly action?: LadderAction;
}

/**
 * The next state and what to do now: reload, then relaunch, then relaunch with software rendering. The beats must come from
 * the page's own frames: a main process lives on while the picture is frozen (Pi 4 GPU hang).
 */
export function stepLadder(state: LadderState, event: LadderEvent, limits: LadderLimits = LADDER_LIMITS): LadderStep {
  switch (event.type) {
    case 'launched':
      return { state: { ...state, phase: 'launching', sinceMs: event.atMs, lastBeatMs: event.atMs, runawayBeats: 0 } };
    case 'beat':
      return onBeat(state, event, limits);
    case 'crashed':
      return state.phase === 'waiting' ? { state } : reload(state, event.atMs, 'the page crashed');
    case 'exited':
      return state.phase === 'waiting' ? { state } : plan(state, event.atMs, 'the browser ended', limits);
    case 'gpu_gone':
      return state.phase === 'waiting' ? { state } : plan({ ...state, software: true }, event.atMs, 'the GPU process ended', limits);
    default:
      return onTick(state, event.atMs, limits);
  }
}

function onBeat(state: LadderState, event: { readonly atMs: number; readonly fps: number }, limits: LadderLimits): LadderStep {
  if (state.phase === 'waiting') return { state };
  const runawayBeats = event.fps > limits.runawayFps ? state.runawayBeats + 1 : 0;
  if (runawayBeats >= RUNAWAY_BEATS) return plan(state, event.atMs, 'frames run away without painting', limits);
  const sinceMs = state.phase === 'running' ? state.sinceMs : event.atMs;
  return { state: { ...state, phase: 'running', sinceMs, lastBeatMs: event.atMs, runawayBeats } };
}

function onTick(state: LadderState, atMs: number, limits: LadderLimits): LadderStep {
  const silentMs = atMs - Math.max(state.lastBeatMs, state.sinceMs);
  if (state.phase === 'waiting') return afterWait(state, atMs, limits);
  if (state.phase === 'running') return silentMs > limits.silenceMs ? reload(state, atMs, 'the page stopped drawing') : { state };
  if (state.phase === 'reloading') {
    return silentMs > limits.reloadMs ? plan(state, atMs, 'the page did not come back after a reload', limits) : { state };
  }
  return silentMs > limits.launchMs ? plan(state, atMs, 'the page never started', limits) : { state };
}

/** A second fault while a reload is under way is left to the reload's own limit. */
function reload(state: LadderState, atMs: number, reason: string): LadderStep {
  if (state.phase === 'reloading') return { state };
  return { state: { ...state, phase: 'reloading', sinceMs: atMs, reason }, action: { type: 'reload', reason } };
}

function plan(state: LadderState, atMs: number, reason: string, limits: LadderLimits): LadderStep {
  return afterWait({ ...state, phase: 'waiting', sinceMs: atMs, reason, runawayBeats: 0 }, atMs, limits);
}

function afterWait(state: LadderState, atMs: number, limits: LadderLimits): LadderStep {
  const recent = state.relaunchesMs.filter((at) => atMs - at < limits.windowMs);
  const waitMs = RELAUNCH_WAIT_MS[Math.min(recent.length, RELAUNCH_WAIT_MS.length - 1)] ?? 0;
  if (atMs - state.sinceMs < waitMs) return { state: { ...state, relaunchesMs: recent } };
  const software = state.software || recent.length >= limits.softwareAfter;
  const next: LadderState = { ...state, phase: 'launching', sinceMs: atMs, lastBeatMs: atMs, relaunchesMs: [...recent, atMs], software };
  return { state: next, action: { type: 'relaunch', reason: state.reason, software } };
}
