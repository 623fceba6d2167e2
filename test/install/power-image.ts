import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from '../gpio/run-tool.ts';
import { diskImage } from './disk-image.ts';

const GUEST = fileURLToPath(new URL('./guest', import.meta.url));
const DISK_MB = 900;
const ROLES = ['hub', 'node'];
const UNITS = ['kw-report.service', 'kw-first.service'];
/** A machine that boots a hundred times starts nothing that the test does not need. */
const NOT_STARTED = [
  'systemd-logind.service',
  'getty@tty1.service',
  'console-getty.service',
  'serial-getty@ttyS0.service',
  'systemd-update-utmp.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'e2scrub_reap.service',
  'fstrim.timer',
  'dpkg-db-backup.timer',
];

/** A disk with hub and node installed from their packages, configured, and a program that tells what is committed. Returns its file. */
export function powerImage(work: string, debian: string, packages: string): string {
  const root = join(work, 'root');
  mkdirSync(root);
  try {
    runTool('tar', ['-C', root, '-xf', debian]);
    for (const name of readdirSync(packages).filter((one) => /-(?:hub|node)_.*_amd64\.deb$/u.test(one))) {
      copyFileSync(join(packages, name), join(root, name));
    }
    runTool('chroot', [root, 'sh', '-ec', 'dpkg -i /kringwijzer-*.deb && rm /kringwijzer-*.deb']);
    cpSync(GUEST, join(root, 'kw'), { recursive: true });
    for (const role of ROLES) {
      copyFileSync(join(GUEST, `power/${role}.yaml`), join(root, `etc/kringwijzer/${role}.yaml`));
      chmodSync(join(root, `etc/kringwijzer/${role}.yaml`), 0o644);
    }
    const units = join(root, 'etc/systemd/system');
    for (const unit of NOT_STARTED) {
      rmSync(join(units, unit), { force: true });
      symlinkSync('/dev/null', join(units, unit));
    }
    for (const unit of UNITS) {
      copyFileSync(join(GUEST, 'power', unit), join(units, unit));
      symlinkSync(`../${unit}`, join(units, 'multi-user.target.wants', unit));
    }
    return diskImage(work, root, DISK_MB);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
