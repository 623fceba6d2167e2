import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { GuestParts } from '../gpio/guest-parts.ts';
import { runTool } from '../gpio/run-tool.ts';

/** Loads what a disk needs and hands over to the system on it; says why when it cannot. */
const INIT = (modules: readonly string[]): string => `#!/bin/sh
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
${modules.map((module) => `insmod /${basename(module)}`).join('\n')}
until [ -b /dev/vda ]; do usleep 20000; done
mount -t ext4 -o noatime /dev/vda /root || { echo "KWSAID mount failed"; poweroff -f; }
mount --move /dev /root/dev
exec switch_root /root /lib/systemd/systemd
`;

/** A small initial file system that starts the system on the guest's disk. Returns its file. */
export function bootImage(work: string, parts: GuestParts): string {
  const root = join(work, 'boot');
  for (const folder of ['bin', 'proc', 'sys', 'dev', 'root']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(runTool('sh', ['-c', 'command -v busybox']).trim(), join(root, 'bin/busybox'));
  for (const name of ['sh', 'mount', 'insmod', 'poweroff', 'usleep', 'echo', 'switch_root'])
    symlinkSync('busybox', join(root, 'bin', name));
  for (const module of parts.diskModules) copyFileSync(module, join(root, basename(module)));
  writeFileSync(join(root, 'init'), INIT(parts.diskModules));
  chmodSync(join(root, 'init'), 0o755);
  const image = join(work, 'boot.cpio');
  runTool('sh', ['-c', `cd '${root}' && find . | cpio --quiet -o -H newc > '${image}'`]);
  return image;
}

/** An ext4 file system of `megabytes` with everything below `root` in it. Returns its file. */
export function diskImage(work: string, root: string, megabytes: number): string {
  const image = join(work, 'disk.img');
  runTool('mke2fs', ['-q', '-t', 'ext4', '-d', root, '-L', 'kringwijzer', image, `${megabytes}M`]);
  return image;
}

/** What checks of a guest need, in one folder: a copy of a file on an ext4 image that is not in use. Throws Error when it is not there. */
export function fileFromImage(image: string, path: string, to: string): void {
  runTool('debugfs', ['-R', `dump ${path} ${to}`, image]);
}
