import type { GpioDriver } from '../../config/driver-schema.ts';

/** A level of one of the two lines, as the kernel gave it. `kernelMs` is its own time (CLOCK_MONOTONIC) when it tells. */
export interface LineEvent {
  readonly line: number;
  readonly high: boolean;
  readonly kernelMs: number | undefined;
}

export interface BeamLinesOptions {
  readonly driver: GpioDriver;
  readonly onEvent: (event: LineEvent) => void;
  /** The lines are lost; they must be opened again. */
  readonly onLost: (reason: string) => void;
}

/** Two open lines. */
export interface BeamLines {
  /** How they are read, for the log and `meta`. */
  readonly via: string;
  /** Level of a line now; undefined when this way cannot tell. */
  readonly isHigh: (line: number) => boolean | undefined;
  readonly close: () => void;
}

/** Opens the two lines of a door. Rejects with Error in plain words. */
export type OpenBeamLines = (options: BeamLinesOptions) => Promise<BeamLines>;
