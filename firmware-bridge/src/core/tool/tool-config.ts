import type { Tick } from '../device-core.ts';

/** Level when switched on and not working, and level when working, in amperes. */
export interface ToolLevels {
  readonly idleAmps: number;
  readonly runAmps: number;
}

/** A run that was going on when the memory was made. */
export interface OpenRun {
  /** First working reading, node time in ms. */
  readonly fromMs: number;
  /** Last reading that was seen; what came after it is not known. */
  readonly seenMs: number;
  /** First moment below the stop level, when it had begun to stand still; never after `seenMs`. */
  readonly lowMs?: number;
  /** Time integral of the current in A ms, and the ms it is over. */
  readonly ampMs: number;
  readonly onMs: number;
}

/** What a node keeps of a tool over a restart: the levels learned, and the run that is going on. Made by `toolMemory`. */
export interface ToolMemory extends ToolLevels {
  readonly run?: OpenRun;
}

/** A tool watched by a current clamp (A RMS), a vibration sensor (any unit) or a contact (0 and 1). */
export interface ToolConfig {
  readonly device: string;
  /** Level when switched on and not working, and level when working. */
  readonly idleAmps: number;
  readonly runAmps: number;
  /** Above this the tool is at least switched on; only for the state on screens. */
  readonly offAmps: number;
  /** The start threshold lies this part of the way from idle to run, the stop threshold lower. */
  readonly startRatio: number;
  readonly stopRatio: number;
  readonly startDelayMs: number;
  readonly stopDelayMs: number;
  /** Pauses shorter than this belong to the session. */
  readonly mergeMs: number;
  /** Without a reading for this long the state is unknown. */
  readonly silentMs: number;
  /** Length of one phase of guided learning. */
  readonly learnMs: number;
  /** A run in the memory may go on when it was last seen at most this long before the start. */
  readonly resumeMs: number;
  readonly memory?: ToolMemory;
}

export type ToolInput =
  | { readonly type: 'reading'; readonly atMs: number; readonly amps: number }
  | {
      readonly type: 'learn_tool';
      readonly atMs: number;
      readonly id: string;
      readonly by: string;
      readonly phase: 'off' | 'idle' | 'working';
    }
  | { readonly type: 'flush'; readonly atMs: number }
  | Tick;

/** A tool's whole configuration from its two levels (A). Throws RangeError when run is not above idle. */
export function toolConfigOf(input: Partial<ToolConfig> & Pick<ToolConfig, 'idleAmps' | 'runAmps'>): ToolConfig {
  if (!(input.runAmps > input.idleAmps && input.idleAmps >= 0)) throw new RangeError('runAmps must be above idleAmps');
  return {
    device: 'tool',
    offAmps: input.idleAmps / 2,
    startRatio: 0.5,
    stopRatio: 0.3,
    startDelayMs: 1_500,
    stopDelayMs: 3_000,
    mergeMs: 15_000,
    silentMs: 30_000,
    learnMs: 20_000,
    resumeMs: 120_000,
    ...input,
  };
}
