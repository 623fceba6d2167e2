import { MINUTE_MS, type Passages } from '@kringwijzer/contract';
import { createOccupancy } from '../occupancy.ts';
import type { ForeignDevice } from './foreign-device.ts';
import type { ForeignDeviceConfig } from './mapping.ts';

/**
 * A counter at a door that tells how many came since its last message. Each message makes the record of its minute anew,
 * so that nothing waits in memory for the minute's end.
 */
export function doorDevice(config: Extract<ForeignDeviceConfig, { kind: 'door' }>, timeZone: string): ForeignDevice {
  const { id, name, kind } = config;
  const day = createOccupancy(timeZone);
  let minute: Passages | undefined;
  let seq = 0;
  return {
    meta: { id, name, kind },
    seed: (passages) => {
      day.add('', passages);
      if (passages.at >= (minute?.at ?? 0)) minute = passages;
    },
    take: (direction, count, at) => {
      const start = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      const known = minute?.at === start ? minute : { in: 0, out: 0 };
      const add = (side: 'in' | 'out'): number => known[side] + (direction === side ? count : 0);
      minute = { kind: 'passages', device: id, at: start, in: add('in'), out: add('out'), missed: 0 };
      day.add('', minute);
      seq += 1;
      const sums = day.of(at).doors[0];
      const counts = { in: sums?.in ?? 0, out: sums?.out ?? 0 };
      return { records: [minute], state: { kind: 'door', value: { at, seq, ...counts, beamA: false, beamB: false, quality: 'good' } } };
    },
    close: () => ({ records: [] }),
  };
}
