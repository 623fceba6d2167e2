import type { DeviceLive } from '@kringwijzer/contract';

/** The last pauses between two values of each device, by `<node>/<device>`. */
export type Gaps = ReadonlyMap<string, { readonly at: number; readonly lastMs: readonly number[] }>;

/** Three pauses: one long one, after a failure, is forgotten as soon as the device speaks as before. */
const REMEMBERED = 3;

/** Takes in when each device was last heard. */
export function noteGaps(known: Gaps, devices: readonly DeviceLive[]): Gaps {
  return new Map(
    devices.flatMap(({ node, meta, receivedAt }) => {
      if (receivedAt === undefined) return [];
      const key = `${node}/${meta.id}`;
      const before = known.get(key);
      if (before === undefined) return [[key, { at: receivedAt, lastMs: [] }]];
      if (before.at >= receivedAt) return [[key, before]];
      return [[key, { at: receivedAt, lastMs: [...before.lastMs, receivedAt - before.at].slice(-REMEMBERED) }]];
    }),
  );
}

/** How long a device usually says nothing, ms: the longest of its last pauses; 0 while that is not known. */
export const usualGapMs = (gaps: Gaps, key: string): number => Math.max(0, ...(gaps.get(key)?.lastMs ?? []));
