import type { Fault, Session, ToolRunState } from '@kringwijzer/contract';
import { type CoreOutput, type DeviceCore, isNodeTime, NO_OUTPUTS, type Step } from '../device-core.ts';
import { type Learning, learn, noLearning, type PhaseResult, startPhase } from './learning.ts';
import { openRunOf, resumedRun } from './open-run.ts';
import { type Detector, detect, type Ended, endOf, idleDetector } from './run-detector.ts';
import type { ToolConfig, ToolInput, ToolLevels, ToolMemory } from './tool-config.ts';

/** The state of a tool; no step changes an old one. */
export interface ToolState {
  readonly levels: ToolLevels;
  readonly detector: Detector;
  /** A run of before the start that cannot go on; its session is told with the first input. */
  readonly leftOver: Ended | undefined;
  readonly learning: Learning;
  /** The last two readings: the middle one of three is taken, so that one spike never starts or stops a run. */
  readonly recent: readonly number[];
  readonly lastAtMs: number | undefined;
  readonly startedAtMs: number;
  readonly silent: boolean;
  readonly shownAtMs: number;
  readonly shown: ToolRunState;
}

const SHOW_EVERY_MS = 1_000;
const MAX_AMPS = 1_000;

const initial = (config: ToolConfig, atMs: number): ToolState => ({
  levels: levelsOf(config.memory ?? config),
  ...resumedRun(config, atMs),
  learning: noLearning,
  recent: [],
  lastAtMs: undefined,
  startedAtMs: atMs,
  silent: false,
  shownAtMs: Number.NEGATIVE_INFINITY,
  shown: 'unknown',
});

/** Readings in; sessions, the run state and what was learned out. */
export const toolCore: DeviceCore<ToolConfig, ToolState, ToolInput> = { initial, step };

const levelsOf = ({ idleAmps, runAmps }: ToolLevels): ToolLevels => ({ idleAmps, runAmps });

/** What to keep over a restart: give it back as `memory`. Kept once a minute is often enough for `resumeMs`. */
export function toolMemory(state: ToolState): ToolMemory {
  const run = openRunOf(state.detector.run, state.lastAtMs);
  return run === undefined ? state.levels : { ...state.levels, run };
}

function step(config: ToolConfig, state: ToolState, input: ToolInput): Step<ToolState> {
  if (!isNodeTime(input.atMs)) return { state, outputs: NO_OUTPUTS };
  const outputs: CoreOutput[] = [];
  const atMs = Math.max(input.atMs, state.lastAtMs ?? state.startedAtMs);
  let next = silence(config, tellLeftOver(config, state, outputs), atMs, outputs);
  if (input.type === 'reading') next = takeReading(config, next, { atMs, amps: input.amps }, outputs);
  else if (input.type === 'learn_tool') {
    next = { ...next, learning: startPhase(next.learning, { name: input.phase, id: input.id, by: input.by, sinceMs: atMs }) };
  } else if (input.type === 'flush') next = finish(config, next, atMs, outputs);
  else next = takeLearning(config, next, { atMs, amps: undefined }, outputs);
  return { state: next, outputs: outputs.length === 0 ? NO_OUTPUTS : outputs };
}

function tellLeftOver(config: ToolConfig, state: ToolState, outputs: CoreOutput[]): ToolState {
  if (state.leftOver === undefined) return state;
  outputs.push(sessionOf(config, state.leftOver, 'silent'));
  return { ...state, leftOver: undefined };
}

/** Ends the run and says `unknown` when the sensor has been silent too long. */
function silence(config: ToolConfig, state: ToolState, atMs: number, outputs: CoreOutput[]): ToolState {
  if (state.silent || atMs - (state.lastAtMs ?? state.startedAtMs) <= config.silentMs) return state;
  const lastMs = state.lastAtMs ?? state.startedAtMs;
  if (state.detector.run !== undefined) {
    const { run } = state.detector;
    outputs.push(sessionOf(config, endOf(run, run.lowMs ?? lastMs), run.lowMs === undefined ? 'silent' : 'stopped'));
  }
  outputs.push(fault(config, atMs, 'raised'));
  outputs.push({ type: 'state', device: config.device, value: { at: Math.round(atMs), run: 'unknown', quality: 'bad' } });
  return { ...state, detector: idleDetector, recent: [], silent: true, shown: 'unknown' };
}

function takeReading(config: ToolConfig, state: ToolState, reading: { atMs: number; amps: number }, outputs: CoreOutput[]): ToolState {
  if (!(reading.amps >= 0 && reading.amps <= MAX_AMPS)) return state;
  if (state.silent) outputs.push(fault(config, reading.atMs, 'cleared'));
  const recent = [...state.recent.slice(-2), reading.amps];
  const heldMs = state.lastAtMs === undefined || state.silent ? 0 : reading.atMs - state.lastAtMs;
  const amps = middleOf(recent);
  // The middle of three speaks of the reading before: its moment is that reading's.
  const levelAtMs = recent.length < 3 || heldMs === 0 ? reading.atMs : (state.lastAtMs ?? reading.atMs);
  const found = detect(config, state.levels, state.detector, { atMs: levelAtMs, amps, heldMs });
  if (found.ended !== undefined) outputs.push(sessionOf(config, found.ended, 'stopped'));
  const next = { ...state, recent, detector: found.detector, lastAtMs: reading.atMs, silent: false };
  return show(config, takeLearning(config, next, reading, outputs), amps, outputs);
}

/** The middle one of up to three. */
function middleOf(recent: readonly number[]): number {
  const [x = 0, y = x, z = y] = recent;
  return Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));
}

function takeLearning(
  config: ToolConfig,
  state: ToolState,
  reading: { atMs: number; amps: number | undefined },
  outputs: CoreOutput[],
): ToolState {
  if (state.learning.phase === undefined) return state;
  const { learning, result } = learn(config, state.learning, reading.atMs, reading.amps);
  if (result === undefined) return { ...state, learning };
  outputs.push(...answers(config, reading.atMs, result));
  return {
    ...state,
    learning,
    levels: result.levels ?? state.levels,
    detector: result.levels === undefined ? state.detector : idleDetector,
  };
}

function answers(config: ToolConfig, atMs: number, result: PhaseResult): readonly CoreOutput[] {
  if (result.failed) return [{ type: 'result', id: result.id, ok: false, code: 'KW_LEARNING_FAILED' }];
  const data = { ...result.quantiles, ...result.levels };
  const answer: CoreOutput = { type: 'result', id: result.id, ok: true, data };
  if (result.levels === undefined) return [answer];
  return [
    { type: 'record', record: { kind: 'tool_learning', device: config.device, at: Math.round(atMs), by: result.by, ...result.levels } },
    answer,
  ];
}

function show(config: ToolConfig, state: ToolState, amps: number, outputs: CoreOutput[]): ToolState {
  const shown = runStateOf(config, state, amps);
  const at = state.lastAtMs ?? state.startedAtMs;
  if (shown === state.shown && at - state.shownAtMs < SHOW_EVERY_MS) return state;
  outputs.push({ type: 'state', device: config.device, value: { at: Math.round(at), run: shown, amps, quality: 'good' } });
  return { ...state, shown, shownAtMs: at };
}

function runStateOf(config: ToolConfig, state: ToolState, amps: number): ToolRunState {
  if (state.detector.run !== undefined && !state.detector.run.paused) return 'run';
  return amps > config.offAmps ? 'idle' : 'off';
}

function finish(config: ToolConfig, state: ToolState, atMs: number, outputs: CoreOutput[]): ToolState {
  const { run } = state.detector;
  if (run === undefined) return state;
  outputs.push(sessionOf(config, endOf(run, run.lowMs ?? state.lastAtMs ?? atMs), 'stopped'));
  return { ...state, detector: idleDetector };
}

function sessionOf(config: ToolConfig, ended: Ended, why: Session['ended']): CoreOutput {
  const record: Session = {
    kind: 'session',
    device: config.device,
    at: Math.round(ended.fromMs),
    toAt: Math.round(ended.toMs),
    ended: why,
    meanAmps: Math.min(MAX_AMPS, ended.meanAmps),
  };
  return { type: 'record', record };
}

function fault(config: ToolConfig, atMs: number, state: Fault['state']): CoreOutput {
  return { type: 'record', record: { kind: 'fault', device: config.device, at: Math.round(atMs), code: 'KW_TOOL_SILENT', state } };
}
