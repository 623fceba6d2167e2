import type { ToolDevice } from '../config/device-schema.ts';
import { type ToolConfig, type ToolInput, type ToolState, toolConfigOf, toolCore, toolMemory } from '../core/cores.ts';
import type { AmpsReading, AmpsSource, ContactReading, SourceGap } from '../ports/sources.ts';
import { CoreDevice } from './core-device.ts';
import type { Device, DeviceContext } from './device.ts';
import { storedToolMemory } from './stored-memory.ts';

/** A contact is a current of 0 or 1. */
const CONTACT_LEVELS = { idleAmps: 0, runAmps: 1 };

/** A tool from its configuration and its driver. Throws RangeError when run is not above idle. */
export function createTool(device: ToolDevice, source: AmpsSource, context: DeviceContext): Device {
  const isContact = device.driver.type === 'firmata' && device.driver.sensor === 'contact';
  const kept = storedToolMemory(context.recall(device.id));
  const memory = isContact && kept !== undefined ? { ...kept, ...CONTACT_LEVELS } : kept;
  const config = toolConfigOf({
    device: device.id,
    ...(isContact ? CONTACT_LEVELS : { idleAmps: device.idleAmps, runAmps: device.runAmps }),
    ...(memory === undefined ? {} : { memory }),
  });
  return new CoreDevice<ToolConfig, ToolState, ToolInput, AmpsReading | ContactReading | SourceGap>(
    {
      id: device.id,
      core: toolCore,
      config,
      source,
      inputOf: (event) => {
        if (event.type === 'amps') return { type: 'reading', atMs: event.atMs, amps: event.amps };
        return event.type === 'contact' ? { type: 'reading', atMs: event.atMs, amps: event.running ? 1 : 0 } : undefined;
      },
      commandOf: (command, atMs) => {
        if (command.name !== 'learn_tool' || isContact) return undefined;
        return { type: 'learn_tool', atMs, id: command.id, by: command.args.by, phase: command.args.phase };
      },
      memoryOf: toolMemory,
      turnOf: (state) => toolMemory(state).run?.fromMs,
      metaOf: (_state, firmware) => ({
        kind: 'tool',
        id: device.id,
        name: device.name,
        ...(firmware === undefined ? {} : { firmware }),
      }),
      flushOf: (atMs) => ({ type: 'flush', atMs }),
      tickLagMs: 0,
    },
    context,
  );
}
