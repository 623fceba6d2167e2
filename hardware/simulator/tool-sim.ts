import { namedSeed, normalAt, smoothNoiseAt } from './prng.ts';
import type { SessionTruth, ToolSimConfig } from './site-config.ts';
import { countUpTo, insertSorted } from './sorted.ts';

/** One run, with the time the motor idles before and after it. */
interface ToolRun {
  readonly fromMs: number;
  readonly toMs: number;
  readonly idleBeforeMs: number;
  readonly idleAfterMs: number;
}

/** A tool with a clamp on its lead. */
export interface ToolSim {
  readonly config: ToolSimConfig;
  readonly addRun: (run: ToolRun) => SessionTruth;
  /** Root mean square current in ampere. */
  readonly amps: (atMs: number) => number;
  /** Drops runs that ended before `atMs`. */
  readonly forgetBefore: (atMs: number) => void;
}

const STANDBY_AMPS = 0.03;
const INRUSH_MS = 350;

/** A tool that is off, idles around its runs, and draws a load that breathes while it works. */
export function createToolSim(config: ToolSimConfig, siteSeed: number): ToolSim {
  const seed = namedSeed(siteSeed, config.id);
  const runs: ToolRun[] = [];
  const timeOf = (run: ToolRun): number => run.fromMs - run.idleBeforeMs;

  const levelAt = (atMs: number): number => {
    const run = runs[countUpTo(runs, atMs, timeOf) - 1];
    if (run === undefined || atMs >= run.toMs + run.idleAfterMs) return STANDBY_AMPS;
    if (atMs < run.fromMs || atMs >= run.toMs) return config.idleAmps * (1 + 0.04 * smoothNoiseAt(seed + 1, atMs / 900));
    const inrush = atMs - run.fromMs < INRUSH_MS ? 1.8 : 1;
    return config.runAmps * inrush * (1 + 0.18 * smoothNoiseAt(seed + 2, atMs / 2_300));
  };
  return {
    config,
    addRun: (run) => {
      insertSorted(runs, run, timeOf);
      return { type: 'session', device: config.id, at: run.toMs, from: run.fromMs, to: run.toMs };
    },
    forgetBefore: (atMs) => {
      const kept = runs.filter((run) => run.toMs + run.idleAfterMs > atMs);
      runs.splice(0, runs.length, ...kept);
    },
    amps: (atMs) => Math.max(0, levelAt(atMs) + 0.02 * normalAt(seed, Math.round(atMs))),
  };
}
