import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROLES } from '../roles.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const CONFIG = read('config/kringwijzer.yaml');
const LAYER = read('layer/kringwijzer.yaml');

interface Layer {
  readonly mmdebstrap: { readonly packages: readonly string[]; readonly 'customize-hooks': readonly string[] };
}
const layer = parse(LAYER) as Layer;

/** The description of variables in the head of a layer. */
const meta = (name: string): string | undefined => new RegExp(`^# X-Env-${name}: (.*)$`, 'mu').exec(LAYER)?.[1];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kw-image-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs a hook on an empty root, as mmdebstrap does, with a chroot that only tells. */
function runHook(index: number, roles: string): { readonly said: string; readonly code: number | null } {
  const bin = join(root, 'bin');
  const packages = join(root, 'packages');
  for (const folder of [bin, packages, join(root, 'target/etc')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(bin, 'chroot'), '#!/bin/sh\nls "$1/kringwijzer-packages"\n');
  chmodSync(join(bin, 'chroot'), 0o755);
  for (const role of ROLES) {
    for (const processor of ['arm64', 'amd64']) writeFileSync(join(packages, `kringwijzer-${role}_0.1.0_${processor}.deb`), '');
  }
  const env = { PATH: `${bin}:${process.env['PATH']}`, IGconf_kringwijzer_roles: roles, IGconf_kringwijzer_packages: packages };
  const hook = layer.mmdebstrap['customize-hooks'][index] ?? '';
  const { stdout, status } = spawnSync('sh', ['-c', hook, 'hook', join(root, 'target')], { encoding: 'utf8', env });
  return { said: stdout.trim(), code: status };
}

describe('the recipe of an image', () => {
  it('names a layer and roles that are there', () => {
    const config = parse(CONFIG) as { readonly layer: { readonly app: string }; readonly kringwijzer: { readonly roles: string } };
    expect(config.layer.app).toBe(meta('Layer-Name'));
    expect(config.kringwijzer.roles.split(' ')).toEqual([...ROLES]);
    const valid = new RegExp(meta('Var-roles-Valid')?.replace('regex:', '') ?? '', 'u');
    expect([config.kringwijzer.roles, 'node', 'node robot'].map((roles) => valid.test(roles))).toEqual([true, true, false]);
  });

  it('installs the arm64 packages of its roles and leaves nothing of them behind', () => {
    expect(runHook(0, 'hub node')).toEqual({ said: 'kringwijzer-hub_0.1.0_arm64.deb\nkringwijzer-node_0.1.0_arm64.deb', code: 0 });
    expect(existsSync(join(root, 'target/kringwijzer-packages'))).toBe(false);
  });

  it('stops when a package is missing', () => {
    expect(runHook(0, 'hub robot').code).not.toBe(0);
  });

  it("switches the Pi's own watchdog on", () => {
    expect(runHook(1, '').code).toBe(0);
    const written = readFileSync(join(root, 'target/etc/systemd/system.conf.d/50-kringwijzer-watchdog.conf'), 'utf8');
    expect(written).toBe('[Manager]\nRuntimeWatchdogSec=15s\n');
  });
});
