import { readFileSync } from 'node:fs';

/** Highest resident memory of a process so far, in MB. */
export const peakMb = (pid: number | 'self'): number =>
  Number(/^VmHWM:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
