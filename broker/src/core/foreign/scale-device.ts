import { type KwRecord, MINUTE_MS } from '@kringwijzer/contract';
import type { ForeignDevice } from './foreign-device.ts';
import type { ForeignDeviceConfig } from './mapping.ts';
import { createMinutes } from './minutes.ts';

/** A scale that tells its gross mass: its curve and how full the container is. It tells no gifts: those need every sample. */
export function scaleDevice(config: Extract<ForeignDeviceConfig, { kind: 'scale' }>): ForeignDevice {
  const { id, name, kind, role, stream, capacityG, divisionG, fullG, tareG } = config;
  let seq = 0;
  let lastG: number | undefined;
  const minutes = createMinutes((at, values): KwRecord => {
    const [minG, maxG, last] = [Math.min(...values), Math.max(...values), values.at(-1) ?? 0];
    const meanG = Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
    const masses = { meanG, minG, maxG, lastG: last, netG: last - tareG };
    return { kind: 'weight', device: id, at, durationMs: MINUTE_MS, n: values.length, ...masses, stable: maxG - minG <= divisionG };
  }, MINUTE_MS);
  return {
    meta: { id, name, kind, role, capacityG, divisionG, cells: 1, ...(stream && { stream }), ...(fullG !== undefined && { fullG }) },
    take: (_name, value, at) => {
      const grossG = Math.round(value);
      const stable = lastG !== undefined && Math.abs(grossG - lastG) <= divisionG;
      lastG = grossG;
      seq += 1;
      const records = minutes.add(grossG, at);
      return { records, state: { kind: 'scale', value: { at, seq, grossG, netG: grossG - tareG, tareG, stable, quality: 'good' } } };
    },
    close: (nowMs, all) => ({ records: minutes.close(all === true ? Number.POSITIVE_INFINITY : nowMs) }),
  };
}
