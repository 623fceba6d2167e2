import type { DeviceLive, LiveSnapshot, StaffStreamEvents } from '@kringwijzer/contract';
import type { StreamEvent } from '@kringwijzer/ui';

const DEPOSITS_KEPT = 20;

/** What the live page knows: the hub's picture and how far the hub's clock is ahead of this device's. */
export interface LiveData {
  readonly snapshot: LiveSnapshot;
  /** Hub time minus device time in ms; ages are counted on the hub's clock. */
  readonly skewMs: number;
}

/** The page's picture after an event; before the first snapshot nothing else counts. */
export function applyLive(data: LiveData | undefined, event: StreamEvent<StaffStreamEvents>, nowMs: number): LiveData | undefined {
  if (event.name === 'snapshot') return { snapshot: event.value, skewMs: event.value.at - nowMs };
  if (data === undefined) return undefined;
  const { snapshot } = data;
  return { ...data, snapshot: { ...snapshot, ...changesOf(snapshot, event) } };
}

type Change = Exclude<StreamEvent<StaffStreamEvents>, { readonly name: 'snapshot' }>;

function changesOf(snapshot: LiveSnapshot, event: Change): Partial<LiveSnapshot> {
  switch (event.name) {
    case 'device':
      return { devices: withDevice(snapshot.devices, event.value) };
    case 'node':
      return { nodes: replaced(snapshot.nodes, event.value, (a, b) => a.node === b.node) };
    case 'deposit':
      return { deposits: [event.value, ...snapshot.deposits.filter(({ id }) => id !== event.value.id)].slice(0, DEPOSITS_KEPT) };
    case 'alarms':
      return { alarms: [...event.value] };
    case 'totals':
      return { totals: event.value };
    default:
      return {};
  }
}

/** The devices with one told anew; one that was taken out of use leaves. */
function withDevice(devices: readonly DeviceLive[], device: DeviceLive): DeviceLive[] {
  return device.retiredAt === undefined ? replaced(devices, device, isSameDevice) : devices.filter((other) => !isSameDevice(other, device));
}

/** True when both speak of the same device of the same node. */
const isSameDevice = (a: DeviceLive, b: DeviceLive): boolean => a.node === b.node && a.meta.id === b.meta.id;

function replaced<T>(list: readonly T[], item: T, isSame: (a: T, b: T) => boolean): T[] {
  return list.some((other) => isSame(other, item)) ? list.map((other) => (isSame(other, item) ? item : other)) : [...list, item];
}
