import { type CareKind, type CareNote, type DeviceCareRequest, KwError, type RetiredDevice } from '@kringwijzer/contract';
import type { StaffLog } from '../ports/staff-log.ts';
import type { LiveChange, LiveModel } from './live-model.ts';

export interface DeviceCareDeps {
  readonly log: StaffLog['care'];
  readonly live: Pick<LiveModel, 'care' | 'deviceMeta'>;
  readonly push: (changes: readonly LiveChange[]) => void;
  readonly nowMs: () => number;
}

/** Care of devices by people: names for the screens, taking out of use, and a log of what was done. History stays with node and device. */
export interface DeviceCare {
  /** Throws KW_DEVICE_UNKNOWN. */
  change(node: string, device: string, change: DeviceCareRequest): void;
  /** Devices out of use, the latest first. */
  retired(): readonly RetiredDevice[];
  /** Throws KW_DEVICE_UNKNOWN. */
  note(
    place: { readonly node: string; readonly device: string },
    by: string,
    note: { readonly what: CareKind; readonly text: string },
  ): void;
  /** Newest first. */
  notes(node: string, device: string): readonly CareNote[];
  /** Puts names and devices out of use into the live picture, at the hub's start. */
  rebuild(): void;
}

/** Device care on what the hub remembers. */
export function createDeviceCare({ log, live, push, nowMs }: DeviceCareDeps): DeviceCare {
  const need = (node: string, device: string): void => {
    const isKnown = live.deviceMeta(node, device) !== undefined || log.find(node, device) !== undefined;
    if (!isKnown) throw new KwError('KW_DEVICE_UNKNOWN', { node, device });
  };
  return {
    change: (node, device, { name, retired }) => {
      need(node, device);
      const before = log.find(node, device) ?? { node, device, name: undefined, retiredAt: undefined };
      const retiredAt = retired === undefined ? before.retiredAt : retired ? (before.retiredAt ?? nowMs()) : undefined;
      const after = { node, device, name: name === undefined ? before.name : (name ?? undefined), retiredAt };
      log.put(after);
      push(live.care(after));
    },
    retired: () =>
      log
        .list()
        .flatMap(({ node, device, name, retiredAt }) =>
          retiredAt === undefined ? [] : [{ node, device, name: name ?? live.deviceMeta(node, device)?.name ?? device, retiredAt }],
        )
        .toSorted((a, b) => b.retiredAt - a.retiredAt),
    note: ({ node, device }, by, { what, text }) => {
      need(node, device);
      log.note({ node, device, at: nowMs(), by, what, text });
    },
    notes: (node, device) => log.notes(node, device),
    rebuild: () => {
      for (const row of log.list()) live.care(row);
    },
  };
}
