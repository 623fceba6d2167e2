/** Counts samples in windows of ten seconds and compares them with the nominal rate. */
export interface RateWatch {
  readonly fromMs: number;
  readonly n: number;
  /** Windows in a row that were wrong (positive) or right (negative). */
  readonly run: number;
  readonly wrong: boolean;
  readonly hz: number;
}

const WINDOW_MS = 10_000;
const TOLERANCE = 0.2;
const WINDOWS = 3;

export const freshRate = (atMs: number): RateWatch => ({ fromMs: atMs, n: 0, run: 0, wrong: false, hz: 0 });

/** The watch after a sample. An HX711 board with its RATE pin the other way runs at 80 instead of 10 samples a second. */
export function countSample(watch: RateWatch, atMs: number, nominalHz: number): RateWatch {
  const elapsedMs = atMs - watch.fromMs;
  if (elapsedMs < WINDOW_MS) return { ...watch, n: watch.n + 1 };
  const hz = ((watch.n + 1) * 1_000) / elapsedMs;
  const off = Math.abs(hz - nominalHz) > TOLERANCE * nominalHz;
  const run = off ? Math.max(1, watch.run + 1) : Math.min(-1, watch.run - 1);
  const flips = Math.abs(run) >= WINDOWS;
  return { fromMs: atMs, n: 0, run, wrong: flips ? off : watch.wrong, hz };
}

/** The watch after samples went missing: the broken window says nothing. */
export const skipWindow = (watch: RateWatch, atMs: number): RateWatch => ({ ...watch, fromMs: atMs, n: 0 });
