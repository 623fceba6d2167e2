import { existsSync, readFileSync } from 'node:fs';
import type { ClockEvidence } from '../ports/clock.ts';

/** Made by systemd-timesyncd, and by systemd-time-wait-sync for chrony and ntpd, once the kernel's clock is synchronised. */
const SYNC_FLAG = '/run/systemd/timesync/synchronized';
const TIMESYNC_FOLDER = '/run/systemd/timesync';
const KERNEL_BOOT = '/proc/sys/kernel/random/boot_id';

/**
 * What this machine says of its clock. Without systemd's folder it cannot tell (`undefined`): containers and desktops
 * get their time from a host, so the node then trusts a clock that is past the year the software was made.
 */
export function systemClockEvidence(flag = SYNC_FLAG, folder = TIMESYNC_FOLDER): ClockEvidence {
  return {
    isSynced: () => (existsSync(flag) ? true : existsSync(folder) ? false : undefined),
    kernelBoot: () => {
      try {
        return readFileSync(KERNEL_BOOT, 'utf8').trim();
      } catch {
        // Not Linux: earlier processes cannot be compared, which only means that their records stay as they were stamped.
        return undefined;
      }
    },
  };
}
