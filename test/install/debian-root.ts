import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { machineMirror } from '../gpio/debian-archive.ts';
import { runTool } from '../gpio/run-tool.ts';

/** Debian 13 and Debian 12. */
export type Suite = 'trixie' | 'bookworm';
const PACKAGES = ['nodejs', 'systemd', 'systemd-sysv', 'udev', 'dbus', 'ca-certificates', 'procps', 'curl', 'sqlite3'];
/** Nothing of these is read by a machine that lives for some minutes. */
const LEFT_OUT = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale', 'usr/share/man'];
/** They look at the network, which the guest does not have. */
const MASKED = ['systemd-timesyncd.service', 'apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer'];

/** A Debian made by debootstrap, as a tar file that is kept. Throws Error with the reason when it cannot be made. */
export function debianRoot(cache: string, suite: Suite): string {
  const kept = join(cache, `${suite}-2.tar`);
  if (existsSync(kept)) return kept;
  const work = mkdtempSync(join(tmpdir(), 'kw-debian-root-'));
  const root = join(work, 'root');
  try {
    runTool('debootstrap', ['--variant=minbase', `--include=${PACKAGES.join(',')}`, suite, root, machineMirror().uri]);
    for (const path of LEFT_OUT) rmSync(join(root, path), { recursive: true, force: true });
    for (const unit of MASKED) {
      rmSync(join(root, 'etc/systemd/system', unit), { force: true });
      symlinkSync('/dev/null', join(root, 'etc/systemd/system', unit));
    }
    symlinkSync('/lib/systemd/systemd', join(root, 'init'));
    writeFileSync(join(root, 'etc/machine-id'), '');
    writeFileSync(join(root, 'etc/hostname'), 'kringwijzer\n');
    mkdirSync(dirname(kept), { recursive: true });
    runTool('tar', ['-C', root, '-cf', `${kept}.${process.pid}`, '.']);
    renameSync(`${kept}.${process.pid}`, kept);
    return kept;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
