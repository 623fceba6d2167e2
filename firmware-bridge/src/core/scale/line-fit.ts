import type { Block } from './block.ts';

/** A straight line through block means. */
export interface Line {
  readonly n: number;
  readonly atMs: number;
  readonly meanG: number;
  /** Grams per second, and its standard error from the residuals as if they were independent. */
  readonly slope: number;
  readonly slopeSe: number;
  /** Standard deviation of the residuals (n - 2), and around the mean (n - 1). */
  readonly residualG: number;
  readonly spreadG: number;
}

/** The line through `blocks[from]` to `blocks[to - 1]`; at least one block must be in it. */
export function fitLine(blocks: readonly Block[], from: number, to: number): Line {
  const n = to - from;
  const origin = blocks[from];
  if (origin === undefined || n < 1) throw new RangeError('no blocks to fit');
  let st = 0;
  let sy = 0;
  let stt = 0;
  let sty = 0;
  let syy = 0;
  for (let i = from; i < to; i += 1) {
    const block = blocks[i];
    if (block === undefined) continue;
    const t = (block.atMs - origin.atMs) / 1_000;
    const y = block.meanG - origin.meanG;
    st += t;
    sy += y;
    stt += t * t;
    sty += t * y;
    syy += y * y;
  }
  const sxx = stt - (st * st) / n;
  const sxy = sty - (st * sy) / n;
  const total = Math.max(0, syy - (sy * sy) / n);
  const slope = sxx > 0 ? sxy / sxx : 0;
  const residual = Math.max(0, total - slope * sxy);
  const residualG = n > 2 ? Math.sqrt(residual / (n - 2)) : 0;
  return {
    n,
    atMs: origin.atMs + (st / n) * 1_000,
    meanG: origin.meanG + sy / n,
    slope,
    slopeSe: sxx > 0 ? residualG / Math.sqrt(sxx) : Number.POSITIVE_INFINITY,
    residualG,
    spreadG: n > 1 ? Math.sqrt(total / (n - 1)) : 0,
  };
}
