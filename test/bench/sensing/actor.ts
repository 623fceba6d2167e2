import type { Chance } from './chance.ts';
import { addAt } from './corners.ts';
import type { Walker } from './script.ts';

/** A walker who is being stepped through time. */
export interface Actor {
  readonly walker: Walker;
  /** Goods come into his hands (above 0) or leave them; he is busy for a moment. */
  readonly handle: (massG: number) => void;
  readonly busyAt: (atMs: number) => void;
  /** Goes on by `dtMs` to `nowMs` and adds his force in gram-force to the corners. */
  readonly press: (corners: Float64Array, nowMs: number, dtMs: number) => void;
  /** True once the last foot is off. */
  readonly isGone: (nowMs: number) => boolean;
}

const FOOT_TAU_MS = 95;
const SWAY_TAU_MS = 900;
const SWAY_SHARE = 0.004;
const EFFORT_TAU_MS = 220;
const EFFORT_SHARE = 0.06;
const BUSY_MS = 1_600;
/** Mean of the two humps of a stride, taken off so that walking weighs as much as standing. */
const STRIDE_MEAN = 0.2047;

/** Heel strike and push-off of one stride, as a share of the weight; the mean over a stride is zero. */
function strideForce(phase: number): number {
  const heel = (phase - 0.15) / 0.07;
  const toe = (phase - 0.62) / 0.15;
  return 0.9 * Math.exp(-heel * heel) + 0.35 * Math.exp(-toe * toe) - STRIDE_MEAN;
}

/** Feet come on and go off quickly; a trolley by halves, axle after axle. */
function wantedShare(walker: Walker, atMs: number): number {
  const isOn = atMs >= walker.fromMs && atMs < walker.toMs;
  if (walker.axleMs === 0) return isOn ? 1 : 0;
  const isSecondOn = atMs >= walker.fromMs + walker.axleMs && atMs < walker.toMs - walker.axleMs;
  return (isOn ? 0.5 : 0) + (isSecondOn ? 0.5 : 0);
}

/** Strides that are never quite alike. */
function createStrides(walker: Walker, chance: Chance): (nowMs: number) => number {
  let fromMs = walker.fromMs;
  let lastsMs = walker.strideMs;
  let strength = 1;
  return (nowMs) => {
    if (nowMs - fromMs > lastsMs) {
      fromMs = nowMs;
      lastsMs = walker.strideMs * (1 + 0.07 * chance.normal());
      strength = 1 + 0.2 * chance.normal();
    }
    return walker.vigour * strength * strideForce((nowMs - fromMs) / lastsMs);
  };
}

/** A walker at his first foot on. */
export function createActor(walker: Walker, chance: Chance): Actor {
  const stride = createStrides(walker, chance);
  let handsG = walker.handsG;
  let onShare = 0;
  let sway = 0;
  let effort = 0;
  let busyMs = Number.NEGATIVE_INFINITY;

  const swing = (nowMs: number, dtMs: number): number => {
    sway += (-sway * dtMs) / SWAY_TAU_MS + SWAY_SHARE * Math.sqrt((2 * dtMs) / SWAY_TAU_MS) * chance.normal();
    const push = Math.abs(nowMs - busyMs) < BUSY_MS ? EFFORT_SHARE * Math.sqrt((2 * dtMs) / EFFORT_TAU_MS) * chance.normal() : 0;
    effort += (-effort * dtMs) / EFFORT_TAU_MS + push;
    const isWalking = nowMs < walker.fromMs + walker.walkMs || nowMs > walker.toMs - walker.walkMs;
    return sway * walker.vigour + effort + (isWalking ? stride(nowMs) : 0);
  };
  return {
    walker,
    handle: (massG) => {
      handsG += massG;
    },
    busyAt: (atMs) => {
      busyMs = atMs;
    },
    press: (corners, nowMs, dtMs) => {
      onShare += (wantedShare(walker, nowMs) - onShare) * (1 - Math.exp(-dtMs / FOOT_TAU_MS));
      const force = onShare * (walker.massG + handsG) * (1 + swing(nowMs, dtMs));
      const inward = Math.max(0, Math.min(1, Math.min(nowMs - walker.fromMs, walker.toMs - nowMs) / Math.max(1, walker.walkMs)));
      addAt(corners, force, 0.5 + (walker.x - 0.5) * inward, 0.03 + (walker.y - 0.03) * inward);
    },
    isGone: (nowMs) => nowMs > walker.toMs && onShare < 1e-5,
  };
}
