import type { DoorState, KwRecord, LevelState, ScaleState, ToolState } from '@kringwijzer/contract';

type Unsequenced<State> = State extends unknown ? Omit<State, 'seq'> : never;

/** What a pure device core gives back: facts for the spool, the latest value for screens, answers to commands. */
export type CoreOutput =
  | { readonly type: 'record'; readonly record: KwRecord }
  | { readonly type: 'state'; readonly device: string; readonly value: Unsequenced<ScaleState | DoorState | ToolState | LevelState> }
  | {
      readonly type: 'result';
      readonly id: string;
      readonly ok: boolean;
      readonly code?: string;
      readonly data?: Readonly<Record<string, string | number | boolean | number[]>>;
    };

/** The next state and what came out. */
export interface Step<State> {
  readonly state: State;
  readonly outputs: readonly CoreOutput[];
}

/**
 * A device pipeline without clock, timer, random or I/O: time only comes in, as `atMs` of each input.
 * `atMs` is node time: monotonic, with a constant anchor, so that a jump of the wall clock never reaches a core.
 */
export interface DeviceCore<Config, State, Input> {
  readonly initial: (config: Config, atMs: number) => State;
  readonly step: (config: Config, state: State, input: Input) => Step<State>;
}

/** Inputs every core takes beside its own samples. */
export interface Tick {
  readonly type: 'tick';
  readonly atMs: number;
}

/** No outputs; shared, so that a quiet step allocates nothing. */
export const NO_OUTPUTS: readonly CoreOutput[] = [];

const LAST_MS = 4_102_444_800_000 - 86_400_000;

/** True for a time a record can carry: from 1970 to the day before 2100. A core leaves inputs of any other time alone. */
export const isNodeTime = (atMs: number): boolean => atMs >= 0 && atMs <= LAST_MS;
