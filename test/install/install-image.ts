import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GuestParts } from '../gpio/guest-parts.ts';
import { runTool } from '../gpio/run-tool.ts';
import { diskImage } from './disk-image.ts';
import { buildPackages } from './prepare.ts';

const GUEST = fileURLToPath(new URL('./guest', import.meta.url));
const DISK_MB = 2_000;
/** Versions after this one: a hub that runs, and one that ends at once. */
const NEXT_VERSION = '998.0.0';
const BROKEN_VERSION = '999.0.0';
const PROGRAM = 'usr/lib/kringwijzer-hub/programs/cli/bin/kringwijzer.js';

/** A disk with a fresh Debian, our packages and the scripts that install them. Returns its file. */
export function installImage(work: string, debian: string, parts: GuestParts): string {
  const root = join(work, 'root');
  const folder = join(root, 'kw');
  mkdirSync(root);
  runTool('tar', ['-C', root, '-xf', debian]);
  cpSync(GUEST, folder, { recursive: true });
  copyFileSync(runTool('sh', ['-c', 'command -v busybox']).trim(), join(folder, 'busybox'));
  for (const module of parts.modules) copyFileSync(module, join(folder, basename(module)));
  buildPackages(folder);
  repackHub(work, folder, NEXT_VERSION, () => undefined);
  repackHub(work, folder, BROKEN_VERSION, (unpacked) => writeFileSync(join(unpacked, PROGRAM), 'process.exit(3);\n'));
  const units = join(root, 'etc/systemd/system');
  mkdirSync(join(units, 'multi-user.target.wants'), { recursive: true });
  // The console is for what the script says; a login there would hang it up.
  symlinkSync('/dev/null', join(units, 'serial-getty@ttyS0.service'));
  copyFileSync(join(GUEST, 'kw-test.service'), join(units, 'kw-test.service'));
  symlinkSync('../kw-test.service', join(units, 'multi-user.target.wants/kw-test.service'));
  const image = diskImage(work, root, DISK_MB);
  rmSync(root, { recursive: true, force: true });
  return image;
}

/** Another version of the hub's package. */
function repackHub(work: string, folder: string, version: string, change: (unpacked: string) => void): void {
  const hub = readdirSync(folder).find((name) => name.startsWith('kringwijzer-hub_0'));
  if (hub === undefined) throw new Error('the package of the hub was not built');
  const unpacked = join(work, `hub-${version}`);
  runTool('dpkg-deb', ['-R', join(folder, hub), unpacked]);
  const control = join(unpacked, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/mu, `Version: ${version}`));
  change(unpacked);
  const file = join(folder, `kringwijzer-hub_${version}_amd64.deb`);
  runTool('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z1', '--build', unpacked, file]);
  rmSync(unpacked, { recursive: true, force: true });
}
