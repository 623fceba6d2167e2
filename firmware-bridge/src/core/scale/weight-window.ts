import type { Weight } from '@kringwijzer/contract';

/** The weight record that is being filled. */
export interface WeightWindow {
  readonly fromMs: number;
  readonly n: number;
  readonly sumG: number;
  readonly minG: number;
  readonly maxG: number;
  readonly lastG: number;
}

const startOf = (atMs: number, windowMs: number): number => Math.floor(atMs / windowMs) * windowMs;

export const freshWindow = (atMs: number, windowMs: number): WeightWindow => ({
  fromMs: startOf(atMs, windowMs),
  n: 0,
  sumG: 0,
  minG: Number.POSITIVE_INFINITY,
  maxG: Number.NEGATIVE_INFINITY,
  lastG: 0,
});

/** The window with `n` more samples of mean `meanG`. */
export const addToWindow = (window: WeightWindow, part: { n: number; meanG: number; minG: number; maxG: number }): WeightWindow => ({
  fromMs: window.fromMs,
  n: window.n + part.n,
  sumG: window.sumG + part.n * part.meanG,
  minG: Math.min(window.minG, part.minG),
  maxG: Math.max(window.maxG, part.maxG),
  lastG: part.meanG,
});

/** The record of a window that ended by `atMs`, and the next window. Empty windows give no record: no data is not a weight of zero. */
export function closeWindow(
  window: WeightWindow,
  atMs: number,
  about: { readonly device: string; readonly windowMs: number; readonly netG: number; readonly stable: boolean },
): { window: WeightWindow; record: Weight | undefined } {
  if (atMs < window.fromMs + about.windowMs) return { window, record: undefined };
  const next = freshWindow(atMs, about.windowMs);
  if (window.n === 0) return { window: next, record: undefined };
  const record: Weight = {
    kind: 'weight',
    device: about.device,
    at: Math.max(0, Math.round(window.fromMs)),
    durationMs: about.windowMs,
    n: Math.min(1_000_000, window.n),
    meanG: gramsOnWire(window.sumG / window.n),
    minG: gramsOnWire(window.minG),
    maxG: gramsOnWire(window.maxG),
    lastG: gramsOnWire(window.lastG),
    netG: gramsOnWire(about.netG),
    stable: about.stable,
  };
  return { window: next, record };
}

const MASS_MAX_G = 100_000_000;

/** A mass as the contract carries it: whole grams, at most 100 t either way. */
export function gramsOnWire(massG: number): number {
  const whole = Math.round(Math.min(MASS_MAX_G, Math.max(-MASS_MAX_G, Number.isFinite(massG) ? massG : 0)));
  return whole === 0 ? 0 : whole;
}
