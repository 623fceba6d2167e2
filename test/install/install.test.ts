import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareInstall } from './prepare.ts';
import { GIFT_KG, runInstall } from './run-install.ts';

const DEADLINE_MS = 2_400_000;
/** Grams of today and number of gifts. */
const FIGURES = `${GIFT_KG * 1_000} 1`;

const needs = prepareInstall('trixie');
if ('reason' in needs) process.stderr.write(`\nINSTALLATION IS NOT TESTED: ${needs.reason}\n\n`);

describe.skipIf('reason' in needs)(`the packages on a booted Debian 13${'reason' in needs ? `: skipped, ${needs.reason}` : ''}`, () => {
  let said: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    if ('reason' in needs) return;
    const work = mkdtempSync(join(tmpdir(), 'kw-install-guest-'));
    try {
      said = await runInstall(work, needs, DEADLINE_MS);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });

  it.each([
    ['dpkg', '0', 'install'],
    ['dpkg-kiosk', '0', 'install the kiosk, its browser aside'],
    ['before-setup', 'hub=inactive node=inactive kiosk=inactive', 'wait for a configuration'],
    ['setup-hub', '0', 'take answers for a hub'],
    ['setup-node', '0', 'take answers for a node'],
    ['setup-kiosk', '0', 'take answers for a kiosk'],
    ['hub-pages', '0 active', 'serve the pages of the hub'],
    [
      'enrolled',
      '0 Node yard of site kringloop is enrolled; its credential is in /var/lib/kringwijzer-node.',
      'enrol the node with a code',
    ],
    ['active', '0 hub=active node=active kiosk=active', 'hear from all three that they are ready'],
    ['gift', `0 ${FIGURES}`, 'bring a gift from the serial port to the address of the kiosk'],
    ['after-kill', '0 restarts=1 file=KW_RESTARTS=1', 'bring a killed node back and count it'],
    ['journal', '4', 'limit the journal'],
    ['end-1', 'ok', 'come to the end of the first boot'],
    ['after-reboot', '0 hub=active node=active kiosk=active', 'start everything by itself after a reboot'],
    ['figures-after-reboot', FIGURES, 'have the same figures after a reboot'],
    ['upgrade', '0 998.0.0', 'upgrade'],
    ['figures-after-upgrade', FIGURES, 'have the same figures after an upgrade'],
    ['wrong-upgrade', '0 999.0.0', 'take an upgrade that does not run'],
    ['rolled-back', expect.stringMatching(/^0 active/u), 'go back from it by themselves'],
    ['figures-after-rollback', FIGURES, 'have the same figures after going back'],
    ['good-again', '0 998.0.0', 'take the next good version'],
    ['removed', '0 data=/var/lib/kringwijzer-node config=/etc/kringwijzer/node.yaml', 'keep what was measured when a package is removed'],
    ['purge', '0', 'purge'],
    ['left', '[] users=[]', 'leave nothing behind'],
    ['end-2', 'ok', 'come to the end'],
  ])('%s: %j, %s', (name, expected) => {
    expect(said.get(name)).toEqual(expected);
  });

  it('let the locked-up node read light beams through onoff', () => {
    expect(said.get('beams')).toMatch(/^0 "via":"onoff on pinctrl-rp1"/u);
  });

  it('run as users of their own', () => {
    expect(said.get('users')).toBe('kringwijzer-hub kringwijzer-kiosk kringwijzer-node');
  });

  it('let only the service read its configuration', () => {
    expect(said.get('modes')).toContain('/etc/kringwijzer/kiosk.yaml:640:root:kringwijzer-kiosk');
  });

  it('are exposed no more than 3.0 of 10 by the systemd that runs them', () => {
    const scores = [...(said.get('exposure') ?? '').matchAll(/kringwijzer-(\w+)\.service=(\d+\.\d)/gu)];
    expect(scores.map(([, role]) => role).toSorted()).toEqual(['hub', 'kiosk', 'node']);
    for (const [, , score] of scores) expect(Number(score)).toBeLessThanOrEqual(3);
  });
});
