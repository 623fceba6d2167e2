import type { ToolConfig, ToolLevels } from './tool-config.ts';

type Phase = 'off' | 'idle' | 'working';

/** A guided recording: what was learned so far and the phase that runs. */
export interface Learning {
  readonly phase:
    | { readonly name: Phase; readonly id: string; readonly by: string; readonly sinceMs: number; readonly amps: readonly number[] }
    | undefined;
  readonly off?: Quantiles;
  readonly idle?: Quantiles;
}

/** Low, middle and high of one phase, in amperes. */
export interface Quantiles {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** The answer to a phase that ended. */
export interface PhaseResult {
  readonly id: string;
  readonly by: string;
  readonly quantiles: Quantiles | undefined;
  /** The levels, when this was the last phase and they lie apart. */
  readonly levels: ToolLevels | undefined;
  readonly failed: boolean;
}

/** Most readings kept of a phase; later ones are left out. */
const PHASE_MAX = 5_000;
const PHASE_MIN = 5;

export const noLearning: Learning = { phase: undefined };

/** Starts recording a phase. A phase that still ran is given up. */
export const startPhase = (learning: Learning, phase: { name: Phase; id: string; by: string; sinceMs: number }): Learning => ({
  ...learning,
  phase: { ...phase, amps: [] },
});

/** Takes a reading into the phase, and ends it when its time is over. */
export function learn(
  config: ToolConfig,
  learning: Learning,
  atMs: number,
  amps: number | undefined,
): { learning: Learning; result: PhaseResult | undefined } {
  const { phase } = learning;
  if (phase === undefined) return { learning, result: undefined };
  const all = amps === undefined || phase.amps.length >= PHASE_MAX ? phase.amps : [...phase.amps, amps];
  if (atMs - phase.sinceMs < config.learnMs) return { learning: { ...learning, phase: { ...phase, amps: all } }, result: undefined };
  const quantiles = all.length < PHASE_MIN ? undefined : quantilesOf(all);
  const base = { id: phase.id, by: phase.by, quantiles };
  if (quantiles === undefined) return { learning: { ...learning, phase: undefined }, result: { ...base, levels: undefined, failed: true } };
  if (phase.name !== 'working') {
    return { learning: { ...learning, phase: undefined, [phase.name]: quantiles }, result: { ...base, levels: undefined, failed: false } };
  }
  const levels = levelsOf(learning, quantiles);
  return { learning: noLearning, result: { ...base, levels, failed: levels === undefined } };
}

/** Idle is the higher of off and idle; a tool that never idles is learned from off alone. */
function levelsOf(learning: Learning, working: Quantiles): ToolLevels | undefined {
  const rest = learning.idle ?? learning.off;
  if (rest === undefined) return undefined;
  const idleAmps = Math.max(rest.middle, learning.off?.middle ?? 0, 0);
  const restHigh = Math.max(rest.high, learning.off?.high ?? 0);
  // Working must stand clear of rest for most of the time, or every threshold between them would chatter.
  return working.middle > idleAmps && working.middle > restHigh ? { idleAmps, runAmps: working.middle } : undefined;
}

function quantilesOf(amps: readonly number[]): Quantiles {
  const sorted = [...amps].sort((x, y) => x - y);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { low: at(0.05), middle: at(0.5), high: at(0.95) };
}
