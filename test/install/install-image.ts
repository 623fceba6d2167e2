import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { GuestParts } from '../gpio/guest-parts.ts';
import { runTool } from '../gpio/run-tool.ts';

const GUEST = fileURLToPath(new URL('./guest', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** A version after this one, whose hub ends at once. */
const BROKEN_VERSION = '999.0.0';
const HUB_PROGRAM = 'usr/lib/kringwijzer-hub/programs/cli/bin/kringwijzer.js';

/** Packs a Debian with our packages and the script that installs them into an initial file system. Returns its file. */
export function installImage(work: string, debian: string, parts: GuestParts): string {
  const root = join(work, 'root');
  const folder = join(root, 'kw');
  mkdirSync(root);
  runTool('tar', ['-C', root, '-xf', debian]);
  cpSync(GUEST, folder, { recursive: true });
  copyFileSync(runTool('sh', ['-c', 'command -v busybox']).trim(), join(folder, 'busybox'));
  for (const module of parts.modules) copyFileSync(module, join(folder, basename(module)));
  const tsx = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), '--conditions=source', join(ROOT, 'hardware/install/build-packages.ts')];
  runTool(process.execPath, [...tsx, '--arch', 'amd64', '--out', folder], ROOT);
  breakHub(work, folder);
  const units = join(root, 'etc/systemd/system');
  mkdirSync(join(units, 'multi-user.target.wants'), { recursive: true });
  // The console is for what the script says; a login there would hang it up.
  symlinkSync('/dev/null', join(units, 'serial-getty@ttyS0.service'));
  copyFileSync(join(GUEST, 'kw-test.service'), join(units, 'kw-test.service'));
  symlinkSync('../kw-test.service', join(units, 'multi-user.target.wants/kw-test.service'));
  const image = join(work, 'install.cpio');
  runTool('sh', ['-c', `cd '${root}' && find . | cpio --quiet -o -H newc > '${image}'`]);
  rmSync(root, { recursive: true, force: true });
  return image;
}

function breakHub(work: string, folder: string): void {
  const hub = readdirSync(folder).find((name) => name.startsWith('kringwijzer-hub_'));
  if (hub === undefined) throw new Error('the package of the hub was not built');
  const broken = join(work, 'broken');
  runTool('dpkg-deb', ['-R', join(folder, hub), broken]);
  const control = join(broken, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/mu, `Version: ${BROKEN_VERSION}`));
  writeFileSync(join(broken, HUB_PROGRAM), 'process.exit(3);\n');
  runTool('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z1', '--build', broken, join(folder, 'broken.deb')]);
}
