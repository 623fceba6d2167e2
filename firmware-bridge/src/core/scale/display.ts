import type { ScaleConfig } from './scale-config.ts';

/** The calm value on screens and its stability. */
export interface Display {
  /** Filtered gross mass before zero tracking. NaN until the first sample. */
  readonly grossG: number;
  readonly atMs: number;
  /** Samples in a row that lay outside the cut-out. */
  readonly outside: number;
  /** The value the stability is held against, and since when it has held. */
  readonly anchorG: number;
  readonly anchorMs: number;
}

const TIME_CONSTANT_MS = 700;
const CUT_OUT_SIGMA = 6;
const BAND_DIVISIONS = 1.5;
const BAND_SIGMA = 4;
const STABLE_MS = 1_000;

export const freshDisplay: Display = { grossG: Number.NaN, atMs: 0, outside: 0, anchorG: Number.NaN, anchorMs: 0 };

/** The display after a sample: a low-pass that is cut out while the load changes, as weighing indicators do it. */
export function showSample(
  config: ScaleConfig,
  display: Display,
  sample: { readonly atMs: number; readonly grossG: number },
  noiseG: number,
): Display {
  const { atMs, grossG } = sample;
  const known = Number.isNaN(noiseG) ? config.divisionG : noiseG;
  const gapMs = atMs - display.atMs;
  const away = Math.abs(grossG - display.grossG) > Math.max(CUT_OUT_SIGMA * known, config.divisionG);
  const outside = away ? display.outside + 1 : 0;
  const jump = Number.isNaN(display.grossG) || outside >= 2 || gapMs > 5_000;
  const share = 1 - Math.exp(-Math.max(0, gapMs) / TIME_CONSTANT_MS);
  const shownG = jump ? grossG : display.grossG + (away ? 0 : share) * (grossG - display.grossG);
  const filteredG = known * Math.sqrt(share / (2 - share));
  const bandG = Math.max(BAND_DIVISIONS * config.divisionG, BAND_SIGMA * filteredG);
  const holds = Math.abs(shownG - display.anchorG) <= bandG && outside === 0;
  return {
    grossG: shownG,
    atMs,
    outside,
    anchorG: holds ? display.anchorG : shownG,
    anchorMs: holds ? display.anchorMs : atMs,
  };
}

/** True when the value has stayed in its band for a second, and for two samples of a slow amplifier. */
export const isStable = (config: ScaleConfig, display: Display): boolean =>
  !Number.isNaN(display.grossG) && display.atMs - display.anchorMs >= Math.max(STABLE_MS, 2_000 / config.sampleHz) * 0.999;
