import type { LevelDevice } from '../config/device-schema.ts';
import { type LevelConfig, type LevelInput, type LevelState, levelConfigOf, levelCore } from '../core/cores.ts';
import type { DistanceReading, DistanceSource, SourceGap } from '../ports/sources.ts';
import { CoreDevice } from './core-device.ts';
import type { Device, DeviceContext } from './device.ts';

/** A level sensor from its configuration and its driver. */
export function createLevel(device: LevelDevice, source: DistanceSource, context: DeviceContext): Device {
  const config = levelConfigOf({
    device: device.id,
    geometry: [
      { distanceMm: device.emptyMm, fillRatio: 0 },
      { distanceMm: device.fullMm, fillRatio: 1 },
    ],
  });
  return new CoreDevice<LevelConfig, LevelState, LevelInput, DistanceReading | SourceGap>(
    {
      id: device.id,
      core: levelCore,
      config,
      source,
      inputOf: (event) => (event.type === 'distance' ? { type: 'distance', atMs: event.atMs, mm: event.distanceMm } : undefined),
      commandOf: () => undefined,
      metaOf: (_state, firmware) => ({
        kind: 'level',
        id: device.id,
        name: device.name,
        ...(device.container === undefined ? {} : { container: device.container }),
        ...(firmware === undefined ? {} : { firmware }),
      }),
      flushOf: (atMs) => ({ type: 'flush', atMs }),
      tickLagMs: 0,
    },
    context,
  );
}
