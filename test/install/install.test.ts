import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareMachine } from '../gpio/needs.ts';
import { bootGuest } from './boot-guest.ts';
import { debianRoot } from './debian-root.ts';
import { installImage } from './install-image.ts';

const DEADLINE_MS = 1_080_000;
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/kringwijzer-install', import.meta.url));
const BUILT = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));

/** The kernel and a Debian to boot, or why this machine cannot have them. */
function prepare() {
  const needs = prepareMachine({ debootstrap: 'debootstrap' });
  if ('reason' in needs) return needs;
  if (process.getuid?.() !== 0) return { reason: 'debootstrap needs root' };
  if (!existsSync(BUILT)) return { reason: 'the programs are not built; run npm run build' };
  try {
    return { ...needs, debian: debianRoot(CACHE, 'trixie') };
  } catch (error) {
    return { reason: `no Debian root: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const needs = prepare();
if ('reason' in needs) process.stderr.write(`\nINSTALLATION IS NOT TESTED: ${needs.reason}\n\n`);

describe.skipIf('reason' in needs)(`the packages on a booted Debian${'reason' in needs ? `: skipped, ${needs.reason}` : ''}`, () => {
  let said: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    if ('reason' in needs) return;
    const work = mkdtempSync(join(tmpdir(), 'kw-install-guest-'));
    try {
      said = await bootGuest(needs.parts.kernel, installImage(work, needs.debian, needs.parts), DEADLINE_MS);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });

  it.each([
    ['dpkg', '0', 'install'],
    ['dpkg-kiosk', '0', 'install the kiosk, its browser aside'],
    ['before-setup', 'hub=inactive node=inactive', 'wait for a configuration'],
    ['setup-hub', '0', 'take answers for a hub'],
    ['setup-node', '0', 'take answers for a node'],
    ['setup-kiosk', '0', 'take answers for a kiosk'],
    ['hub-pages', '0 active', 'serve the pages of the hub'],
    ['node-ready', '0 active', 'hear from the node that it is ready'],
    ['after-kill', '0 restarts=1 file=KW_RESTARTS=1', 'bring a killed node back and count it'],
    ['good-again', expect.stringMatching(/^0 /u), 'take the next good version'],
    ['purge', '0', 'purge'],
    ['left', '[] users=[]', 'leave nothing behind'],
    ['end', 'ok', 'come to the end'],
  ])('%s: %j, %s', (name, expected) => {
    expect(said.get(name)).toEqual(expected);
  });

  it('let the locked-up node read light beams through onoff', () => {
    expect(said.get('beams')).toMatch(/^0 "via":"onoff on pinctrl-rp1"/u);
  });

  it('run as users of their own', () => {
    expect(said.get('users')).toBe('kringwijzer-hub kringwijzer-node');
  });

  it('let only the service read its configuration', () => {
    expect(said.get('modes')).toContain('/etc/kringwijzer/kiosk.yaml:640:root:kringwijzer-kiosk');
  });

  it('go back by themselves from an upgrade that does not run', () => {
    expect(said.get('upgrade')).toBe('0 999.0.0');
    expect(said.get('rolled-back')).toMatch(/^0 active/u);
  });

  it('keep what was measured and configured when a package is removed', () => {
    expect(said.get('removed')).toBe('0 data=/var/lib/kringwijzer-node config=/etc/kringwijzer/node.yaml');
  });
});
