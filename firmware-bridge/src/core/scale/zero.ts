import type { Zero } from '@kringwijzer/contract';
import type { ScaleConfig } from './scale-config.ts';
import { gramsOnWire } from './weight-window.ts';

/** The zero of the indication: what is taken off the signal, and what of it is not yet on record. */
export interface ZeroState {
  /** Sum of all shifts since the last calibration. */
  readonly shiftG: number;
  readonly trackedG: number;
  readonly unloggedG: number;
  readonly loggedMs: number;
}

export const freshZero = (shiftG: number, atMs: number): ZeroState => ({ shiftG, trackedG: 0, unloggedG: 0, loggedMs: atMs });

const BAND_DIVISIONS = 2;
/** Half a division a second is the most a tracker may do (OIML R 76-1, 4.5.7). Ours is slower: it follows, it does not hide. */
const RATE_DIVISIONS = 0.5;
const FOLLOW_S = 20;
const LOG_MS = 3_600_000;

/**
 * Tracks the zero of an empty, still scale. `levelG` is the settled signal before any shift. A load outside the band is a
 * load, and nothing is tracked under it.
 */
export function trackZero(config: ScaleConfig, zero: ZeroState, levelG: number, seconds: number): ZeroState {
  const errorG = levelG - zero.shiftG;
  if (Math.abs(errorG) > BAND_DIVISIONS * config.divisionG || seconds <= 0) return zero;
  const mostG = RATE_DIVISIONS * config.divisionG * seconds;
  const wantedG = errorG * Math.min(1, seconds / FOLLOW_S);
  const stepG = Math.min(mostG, Math.max(-mostG, wantedG));
  if (Math.abs(zero.trackedG + stepG) > config.zeroTrackingLimitG) return zero;
  return { ...zero, shiftG: zero.shiftG + stepG, trackedG: zero.trackedG + stepG, unloggedG: zero.unloggedG + stepG };
}

/** The record of what was tracked, when it is a division or an hour has passed. */
export function logZero(config: ScaleConfig, zero: ZeroState, atMs: number): { zero: ZeroState; record: Zero | undefined } {
  const due =
    Math.abs(zero.unloggedG) >= config.divisionG || (atMs - zero.loggedMs >= LOG_MS && Math.abs(zero.unloggedG) >= config.divisionG / 5);
  if (!due) return { zero, record: undefined };
  return {
    zero: { ...zero, unloggedG: 0, loggedMs: atMs },
    record: zeroRecord(config, atMs, { by: 'tracking', shiftG: zero.unloggedG, totalG: zero.shiftG }),
  };
}

/** The zero set to `levelG` at once, by a person or after an emptying, with its record. */
export function setZero(
  config: ScaleConfig,
  zero: ZeroState,
  levelG: number,
  how: { by: Zero['by']; atMs: number },
): { zero: ZeroState; record: Zero } {
  const shiftG = levelG - zero.shiftG + zero.unloggedG;
  const record = zeroRecord(config, how.atMs, { by: how.by, shiftG, totalG: levelG });
  return { zero: { shiftG: levelG, trackedG: zero.trackedG, unloggedG: 0, loggedMs: how.atMs }, record };
}

const zeroRecord = (config: ScaleConfig, atMs: number, what: { by: Zero['by']; shiftG: number; totalG: number }): Zero => ({
  kind: 'zero',
  device: config.device,
  at: Math.round(atMs),
  by: what.by,
  shiftG: gramsOnWire(what.shiftG),
  totalG: gramsOnWire(what.totalG),
});
