import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type DebianArchive, openDebianArchive } from './debian-archive.ts';
import { runTool } from './run-tool.ts';

/** The newest kernel of Debian whose package holds gpio-sim, and a gpiomon that fits it. */
const SUITES = ['trixie-backports', 'trixie'];
const GPIOMON_PACKAGES = ['gpiod', 'libgpiod3', 'libc6'];
const MODULES = ['fs/configfs/configfs.ko', 'drivers/gpio/gpio-sim.ko'];
/** What a disk with ext4 needs and the kernel has not built in, in the order in which it is loaded. */
const DISK_MODULES = ['block/virtio_blk.ko', 'crc16.ko', 'fs/mbcache.ko', 'jbd2/jbd2.ko', 'ext4/ext4.ko'];

/** Unpacked files for the guest. */
export interface GuestParts {
  readonly kernel: string;
  /** In the order in which they are loaded. */
  readonly modules: readonly string[];
  /** For a disk of the guest with ext4 on it, in the order in which they are loaded. */
  readonly diskModules: readonly string[];
  /** Root of gpiod with the C library it was linked against. */
  readonly gpiodRoot: string;
}

/** The parts, from `cache` when they are there. Throws Error with the reason when they cannot be had. */
export function guestParts(cache: string): GuestParts {
  if (!existsSync(cache)) fill(cache);
  return {
    kernel: join(cache, 'vmlinuz'),
    modules: MODULES.map((module) => join(cache, basename(module))),
    diskModules: DISK_MODULES.map((module) => join(cache, basename(module))),
    gpiodRoot: join(cache, 'gpiod'),
  };
}

function fill(cache: string): void {
  const work = mkdtempSync(join(tmpdir(), 'kw-guest-parts-'));
  try {
    const archive = openDebianArchive(work, SUITES);
    const ready = join(work, 'ready');
    mkdirSync(ready);
    fetchKernel(archive, work, ready);
    archive.download(join(work, 'gpiod'), GPIOMON_PACKAGES);
    for (const deb of debs(join(work, 'gpiod'))) runTool('dpkg-deb', ['--extract', deb, join(ready, 'gpiod')]);
    mkdirSync(dirname(cache), { recursive: true });
    // Whole or not at all: a cut download must not look like a filled cache.
    runTool('cp', ['-a', ready, `${cache}.${process.pid}`]);
    renameSync(`${cache}.${process.pid}`, cache);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchKernel(archive: DebianArchive, work: string, ready: string): void {
  const name = /linux-image-(\S+)/u.exec(archive.show('linux-image-amd64', 'Depends') ?? '')?.[1];
  if (name === undefined) throw new Error(`no kernel in ${SUITES.join(' and ')}`);
  archive.download(join(work, 'kernel'), [`linux-binary-${name}`, `linux-modules-${name}`]);
  for (const deb of debs(join(work, 'kernel'))) {
    // The package holds thousands of modules; only the wanted ones are written.
    const patterns = ['*/vmlinuz', ...[...MODULES, ...DISK_MODULES].map((module) => `*/${module}.xz`)]
      .map((pattern) => `'${pattern}'`)
      .join(' ');
    const tar = `dpkg-deb --fsys-tarfile '${deb}' | tar -x -C '${ready}' --wildcards --transform='s,.*/,,' ${patterns} 2>/dev/null || true`;
    runTool('sh', ['-c', tar]);
  }
  for (const file of ['vmlinuz', ...[...MODULES, ...DISK_MODULES].map((module) => `${basename(module)}.xz`)]) {
    if (!existsSync(join(ready, file))) throw new Error(`the packages of kernel ${name} hold no ${file}`);
  }
  for (const file of readdirSync(ready).filter((one) => one.endsWith('.xz'))) runTool('xz', ['-d', join(ready, file)]);
}

const debs = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(folder, name));
