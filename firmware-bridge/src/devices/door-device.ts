import type { Command } from '@kringwijzer/contract';
import type { DoorDevice } from '../config/device-schema.ts';
import { type DoorConfig, type DoorInput, type DoorMemory, type DoorState, doorConfigOf, doorCore, doorMemory } from '../core/cores.ts';
import type { BeamEdge, EdgeSource, SourceGap } from '../ports/sources.ts';
import { CoreDevice } from './core-device.ts';
import type { Device, DeviceContext } from './device.ts';
import { isOpen, localClock } from './local-time.ts';
import { storedDoorMemory } from './stored-memory.ts';

/** A door from its configuration and its driver. */
export function createDoor(device: DoorDevice, source: EdgeSource, context: DeviceContext): Device {
  const stored = storedDoorMemory(context.recall(device.id));
  const today = localDay(context)(context.nowMs());
  // Counts since midnight: yesterday's are no use today.
  const memory: DoorMemory | undefined = stored?.day === today ? { in: stored.in, out: stored.out } : undefined;
  let correction = stored?.correction ?? device.correction;
  const config = doorConfigOf({ device: device.id, ...(memory === undefined ? {} : { memory }) });
  const dayOf = localDay(context);
  return new CoreDevice<DoorConfig, DoorState, DoorInput, BeamEdge | SourceGap>(
    {
      id: device.id,
      core: doorCore,
      config,
      source,
      inputOf: (event) => (event.type === 'edge' ? event : undefined),
      commandOf: (command, atMs) => {
        const input = doorCommand(command, atMs);
        const factor = input === undefined ? Number.NaN : input.manual / input.counted;
        if (factor >= 0.1 && factor <= 10) correction = factor;
        return input;
      },
      memoryOf: (state) => ({ ...doorMemory(state), day: dayOf(state.atMs), ...(correction === undefined ? {} : { correction }) }),
      metaOf: (_state, firmware) => ({
        kind: 'door',
        id: device.id,
        name: device.name,
        ...(correction === undefined ? {} : { correction }),
        ...(firmware === undefined ? {} : { firmware }),
      }),
      flushOf: (atMs) => ({ type: 'flush', atMs }),
      timely: timelyInputs(context),
      tickLagMs: 0,
    },
    context,
  );
}

const localDay = (context: DeviceContext): ((atMs: number) => string) => {
  const local = localClock(context.timeZone);
  return (atMs) => local(context.toWallMs(atMs)).day;
};

function doorCommand(command: Command, atMs: number): Extract<DoorInput, { type: 'correct_door' }> | undefined {
  if (command.name !== 'correct_door') return undefined;
  const { counted, manual, by } = command.args;
  return { type: 'correct_door', atMs, id: command.id, by, counted, manual };
}

/** Midnight and opening hours, looked at once a minute of local time. */
function timelyInputs({ timeZone, opening, toWallMs }: DeviceContext): (atMs: number) => DoorInput[] {
  const local = localClock(timeZone);
  let day: string | undefined;
  let open: boolean | undefined;
  let minute = -1;
  return (atMs) => {
    const wallMs = toWallMs(atMs);
    const at = Math.floor(wallMs / 60_000);
    if (at === minute) return [];
    minute = at;
    const now = local(wallMs);
    const inputs: DoorInput[] = [];
    if (day !== undefined && day !== now.day) inputs.push({ type: 'midnight', atMs });
    day = now.day;
    const isOpenNow = isOpen(opening, now);
    if (isOpenNow !== open && (open !== undefined || isOpenNow)) inputs.push({ type: 'opening', atMs, open: isOpenNow });
    open = isOpenNow;
    return inputs;
  };
}
