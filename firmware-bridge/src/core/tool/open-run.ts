import { type Detector, type Ended, endOf, idleDetector, type Run } from './run-detector.ts';
import type { OpenRun, ToolConfig } from './tool-config.ts';

/** The run as it is kept over a restart; undefined when none goes on. `lastAtMs`: the last reading, undefined when none came yet. */
export function openRunOf(run: Run | undefined, lastAtMs: number | undefined): OpenRun | undefined {
  if (run === undefined) return undefined;
  const { fromMs, lowMs, ampMs, onMs } = run;
  const seenMs = Math.max(lowMs ?? fromMs, lastAtMs ?? fromMs);
  return { fromMs, seenMs, ampMs, onMs, ...(lowMs === undefined ? {} : { lowMs }) };
}

/**
 * The detector a memory gives back at the start. Nobody saw the tool while the node was away: a run that was seen a short
 * while ago stands as if it had paused since. When the tool still works it goes on, else it ends where it was last seen.
 * A run that was seen too long ago, or in a future (the clock was set back), is over and comes back as `leftOver`.
 */
export function resumedRun(config: ToolConfig, atMs: number): { readonly detector: Detector; readonly leftOver: Ended | undefined } {
  const open = config.memory?.run;
  if (open === undefined || !(open.seenMs >= open.fromMs)) return { detector: idleDetector, leftOver: undefined };
  const { fromMs, seenMs, lowMs = seenMs, ampMs, onMs } = open;
  const run: Run = { fromMs, lowMs, paused: true, ampMs, onMs };
  const awayMs = atMs - seenMs;
  if (awayMs < 0 || awayMs > config.resumeMs) return { detector: idleDetector, leftOver: endOf(run, lowMs) };
  return { detector: { highMs: undefined, run }, leftOver: undefined };
}
