import type { DeviceMeta, KwRecord, Passages } from '@kringwijzer/contract';
import type { DeviceState } from '../parse-message.ts';
import { doorDevice } from './door-device.ts';
import { levelDevice } from './level-device.ts';
import type { ForeignDeviceConfig } from './mapping.ts';
import { scaleDevice } from './scale-device.ts';
import { toolDevice } from './tool-device.ts';

/** What a device makes of a value or of the time that went by. */
export interface Made {
  readonly state?: DeviceState;
  readonly records: readonly KwRecord[];
}

/** A foreign sensor as one of our devices. Times are UTC epoch ms of the hub and never go back. */
export interface ForeignDevice {
  readonly meta: DeviceMeta;
  /** Takes a value that was checked, in our unit. */
  take(name: string, value: number, atMs: number): Made;
  /** Closes what is over at `nowMs`; with `all` also what is still open. */
  close(nowMs: number, all?: boolean): Made;
  /** Tells a door what was stored before the hub started. */
  seed?(passages: Passages): void;
}

/** The device of a line of the mapping file; `timeZone` tells a door when its day begins. */
export function foreignDevice(config: ForeignDeviceConfig, timeZone: string): ForeignDevice {
  switch (config.kind) {
    case 'level':
      return levelDevice(config);
    case 'tool':
      return toolDevice(config);
    case 'door':
      return doorDevice(config, timeZone);
    default:
      return scaleDevice(config);
  }
}
