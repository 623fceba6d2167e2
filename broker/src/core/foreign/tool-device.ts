import type { KwRecord, ToolRunState } from '@kringwijzer/contract';
import type { ForeignDevice, Made } from './foreign-device.ts';
import type { ForeignDeviceConfig } from './mapping.ts';

interface Run {
  readonly fromAt: number;
  lastAt: number;
  sumAmps: number;
  n: number;
}

/** A tool by the current it takes: a session for each run. */
export function toolDevice(config: Extract<ForeignDeviceConfig, { kind: 'tool' }>): ForeignDevice {
  const { id, name, kind, idleAmps, runAmps, silentAfterS } = config;
  let seq = 0;
  let run: Run | undefined;
  const end = (toAt: number, ended: 'stopped' | 'silent'): readonly KwRecord[] => {
    if (run === undefined) return [];
    const { fromAt, sumAmps, n } = run;
    run = undefined;
    return [{ kind: 'session', device: id, at: fromAt, toAt, ended, meanAmps: sumAmps / n }];
  };
  const stateAt = (at: number, state: ToolRunState, amps?: number): NonNullable<Made['state']> => {
    seq += 1;
    return { kind: 'tool', value: { at, seq, run: state, quality: 'good', ...(amps !== undefined && { amps }) } };
  };
  return {
    meta: { id, name, kind },
    take: (_name, amps, at) => {
      if (amps < runAmps) return { records: end(at, 'stopped'), state: stateAt(at, amps < idleAmps ? 'off' : 'idle', amps) };
      run ??= { fromAt: at, lastAt: at, sumAmps: 0, n: 0 };
      run.lastAt = at;
      run.sumAmps += amps;
      run.n += 1;
      return { records: [], state: stateAt(at, 'run', amps) };
    },
    close: (nowMs, all) => {
      if (run === undefined || (all !== true && nowMs - run.lastAt < silentAfterS * 1_000)) return { records: [] };
      return { records: end(run.lastAt, 'silent'), state: stateAt(nowMs, 'unknown') };
    },
  };
}
