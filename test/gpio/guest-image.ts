import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { GuestParts } from './guest-parts.ts';
import type { Scenario } from './plan.ts';
import { runTool } from './run-tool.ts';

/** Packages with a native part: copied as npm installed them, everything else is bundled. */
const NATIVE = ['onoff', 'epoll', 'bindings', 'file-uri-to-path', 'lodash.debounce'];

const GPIOD_LIBRARIES = '/gpiod/usr/lib/x86_64-linux-gnu';
const INIT = (modules: readonly string[]): string => `#!/bin/sh
export PATH=/bin
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev; mount -t tmpfs t /tmp
${modules.map((module) => `insmod /${basename(module)}`).join('\n')}
mount -t configfs c /sys/kernel/config
/usr/bin/node /app/main.cjs /app/plan.json
echo GUEST_RC=$?
poweroff -f
`;

/** Packs the program, Node.js, onoff, gpiomon and, when there is one, the package of the node into an initial file system. Returns its file. Throws Error when a part is missing. */
export async function guestImage(work: string, parts: GuestParts, plan: readonly Scenario[], nodePackage?: string): Promise<string> {
  const root = join(work, 'root');
  for (const folder of ['bin', 'proc', 'sys', 'dev', 'tmp', 'app/node_modules', 'usr/bin'])
    mkdirSync(join(root, folder), { recursive: true });
  await bundle(join(root, 'app/main.cjs'));
  writeFileSync(join(root, 'app/plan.json'), JSON.stringify(plan));
  for (const name of NATIVE) cpSync(packageFolder(name), join(root, 'app/node_modules', name), { recursive: true });
  installNode(root);
  installShell(root);
  installGpiod(root, parts.gpiodRoot);
  if (nodePackage !== undefined) runTool('dpkg-deb', ['-x', nodePackage, root]);
  for (const module of parts.modules) copyFileSync(module, join(root, basename(module)));
  script(join(root, 'init'), INIT(parts.modules));
  const image = join(work, 'guest.cpio');
  runTool('sh', ['-c', `cd '${root}' && find . | cpio --quiet -o -H newc > '${image}'`]);
  return image;
}

async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('./guest/main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['source'],
    external: NATIVE,
    outfile,
    logLevel: 'error',
  });
}

function packageFolder(name: string): string {
  const require = createRequire(import.meta.resolve('../../firmware-bridge/package.json'));
  const folder = (require.resolve.paths(name) ?? []).map((path) => join(path, name)).find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return realpathSync(folder);
}

/** This very Node.js with the libraries it is linked to. */
function installNode(root: string): void {
  const node = join(root, 'usr/bin/node');
  copyFileSync(realpathSync(process.execPath), node);
  runTool('strip', [node]);
  copyLibraries(root, [process.execPath, join(packageFolder('epoll'), 'build/Release/epoll.node')]);
}

function copyLibraries(root: string, programs: readonly string[]): void {
  const listed = programs.flatMap((program) => runTool('ldd', [program]).match(/\/\S+\.so\S*/gu) ?? []);
  for (const library of new Set(listed)) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(realpathSync(library), join(root, library));
  }
}

function installShell(root: string): void {
  const busybox = join(root, 'bin/busybox');
  copyFileSync(runTool('sh', ['-c', 'command -v busybox']).trim(), busybox);
  const names = ['sh', 'mount', 'umount', 'insmod', 'poweroff', 'usleep', 'echo'];
  for (const name of names) symlinkSync('busybox', join(root, 'bin', name));
}

/** gpiomon of another Debian with its own C library beside it: the loader is named, so the one of Node.js is not touched. */
function installGpiod(root: string, gpiodRoot: string): void {
  cpSync(gpiodRoot, join(root, 'gpiod'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\/(?:gconv|share|locale)(?:\/|$)/u.test(path),
  });
  for (const name of ['gpiomon', 'gpiodetect']) {
    const loader = `${GPIOD_LIBRARIES}/ld-linux-x86-64.so.2`;
    script(join(root, 'bin', name), `#!/bin/sh\nexec ${loader} --library-path ${GPIOD_LIBRARIES} /gpiod/usr/bin/${name} "$@"\n`);
  }
}

function script(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
