import { normalAt, seedOf, unitAt } from './prng.ts';
import type { ScaleSimConfig } from './site-config.ts';

/** Output at rated load: 2 mV per volt of excitation, what nearly every industrial cell gives. */
const RATED_MV_PER_V = 2;
/** Excitation, which is also the supply of the amplifier. */
const EXCITATION_V = 5;
/** Half span of the HX711 input at gain 128 and 5 V supply, the same figure as the emulated amplifier. Source: HX711 datasheet, table 2. */
const FULL_SCALE_MV = 20;
const MAX_COUNTS = 0x7f_ff_ff;
const MIN_COUNTS = -0x80_00_00;
/** Calibration is made at this temperature. */
const REFERENCE_C = 20;
/** Limit of OIML R 60 class C3: zero moves at most 0.0014 % of rated output per degree. */
const ZERO_PER_C = 1.4e-5;
const SPAN_PER_C = 1.1e-5;

/** One bridge: how it turns grams and degrees into millivolts. */
export interface LoadCell {
  /** Bridge output in millivolts without noise. */
  readonly millivolts: (loadG: number, steelC: number) => number;
  /** Counts of a gram and counts without load, as a calibration at 20 degrees finds them. */
  readonly countsPerGram: number;
  readonly zeroCounts: number;
}

/** A bridge with its own zero balance and temperature coefficients, drawn from the seed within class C3. */
export function createLoadCell(config: ScaleSimConfig, seed: number): LoadCell {
  const balanceMvPerV = 0.02 * (2 * unitAt(seed, 1) - 1);
  const zeroPerC = RATED_MV_PER_V * ZERO_PER_C * (2 * unitAt(seed, 2) - 1);
  const spanPerC = SPAN_PER_C * (2 * unitAt(seed, 3) - 1);
  const mvPerG = (RATED_MV_PER_V * EXCITATION_V) / config.cellCapacityG;
  const countsPerMv = (MAX_COUNTS + 1) / FULL_SCALE_MV;
  return {
    millivolts: (loadG, steelC) => {
      const warmC = steelC - REFERENCE_C;
      return EXCITATION_V * (balanceMvPerV + zeroPerC * warmC) + mvPerG * loadG * (1 + spanPerC * warmC);
    },
    countsPerGram: mvPerG * countsPerMv,
    zeroCounts: EXCITATION_V * balanceMvPerV * countsPerMv,
  };
}

/** Input noise of the amplifier in millivolts at a moment. */
export function inputNoiseMv(noiseNv: number, seed: number, atMs: number): number {
  return normalAt(seed, Math.round(atMs)) * noiseNv * 1e-6;
}

/** What the amplifier answers when its bridge is cut: the open input drifts to the rail. */
export const RAIL_MV = 1.01 * FULL_SCALE_MV;

/** Counts of the HX711 for a bridge voltage at gain 128: 24 bits, clipped at both ends. */
export function countsOf(millivolts: number): number {
  const counts = Math.round((millivolts / FULL_SCALE_MV) * (MAX_COUNTS + 1));
  return Math.max(MIN_COUNTS, Math.min(MAX_COUNTS, counts));
}

/** A reading spoiled on its way: now and then a bit slipped or all ones. Others pass unchanged. */
export function spoiled(counts: number, share: number, seed: number, atMs: number): number {
  const n = Math.round(atMs);
  if (share === 0 || unitAt(seed, n) >= share) return counts;
  const kind = unitAt(seedOf(seed, 7), n);
  if (kind < 0.2) return -1;
  if (kind < 0.3) return MAX_COUNTS;
  if (kind < 0.4) return MIN_COUNTS;
  const bit = Math.floor(unitAt(seedOf(seed, 9), n) * 22);
  return ((counts ^ (1 << bit)) << 8) >> 8;
}
