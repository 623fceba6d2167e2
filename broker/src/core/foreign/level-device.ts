import { type KwRecord, MINUTE_MS } from '@kringwijzer/contract';
import type { ForeignDevice } from './foreign-device.ts';
import type { ForeignDeviceConfig } from './mapping.ts';
import { createMinutes } from './minutes.ts';

/** A distance or fill sensor: one record for each minute in which something came. */
export function levelDevice(config: Extract<ForeignDeviceConfig, { kind: 'level' }>): ForeignDevice {
  const { id, name, kind, container, emptyMm, fullMm } = config;
  const fillOf = (distanceMm: number): number => Math.min(1, Math.max(0, (emptyMm - distanceMm) / (emptyMm - fullMm)));
  let seq = 0;
  const minutes = createMinutes((at, values): KwRecord => {
    const distanceMm = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { kind: 'level', device: id, at, n: values.length, distanceMm, fillRatio: fillOf(distanceMm) };
  }, MINUTE_MS);
  return {
    meta: { id, name, kind, ...(container !== undefined && { container }) },
    take: (value, number, at) => {
      const distanceMm = value === 'fill' ? emptyMm - number * (emptyMm - fullMm) : number;
      const records = minutes.add(distanceMm, at);
      seq += 1;
      return { records, state: { kind: 'level', value: { at, seq, distanceMm, fillRatio: fillOf(distanceMm), quality: 'good' } } };
    },
    close: (nowMs, all) => ({ records: minutes.close(all === true ? Number.POSITIVE_INFINITY : nowMs) }),
  };
}
