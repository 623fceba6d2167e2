import type { Deposit, Emptying, Removal } from '@kringwijzer/contract';
import type { Decided } from './ledger.ts';
import type { ScaleConfig } from './scale-config.ts';
import type { ScaleState } from './scale-state.ts';
import { gramsOnWire } from './weight-window.ts';

/** Half-width of 95 % for Student's t with twelve degrees of freedom: the noise itself is known from some dozen windows only. */
const HALF_95 = 2.18;

/** A decision as the record that goes on the wire. */
export function eventRecord(config: ScaleConfig, state: ScaleState, decided: Decided): Deposit | Removal | Emptying {
  const shiftG = state.zero.shiftG;
  const event = {
    device: config.device,
    at: Math.max(0, Math.round(decided.atMs)),
    massG: gramsOnWire(Math.abs(decided.group.massG)),
    uncertaintyG: gramsOnWire(Math.max(1, HALF_95 * decided.group.sdG * guess(state))),
    confidence: confidenceOf(state, decided),
    fromAt: Math.max(0, Math.round(decided.fromMs)),
    beforeG: gramsOnWire(decided.beforeG - shiftG),
    afterG: gramsOnWire(decided.afterG - shiftG),
  };
  if (decided.kind === 'deposit') return { kind: 'deposit', ...event, ...(config.stream === undefined ? {} : { stream: config.stream }) };
  if (decided.kind === 'removal') return { kind: 'removal', ...event };
  return { kind: 'emptying', ...event, swapped: decided.swapped };
}

/** With a cell stood in for by its usual share, the mass is a guess: its interval is taken four times as wide. */
const guess = (state: ScaleState): number => (isGuessed(state) ? 4 : 1);

const isGuessed = (state: ScaleState): boolean => state.cells.some((cell) => cell.fault !== undefined) || state.corners.dead.includes(true);

/** 0..1: how clear the change stands above its noise, less for wind, long gaps, changes explained by several and guessed cells. */
function confidenceOf(state: ScaleState, decided: Decided): number {
  const z = Math.abs(decided.group.massG) / Math.max(1, decided.group.sdG);
  const clear = 1 - Math.exp(-(z - 1) / 3);
  const gapMin = (decided.atMs - decided.fromMs) / 60_000;
  const long = gapMin > 10 ? 0.6 : 1;
  const several = decided.group.entries.length > 4 ? 0.9 : 1;
  const product = clear * long * several * (decided.noisy ? 0.85 : 1) * (isGuessed(state) ? 0.4 : 1);
  return Math.round(Math.min(1, Math.max(0.05, product)) * 100) / 100;
}
