import type { Tick } from '../device-core.ts';

/** One conversion of all amplifiers; a channel that did not answer is undefined. */
export interface ScaleSample {
  readonly type: 'sample';
  readonly atMs: number;
  readonly counts: readonly (number | undefined)[];
}

/** The line was cut, or samples are known to be missing. */
export interface ScaleGap {
  readonly type: 'gap';
  readonly atMs: number;
  readonly reason: string;
}

/** Temperature near the cells, for the model of the zero. */
export interface TemperatureInput {
  readonly type: 'temperature';
  readonly atMs: number;
  readonly celsius: number;
}

interface Asked {
  readonly atMs: number;
  /** Id of the command; comes back in the result. */
  readonly id: string;
  /** Who asks, for the audit trail. */
  readonly by: string;
}

/** A command of a person, with the words of the contract. */
export type ScaleCommand =
  | (Asked & { readonly type: 'tare'; readonly presetG?: number | undefined })
  | (Asked & { readonly type: 'clear_tare' })
  | (Asked & { readonly type: 'zero' })
  | (Asked & { readonly type: 'calibrate'; readonly step: 'start' | 'finish' | 'cancel' })
  | (Asked & { readonly type: 'calibrate'; readonly step: 'point'; readonly massG: number })
  | (Asked & { readonly type: 'calibrate'; readonly step: 'corner'; readonly corner: number; readonly massG: number });

/** End of a trace or of the process: what lies settled is counted now. */
export interface Flush {
  readonly type: 'flush';
  readonly atMs: number;
}

export type ScaleInput = ScaleSample | ScaleGap | TemperatureInput | ScaleCommand | Flush | Tick;
