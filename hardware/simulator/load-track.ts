import { risen } from './body.ts';
import { countUpTo, insertSorted } from './sorted.ts';

/** A lasting change of load. `x`, `y`: shares of the receptor's width and depth. */
export interface LoadStep {
  readonly atMs: number;
  readonly riseMs: number;
  readonly massG: number;
  readonly x: number;
  readonly y: number;
}

/** The lasting load on four corners as a function of time, with creep and the ringing of an impact. */
export interface LoadTrack {
  readonly add: (step: LoadStep) => void;
  /** Lasting load when all steps before `atMs` have settled, in grams. */
  readonly settledG: (atMs: number) => number;
  /** Writes the four corner loads in gram-force into `out`. */
  readonly writeTo: (out: Float64Array, atMs: number) => void;
  readonly forgetBefore: (atMs: number) => void;
}

const CREEP_TAU_MS = 700_000;
const LONGEST_RISE_MS = 40_000;
const RING_TAU_MS = 160;
const RING_HZ = 7.3;
const RING_SHARE = 0.12;
const RING_MAX_G = 4_000;

/** Share of a load at (x, y) that a corner bears: 0 front left, 1 front right, 2 back left, 3 back right. */
export const cornerShare = (corner: number, x: number, y: number): number => (corner % 2 === 0 ? 1 - x : x) * (corner < 2 ? 1 - y : y);

interface Checkpoint {
  /** Corner loads once this step and all before have settled. */
  readonly load: Float64Array;
  /** The lagged loads that creep follows, at the step's moment. */
  readonly lag: Float64Array;
}

function checkpointAfter(before: Checkpoint, elapsedMs: number, step: LoadStep): Checkpoint {
  const load = before.load.slice();
  const lag = before.lag.slice();
  const decay = Math.exp(-elapsedMs / CREEP_TAU_MS);
  for (let corner = 0; corner < 4; corner += 1) {
    const held = before.load[corner] ?? 0;
    lag[corner] = held + ((before.lag[corner] ?? 0) - held) * decay;
    load[corner] = held + step.massG * cornerShare(corner, step.x, step.y);
  }
  return { load, lag };
}

/** Impact of goods: the receptor rings at its own frequency for a few tenths of a second. */
function ringG(step: LoadStep, sinceMs: number): number {
  if (sinceMs < 0 || sinceMs > 8 * RING_TAU_MS || step.riseMs > 2_000) return 0;
  const height = Math.min(RING_MAX_G, Math.abs(step.massG) * RING_SHARE);
  return height * Math.exp(-sinceMs / RING_TAU_MS) * Math.cos((2 * Math.PI * RING_HZ * sinceMs) / 1_000);
}

const timeOf = (step: LoadStep): number => step.atMs;

/** A track that has long carried `startG`, spread evenly. `creepShare`: lasting rise of the output as a share of the load. */
export function createLoadTrack(startG: number, creepShare: number): LoadTrack {
  const steps: LoadStep[] = [];
  const checkpoints: Checkpoint[] = [];
  let startMs = Number.NEGATIVE_INFINITY;
  let start: Checkpoint = { load: new Float64Array(4).fill(startG / 4), lag: new Float64Array(4).fill(startG / 4) };

  /** State after the first `count` steps; kept, so that going forward costs one step each. */
  const checkpointOf = (count: number): Checkpoint => {
    while (checkpoints.length < count) {
      const step = steps[checkpoints.length];
      if (step === undefined) break;
      const beforeMs = steps[checkpoints.length - 1]?.atMs ?? startMs;
      checkpoints.push(checkpointAfter(checkpoints.at(-1) ?? start, step.atMs - beforeMs, step));
    }
    return checkpoints[count - 1] ?? start;
  };
  const addUnsettled = (out: Float64Array, count: number, atMs: number): void => {
    for (let i = count - 1; i >= 0; i -= 1) {
      const step = steps[i];
      if (step === undefined || step.atMs < atMs - LONGEST_RISE_MS) return;
      const missing = step.massG * (1 - risen(atMs - step.atMs, step.riseMs)) - ringG(step, atMs - step.atMs - step.riseMs);
      if (missing === 0) continue;
      for (let corner = 0; corner < 4; corner += 1) out[corner] = (out[corner] ?? 0) - missing * cornerShare(corner, step.x, step.y);
    }
  };
  return {
    add: (step) => {
      checkpoints.length = Math.min(checkpoints.length, insertSorted(steps, step, timeOf));
    },
    settledG: (atMs) => checkpointOf(countUpTo(steps, atMs, timeOf)).load.reduce((sum, load) => sum + load, 0),
    writeTo: (out, atMs) => {
      const count = countUpTo(steps, atMs, timeOf);
      const point = checkpointOf(count);
      const decay = Math.exp(-(atMs - (steps[count - 1]?.atMs ?? startMs)) / CREEP_TAU_MS);
      for (let corner = 0; corner < 4; corner += 1) {
        const load = point.load[corner] ?? 0;
        out[corner] = load + creepShare * (load + ((point.lag[corner] ?? 0) - load) * decay);
      }
      addUnsettled(out, count, atMs);
    },
    forgetBefore: (atMs) => {
      const count = countUpTo(steps, atMs - LONGEST_RISE_MS, timeOf);
      if (count === 0) return;
      start = checkpointOf(count);
      startMs = steps[count - 1]?.atMs ?? startMs;
      steps.splice(0, count);
      checkpoints.splice(0, count);
    },
  };
}
