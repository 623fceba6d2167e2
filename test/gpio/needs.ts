import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type GuestParts, guestParts } from './guest-parts.ts';

const PACKAGES = { 'qemu-system-x86_64': 'qemu-system-x86', busybox: 'busybox-static', cpio: 'cpio', xz: 'xz-utils', strip: 'binutils' };
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/kringwijzer-guest', import.meta.url));

/** The parts of the guest, or the reason why this machine cannot have them. */
export type Needs = { readonly parts: GuestParts } | { readonly reason: string };

/** Installs what is missing when it may, `more` programs (with their packages) too, and gets the kernel. Never throws. */
export function prepareMachine(more: Readonly<Record<string, string>> = {}): Needs {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: `the guest needs Linux on x64, not ${process.platform} on ${process.arch}` };
  const programs = { ...PACKAGES, ...more };
  const missing = lacking(programs);
  if (missing.length > 0 && process.getuid?.() === 0) install(missing.map(([, debian]) => debian));
  const left = lacking(programs);
  if (left.length > 0) {
    return { reason: `${left.map(([program]) => program).join(', ')} missing; apt install ${left.map(([, debian]) => debian).join(' ')}` };
  }
  try {
    return { parts: guestParts(CACHE) };
  } catch (error) {
    return { reason: `no kernel with gpio-sim: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const lacking = (programs: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(programs).filter(([program]) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);

function install(packages: readonly string[]): void {
  const options = { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}
