import type { Calibration, ErrorCode } from '@kringwijzer/contract';
import type { CoreOutput } from '../device-core.ts';
import { type CalibrationSession, type Fitted, fitCalibration } from './calibration.ts';
import { isStable } from './display.ts';
import { freshLedger } from './ledger.ts';
import { meanErrorG } from './noise.ts';
import type { ScaleConfig } from './scale-config.ts';
import type { ScaleCommand } from './scale-input.ts';
import type { ScaleState } from './scale-state.ts';
import { decideNow, meaningOf } from './take-block.ts';
import { forget } from './tracker.ts';
import { gramsOnWire } from './weight-window.ts';
import { freshZero, setZero } from './zero.ts';

/** The state after a command of a person, with its answer in `outputs`. */
export function takeCommand(config: ScaleConfig, state: ScaleState, command: ScaleCommand, outputs: CoreOutput[]): ScaleState {
  switch (command.type) {
    case 'tare':
      return tare(config, state, command, outputs);
    case 'clear_tare':
      outputs.push({ type: 'result', id: command.id, ok: true, data: { tareG: 0 } });
      return { ...state, tareG: 0 };
    case 'zero':
      return zero(config, state, command, outputs);
    default:
      return calibrate(config, state, command, outputs);
  }
}

const refuse = (id: string, code: ErrorCode, outputs: CoreOutput[]): void => {
  outputs.push({ type: 'result', id, ok: false, code });
};

/** Stable on the indication and without a fault: only then does a number mean anything. */
const isQuiet = (config: ScaleConfig, state: ScaleState): boolean =>
  isStable(config, state.display) && state.lastSampleMs !== undefined && state.atMs - state.lastSampleMs < 5_000;

function tare(config: ScaleConfig, state: ScaleState, command: ScaleCommand & { type: 'tare' }, outputs: CoreOutput[]): ScaleState {
  if (command.presetG === undefined && !isQuiet(config, state)) {
    refuse(command.id, 'KW_IN_MOTION', outputs);
    return state;
  }
  const tareG = gramsOnWire(command.presetG ?? state.display.grossG - state.zero.shiftG);
  outputs.push({ type: 'result', id: command.id, ok: true, data: { tareG } });
  return { ...state, tareG };
}

function zero(config: ScaleConfig, state: ScaleState, command: ScaleCommand & { type: 'zero' }, outputs: CoreOutput[]): ScaleState {
  if (!isQuiet(config, state)) {
    refuse(command.id, 'KW_IN_MOTION', outputs);
    return state;
  }
  if (Math.abs(state.display.grossG) > config.zeroCommandLimitG) {
    const shiftKg = (state.display.grossG - state.zero.shiftG) / 1_000;
    outputs.push({ type: 'result', id: command.id, ok: false, code: 'KW_ZERO_LIMIT', data: { shiftKg } });
    return state;
  }
  const set = setZero(config, state.zero, state.display.grossG, { by: 'command', atMs: command.atMs });
  outputs.push({ type: 'record', record: set.record }, { type: 'result', id: command.id, ok: true, data: { shiftG: set.record.shiftG } });
  return { ...state, zero: { ...set.zero, trackedG: 0 }, ledger: { ...state.ledger, emptyG: state.display.grossG, emptyKnown: true } };
}

type Calibrate = Extract<ScaleCommand, { type: 'calibrate' }>;
type PointCommand = Extract<Calibrate, { step: 'point' | 'corner' }>;
type InSession = ScaleState & { readonly session: CalibrationSession };

function calibrate(config: ScaleConfig, state: ScaleState, command: Calibrate, outputs: CoreOutput[]): ScaleState {
  if (command.step === 'start') return start(config, state, command, outputs);
  const { session } = state;
  if (session === undefined) {
    refuse(command.id, 'KW_NOT_CALIBRATING', outputs);
    return state;
  }
  if (command.step === 'point' || command.step === 'corner') return point(config, { ...state, session }, command, outputs);
  if (command.step === 'cancel') {
    outputs.push({ type: 'result', id: command.id, ok: true });
    return resume(state, state.ledger.emptyG);
  }
  return finish(config, { ...state, session }, command, outputs);
}

/** What lies settled is counted first; from now on masses are put on and off, and none of them is a gift. */
function start(config: ScaleConfig, state: ScaleState, command: Calibrate, outputs: CoreOutput[]): ScaleState {
  const counted = decideNow(config, state, { meaning: meaningOf(config, state), atMs: command.atMs, all: true }, outputs);
  outputs.push({ type: 'result', id: command.id, ok: true });
  return { ...counted, session: { by: command.by, id: command.id, points: [] } };
}

const resume = (state: ScaleState, emptyG: number): ScaleState => ({
  ...state,
  session: undefined,
  tracker: forget(state.tracker),
  ledger: freshLedger(emptyG, state.ledger.emptyKnown),
});

const POINT_BLOCKS = 20;
const POINT_MIN_BLOCKS = 4;

function point(config: ScaleConfig, state: InSession, command: PointCommand, outputs: CoreOutput[]): ScaleState {
  const { session } = state;
  const { plateau, recent, noise } = state.tracker;
  const corner = command.step === 'corner' ? command.corner : undefined;
  const known = command.massG >= 0 && Number.isFinite(command.massG) && (corner === undefined || corner < state.channels.length);
  if (!known || session.points.length >= 20) {
    refuse(command.id, 'KW_REQUEST_INVALID', outputs);
    return state;
  }
  if (plateau === undefined || plateau.noisy || plateau.n < POINT_MIN_BLOCKS || !isQuiet(config, state)) {
    refuse(command.id, 'KW_IN_MOTION', outputs);
    return state;
  }
  const blocks = recent.slice(-POINT_BLOCKS);
  const mean = (of: (block: (typeof blocks)[number]) => number): number =>
    blocks.reduce((sum, block) => sum + of(block), 0) / blocks.length;
  const channelsG =
    state.channels.length === 1 ? [mean((block) => block.meanG)] : state.channels.map((_, i) => mean((block) => block.cornersG?.[i] ?? 0));
  const taken = { massG: command.massG, channelsG, seG: meanErrorG(noise, blocks.length), corner };
  const indicatedG = gramsOnWire(channelsG.reduce((sum, grams) => sum + grams, 0) - state.zero.shiftG);
  outputs.push({ type: 'result', id: command.id, ok: true, data: { indicatedG, errorG: indicatedG - gramsOnWire(command.massG) } });
  return { ...state, session: { ...session, points: [...session.points, taken] } };
}

function finish(config: ScaleConfig, state: InSession, command: Calibrate, outputs: CoreOutput[]): ScaleState {
  const { session } = state;
  const { capacityG, divisionG } = config;
  const fitted =
    session.points.length === 0
      ? ({ code: 'KW_CALIBRATION_INVALID', reason: 'no known mass was weighed' } as const)
      : fitCalibration(session, { channels: state.channels, zeroG: state.zero.shiftG, capacityG, divisionG });
  if ('code' in fitted) {
    outputs.push({ type: 'result', id: command.id, ok: false, code: fitted.code, data: { reason: fitted.reason } });
    return state;
  }
  const calibrationId = `${config.device}-${Math.round(command.atMs)}`.slice(0, 64);
  outputs.push({ type: 'record', record: calibrationRecord(config, session, fitted, { id: calibrationId, atMs: command.atMs }) });
  const { uncertaintyG, beforeErrorG } = fitted;
  const zeroCounts = fitted.channels.map((channel) => channel.zeroCounts);
  const countsPerGram = fitted.channels.map((channel) => channel.countsPerGram);
  outputs.push({
    type: 'result',
    id: command.id,
    ok: true,
    data: { calibrationId, zeroCounts, countsPerGram, uncertaintyG, beforeErrorG },
  });
  return {
    ...resume(state, 0),
    channels: fitted.channels,
    calibrationId,
    calibrationRatio: uncertaintyG / capacityG,
    zero: freshZero(0, command.atMs),
    display: { ...state.display, grossG: Number.NaN },
    lastRawG: Number.NaN,
  };
}

/** The record; of several cells it holds the sum of the zeros and the mean of the slopes, the answer holds each. */
function calibrationRecord(
  config: ScaleConfig,
  session: CalibrationSession,
  fitted: Fitted,
  made: { id: string; atMs: number },
): Calibration {
  const { channels, points, uncertaintyG, beforeErrorG } = fitted;
  return {
    kind: 'calibration',
    device: config.device,
    at: Math.max(0, Math.round(made.atMs)),
    id: made.id,
    by: session.by,
    zeroCounts: channels.reduce((sum, channel) => sum + channel.zeroCounts, 0),
    countsPerGram: channels.reduce((sum, channel) => sum + channel.countsPerGram, 0) / channels.length,
    points,
    uncertaintyG,
    beforeErrorG,
  };
}
