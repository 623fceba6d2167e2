import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { GuestParts } from '../gpio/guest-parts.ts';
import { prepareMachine } from '../gpio/needs.ts';
import { runTool } from '../gpio/run-tool.ts';
import { arm64Root } from './arm64-root.ts';
import { debianRoot, type Suite } from './debian-root.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/kringwijzer-install');
const PROGRAMS = { debootstrap: 'debootstrap', mke2fs: 'e2fsprogs' };

/** What a guest with a whole Debian is made of, or why this machine cannot have it. */
export type InstallNeeds = { readonly parts: GuestParts; readonly debian: string } | { readonly reason: string };

/** The kernel and a Debian to boot. Never throws. */
export function prepareInstall(suite: Suite): InstallNeeds {
  const needs = prepareMachine(PROGRAMS);
  if ('reason' in needs) return needs;
  if (process.getuid?.() !== 0) return { reason: 'debootstrap needs root' };
  if (!existsSync(join(ROOT, 'cli/dist/main.js'))) return { reason: 'the programs are not built; run npm run build' };
  try {
    return { ...needs, debian: debianRoot(CACHE, suite) };
  } catch (error) {
    return { reason: `no Debian root: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The Node.js of a Debian for arm64 and what runs it here. Never throws. */
export function prepareArm64(): { readonly root: string } | { readonly reason: string } {
  const needs = prepareMachine({ debootstrap: 'debootstrap', 'qemu-aarch64-static': 'qemu-user-static' });
  if ('reason' in needs) return needs;
  if (process.getuid?.() !== 0) return { reason: 'debootstrap needs root' };
  try {
    return { root: arm64Root(CACHE) };
  } catch (error) {
    return { reason: `no Debian for arm64: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Builds the three packages for a processor into a folder. Throws Error with the reason. */
export function buildPackages(folder: string, architecture: 'amd64' | 'arm64' = 'amd64'): void {
  const tsx = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), '--conditions=source', join(ROOT, 'hardware/install/build-packages.ts')];
  runTool(process.execPath, [...tsx, '--arch', architecture, '--out', folder], ROOT);
}
