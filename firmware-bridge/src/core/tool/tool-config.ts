import type { Tick } from '../device-core.ts';

/** What a node keeps of a tool over a restart: the levels learned. */
export interface ToolMemory {
  readonly idleAmps: number;
  readonly runAmps: number;
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
    ...input,
  };
}
