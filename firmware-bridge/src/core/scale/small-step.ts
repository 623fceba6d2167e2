import type { Block } from './block.ts';
import { type Noise, varianceAt, windowMean } from './noise.ts';

/** A step found inside a plateau: blocks before `index` lie before it, blocks after `index` after it. */
export interface FoundStep {
  readonly index: number;
  readonly stepG: number;
  readonly seG: number;
}

const TRIGGER = 5.5;
const ACCEPT = 5;
/** How much better a step must explain the blocks than a bend, in squared standard deviations. */
const BETTER = 9;
const MIN_AFTER = 4;
const BEFORE_MIN = 8;

/**
 * Looks for a step too small for the motion path: windows of 2 to 64 blocks against what lay before, each judged by the wander
 * measured at its own length. What triggers is then explained in two ways, as a step and as a bend (rain begins, the sun
 * comes out); only what is clearly a step counts. All `blocks` lie on one plateau.
 */
export function findSmallStep(blocks: readonly Block[], noise: Noise, minG: number): FoundStep | undefined {
  let found: FoundStep | undefined;
  for (let k = 1; k <= 6 && found === undefined; k += 1) {
    const after = 2 ** k;
    const before = Math.min(Math.max(BEFORE_MIN, 2 * after), blocks.length - after);
    if (before < Math.max(BEFORE_MIN, after / 2)) return undefined;
    const end = blocks.length;
    const differenceG = windowMean(blocks, end - after, after) - windowMean(blocks, end - after - before, before);
    const sdG = Math.sqrt(varianceAt(noise, k) * (1 + after / before));
    if (Math.abs(differenceG) < Math.max(TRIGGER * sdG, minG)) continue;
    found = explain(blocks.slice(Math.max(0, end - after - Math.max(before, 24))), after, noise, minG);
  }
  return found;
}

/** The best step near the end of `part`, when it beats the best bend. Index counts from the end of `part`, negative. */
function explain(part: readonly Block[], after: number, noise: Noise, minG: number): FoundStep | undefined {
  const n = part.length;
  const from = Math.max(4, n - Math.ceil(1.7 * after) - 2);
  const to = n - Math.max(MIN_AFTER, Math.floor(after * 0.4));
  let step: Fit | undefined;
  let bend: Fit | undefined;
  for (let split = from; split <= to; split += 1) {
    const asStep = fitShape(part, split, stepShape);
    const asBend = fitShape(part, split, bendShape);
    if (asStep !== undefined && (step === undefined || asStep.rss < step.rss)) step = asStep;
    if (asBend !== undefined && (bend === undefined || asBend.rss < bend.rss)) bend = asBend;
  }
  if (step === undefined || bend === undefined) return undefined;
  const variance = Math.max(step.rss / Math.max(1, n - 3), varianceAt(noise, 0)) * colourOf(noise, after);
  const seG = Math.sqrt(variance * step.inverse);
  const clear = bend.rss - step.rss > BETTER * variance;
  if (!clear || Math.abs(step.amount) < Math.max(ACCEPT * seG, minG)) return undefined;
  return { index: step.split - n, stepG: step.amount, seG };
}

/** How much the wander at a length exceeds what white noise would leave, as a variance ratio of at least 1. */
function colourOf(noise: Noise, after: number): number {
  const k = Math.min(6, Math.max(1, Math.round(Math.log2(after))));
  const white = varianceAt(noise, 0) / 2 ** k;
  return white > 0 ? Math.max(1, varianceAt(noise, k) / white) : 1;
}

interface Fit {
  readonly split: number;
  readonly amount: number;
  readonly rss: number;
  /** Variance of the amount for noise of variance 1. */
  readonly inverse: number;
}

type Shape = (tS: number, splitS: number) => number;
const stepShape: Shape = (tS, splitS) => (tS >= splitS ? 1 : 0);
const bendShape: Shape = (tS, splitS) => (tS > splitS ? tS - splitS : 0);

/** Least squares of level + slope + amount x shape, by making time and shape free of each other. */
function fitShape(part: readonly Block[], split: number, shape: Shape): Fit | undefined {
  const origin = part[0];
  const at = part[split];
  if (origin === undefined || at === undefined) return undefined;
  const splitS = (at.atMs - origin.atMs) / 1_000;
  const n = part.length;
  let st = 0,
    sh = 0,
    sy = 0,
    stt = 0,
    sht = 0,
    shh = 0,
    syt = 0,
    syh = 0,
    syy = 0;
  for (const block of part) {
    const t = (block.atMs - origin.atMs) / 1_000;
    const h = shape(t, splitS);
    const y = block.meanG - origin.meanG;
    st += t;
    sh += h;
    sy += y;
    stt += t * t;
    sht += h * t;
    shh += h * h;
    syt += y * t;
    syh += y * h;
    syy += y * y;
  }
  const ctt = stt - (st * st) / n;
  const chh = shh - (sh * sh) / n;
  const cht = sht - (sh * st) / n;
  const cyt = syt - (sy * st) / n;
  const cyh = syh - (sy * sh) / n;
  const cyy = syy - (sy * sy) / n;
  const det = ctt * chh - cht * cht;
  if (!(det > 1e-9 * ctt * chh)) return undefined;
  const amount = (cyh * ctt - cyt * cht) / det;
  const slope = (cyt * chh - cyh * cht) / det;
  return { split, amount, rss: Math.max(0, cyy - amount * cyh - slope * cyt), inverse: ctt / det };
}
