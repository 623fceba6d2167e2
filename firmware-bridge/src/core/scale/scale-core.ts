import { type CoreOutput, type DeviceCore, isNodeTime, NO_OUTPUTS, type Step } from '../device-core.ts';
import { faultOutput } from './faults.ts';
import { takeCommand } from './scale-commands.ts';
import type { ScaleConfig } from './scale-config.ts';
import type { ScaleInput } from './scale-input.ts';
import { initialScale, type ScaleState, scaleMemory } from './scale-state.ts';
import { decideNow, meaningOf } from './take-block.ts';
import { interrupt, takeSample } from './take-sample.ts';
import { learnedModel, warm, warmLessons } from './temperature.ts';
import { forget } from './tracker.ts';
import { closeWindow } from './weight-window.ts';

export { type ScaleState, scaleMemory };

const SILENT_MS = 10_000;

/**
 * Samples in; deposits, removals, emptyings, weight windows, zero shifts, calibrations, faults and the latest value out.
 * Times are node time in ms; a sample that is not later than the one before is dropped.
 */
export const scaleCore: DeviceCore<ScaleConfig, ScaleState, ScaleInput> = { initial: initialScale, step };

function step(config: ScaleConfig, state: ScaleState, input: ScaleInput): Step<ScaleState> {
  if (!isNodeTime(input.atMs)) return { state, outputs: NO_OUTPUTS };
  const outputs: CoreOutput[] = [];
  const next = take(config, state, input, outputs);
  return { state: next, outputs: outputs.length === 0 ? NO_OUTPUTS : outputs };
}

function take(config: ScaleConfig, state: ScaleState, input: ScaleInput, outputs: CoreOutput[]): ScaleState {
  switch (input.type) {
    case 'sample':
      return takeSample(config, state, input, outputs);
    case 'gap':
      return interrupt(state, input.atMs);
    case 'temperature':
      return takeTemperature(state, input.atMs, input.celsius);
    case 'tick':
      return tick(config, state, input.atMs, outputs);
    case 'flush':
      return flush(config, state, input.atMs, outputs);
    default:
      return takeCommand(config, { ...state, atMs: Math.max(state.atMs, input.atMs) }, input, outputs);
  }
}

function takeTemperature(state: ScaleState, atMs: number, celsius: number): ScaleState {
  const lagMs = state.model?.lagMs ?? 1_800_000;
  const temperature = warm(state.temperature, atMs, celsius, lagMs);
  const lessons = warmLessons(state.lessons, atMs, celsius);
  const model = learnedModel(lessons);
  // With the first reading the model begins to correct: what lay there before is another number now, and no gift.
  const begins = state.temperature === undefined && temperature !== undefined && state.model !== undefined;
  const started = begins ? { ...state, tracker: forget(interrupt(state, atMs).tracker), ledger: { ...state.ledger, entries: [] } } : state;
  // A model found while running would move the reading at once; it is kept for the next start.
  return { ...started, temperature, lessons, learned: model ?? state.learned };
}

/** Time passes without samples: after ten seconds that is a fault. */
function tick(config: ScaleConfig, state: ScaleState, atMs: number, outputs: CoreOutput[]): ScaleState {
  const lastMs = state.lastSampleMs ?? state.atMs;
  if (state.silent || atMs - lastMs < SILENT_MS) return state;
  outputs.push(faultOutput(config, { atMs, code: 'KW_NO_SAMPLES', raised: true }));
  return { ...interrupt(state, atMs), silent: true };
}

function flush(config: ScaleConfig, state: ScaleState, atMs: number, outputs: CoreOutput[]): ScaleState {
  const decided = decideNow(config, state, { meaning: meaningOf(config, state), atMs, all: true }, outputs);
  const about = { device: config.device, windowMs: config.aggregateMs, netG: 0, stable: false };
  const closed = closeWindow(decided.window, decided.window.fromMs + config.aggregateMs, {
    ...about,
    netG: decided.display.grossG - decided.zero.shiftG - decided.tareG,
  });
  if (closed.record !== undefined) outputs.push({ type: 'record', record: closed.record });
  return { ...decided, window: closed.window };
}
