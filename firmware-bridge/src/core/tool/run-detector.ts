import type { ToolConfig, ToolLevels } from './tool-config.ts';

/** A run that has begun, and its end when it seems to have ended. */
export interface Run {
  readonly fromMs: number;
  /** First moment below the stop level, while it may still be a pause. */
  readonly lowMs: number | undefined;
  /** True once the low lasted the stop delay: the tool stands still, the session may still go on. */
  readonly paused: boolean;
  /** Time integral of the current and its duration, for the mean while running. */
  readonly ampMs: number;
  readonly onMs: number;
}

/** Two-threshold detection of runs. */
export interface Detector {
  readonly highMs: number | undefined;
  readonly run: Run | undefined;
}

export const idleDetector: Detector = { highMs: undefined, run: undefined };

/** A session that ended. */
export interface Ended {
  readonly fromMs: number;
  readonly toMs: number;
  readonly meanAmps: number;
}

/** One reading already freed of single spikes; `heldMs` is how long it stood. */
export interface Level {
  readonly atMs: number;
  readonly amps: number;
  readonly heldMs: number;
}

/** Start and stop thresholds in amperes between the learned levels. */
export const thresholdsOf = (config: ToolConfig, levels: ToolLevels): { start: number; stop: number } => ({
  start: levels.idleAmps + config.startRatio * (levels.runAmps - levels.idleAmps),
  stop: levels.idleAmps + config.stopRatio * (levels.runAmps - levels.idleAmps),
});

/** The detector after a level, and the session that ended by it. */
export function detect(
  config: ToolConfig,
  levels: ToolLevels,
  detector: Detector,
  level: Level,
): { detector: Detector; ended: Ended | undefined } {
  const { start, stop } = thresholdsOf(config, levels);
  if (detector.run === undefined) return { detector: maybeStart(config, detector, level, start), ended: undefined };
  return goOn(config, { ...detector, run: detector.run }, level, { start, stop });
}

function maybeStart(config: ToolConfig, detector: Detector, level: Level, start: number): Detector {
  if (level.amps < start) return detector.highMs === undefined ? detector : { ...detector, highMs: undefined };
  const highMs = detector.highMs ?? level.atMs;
  if (level.atMs - highMs < config.startDelayMs) return { ...detector, highMs };
  const onMs = level.atMs - highMs;
  return { highMs: undefined, run: { fromMs: highMs, lowMs: undefined, paused: false, ampMs: level.amps * onMs, onMs } };
}

function goOn(
  config: ToolConfig,
  detector: Detector & { readonly run: Run },
  level: Level,
  thresholds: { readonly start: number; readonly stop: number },
): { detector: Detector; ended: Ended | undefined } {
  const { run } = detector;
  if (run.lowMs === undefined) {
    const low = level.amps < thresholds.stop;
    const next = low
      ? { ...run, lowMs: level.atMs }
      : { ...run, ampMs: run.ampMs + level.amps * level.heldMs, onMs: run.onMs + level.heldMs };
    return { detector: { highMs: undefined, run: next }, ended: undefined };
  }
  const lowForMs = level.atMs - run.lowMs;
  if (level.amps >= thresholds.start) return { detector: resume(config, detector, level), ended: undefined };
  if (lowForMs >= config.mergeMs && detector.highMs === undefined) return { detector: idleDetector, ended: endOf(run, run.lowMs) };
  return { detector: { highMs: undefined, run: { ...run, paused: lowForMs >= config.stopDelayMs } }, ended: undefined };
}

/** High again within the pause: at once after a dip, after the start delay when the tool stood still. */
function resume(config: ToolConfig, detector: Detector & { readonly run: Run }, level: Level): Detector {
  const { run } = detector;
  const highMs = detector.highMs ?? level.atMs;
  if (run.paused && level.atMs - highMs < config.startDelayMs) return { ...detector, highMs };
  return { highMs: undefined, run: { ...run, lowMs: undefined, paused: false } };
}

/** The session of a run that ended at `toMs`. */
export const endOf = (run: Run, toMs: number): Ended => ({
  fromMs: run.fromMs,
  toMs,
  meanAmps: run.onMs > 0 ? run.ampMs / run.onMs : 0,
});
