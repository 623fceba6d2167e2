import type { DeviceConfig } from '../config/device-schema.ts';
import type { AmpsSource, DistanceSource, EdgeSource, ReadingSource } from '../ports/sources.ts';
import type { Device, DeviceContext } from './device.ts';
import { createDoor } from './door-device.ts';
import { createLevel } from './level-device.ts';
import { createScale } from './scale-device.ts';
import { createTool } from './tool-device.ts';

/** Makes the driver that a device's configuration names. */
export interface Drivers {
  readonly scale: (device: Extract<DeviceConfig, { kind: 'scale' }>) => ReadingSource;
  readonly door: (device: Extract<DeviceConfig, { kind: 'door' }>) => EdgeSource;
  readonly tool: (device: Extract<DeviceConfig, { kind: 'tool' }>) => AmpsSource;
  readonly level: (device: Extract<DeviceConfig, { kind: 'level' }>) => DistanceSource;
}

/** A device of any kind from its configuration. Throws RangeError for numbers that cannot be. */
export function createDevice(device: DeviceConfig, drivers: Drivers, context: DeviceContext): Device {
  if (device.kind === 'scale') return createScale(device, drivers.scale(device), context);
  if (device.kind === 'door') return createDoor(device, drivers.door(device), context);
  if (device.kind === 'tool') return createTool(device, drivers.tool(device), context);
  return createLevel(device, drivers.level(device), context);
}
