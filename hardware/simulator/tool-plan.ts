import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import { createPrng, namedSeed, seedOf } from './prng.ts';
import type { TruthEvent } from './site-config.ts';
import type { ToolSim } from './tool-sim.ts';

/** Plans the runs of one tool that start in the hour at `hourMs`, each with its idling and without overlap. */
export function planToolRuns(tool: ToolSim, siteSeed: number, hourMs: number, addTruth: (event: TruthEvent) => void): void {
  const prng = createPrng(seedOf(namedSeed(siteSeed, tool.config.id), 41, hourMs / HOUR_MS));
  const meanGapMs = HOUR_MS / tool.config.runsPerHour;
  let atMs = hourMs;
  while (tool.config.runsPerHour > 0) {
    const idleBeforeMs = prng.between(5, 60) * SECOND_MS;
    const fromMs = Math.round(atMs + idleBeforeMs + prng.exponential(meanGapMs));
    const lengthMs = Math.min(prng.logNormal(2 * MINUTE_MS, 0.8), 0.5 * meanGapMs + MINUTE_MS);
    const toMs = Math.round(fromMs + Math.max(15 * SECOND_MS, lengthMs));
    const idleAfterMs = prng.between(8, 120) * SECOND_MS;
    // A run stays inside its hour, so that the next hour may be planned without knowing this one.
    if (toMs + idleAfterMs >= hourMs + HOUR_MS) return;
    addTruth(tool.addRun({ fromMs, toMs, idleBeforeMs, idleAfterMs }));
    atMs = toMs + idleAfterMs;
  }
}
