import type { Command, DeviceMeta, DoorState, KwRecord, LevelState, ScaleState, ToolState } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import type { Opening } from '../config/node-schema.ts';
import type { SourceContext } from '../ports/sources.ts';

/** Latest values as cores give them: the sequence number is added when they are published. */
export type StateValue = Omit<ScaleState, 'seq'> | Omit<DoorState, 'seq'> | Omit<ToolState, 'seq'> | Omit<LevelState, 'seq'>;

/** The answer of a core to a command. */
export interface CommandAnswer {
  readonly id: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly data?: Readonly<Record<string, string | number | boolean | number[]>>;
}

/** Where a device's outputs go. All times are node time. */
export interface DeviceOutlet {
  readonly record: (record: KwRecord) => void;
  readonly state: (device: string, value: StateValue) => void;
  readonly answer: (answer: CommandAnswer) => void;
  /** Something `meta` tells has changed. */
  readonly metaChanged: () => void;
  /** Keeps a device's own memory; it is committed together with the records of the same moment. */
  readonly remember: (device: string, memory: unknown) => void;
}

/** What a device may use. */
export interface DeviceContext extends SourceContext {
  readonly outlet: DeviceOutlet;
  readonly log: Logger;
  readonly recall: (device: string) => unknown;
  readonly toWallMs: (nodeMs: number) => number;
  /** Minutes east of UTC are not enough across DST: local midnight and opening hours come from this zone. */
  readonly timeZone: string;
  readonly opening: readonly Opening[];
}

/** A running device: its driver, its core and its outputs. */
export interface Device {
  readonly id: string;
  readonly meta: () => DeviceMeta;
  readonly start: () => void;
  /** Answers through the outlet; false when this kind of device does not know the command. */
  readonly command: (command: Command) => boolean;
  /** Counts what lies settled, keeps its memory and lets go of the hardware. */
  readonly stop: () => Promise<void>;
}
