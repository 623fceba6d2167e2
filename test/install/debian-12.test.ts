import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../gpio/run-tool.ts';
import { buildPackages, prepareInstall } from './prepare.ts';

const RUN_MS = 300_000;
const MAJOR = 20;
const HUB = '{ role: hub, site: kringloop, siteName: Kringloop Noord, network: false }';
const NODE = '{ role: node, site: kringloop, node: yard, doors: [{ id: entrance, name: Ingang, lineA: 17, lineB: 27 }] }';

/** The packages are for one major version of Node.js; the one that runs this stands in for that of another archive. */
function prepare() {
  if (Number(process.versions.node.split('.')[0]) !== MAJOR) return { reason: `this is not Node.js ${MAJOR}` };
  return prepareInstall('bookworm');
}

const needs = prepare();
if ('reason' in needs) process.stderr.write(`\nDEBIAN 12 IS NOT TESTED: ${needs.reason}\n\n`);

describe.skipIf('reason' in needs)(`the packages on Debian 12${'reason' in needs ? `: skipped, ${needs.reason}` : ''}`, () => {
  let work = '';
  let root = '';
  const inRoot = (command: string) => {
    const { status, stdout, stderr } = spawnSync('chroot', [root, 'sh', '-c', command], { encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  };

  beforeAll(() => {
    if ('reason' in needs) return;
    work = mkdtempSync(join(tmpdir(), 'kw-debian-12-'));
    root = join(work, 'root');
    mkdirSync(root);
    runTool('tar', ['-C', root, '-xf', needs.debian]);
    buildPackages(join(root, 'kw'));
    writeFileSync(join(root, 'kw/hub.yaml'), HUB);
    writeFileSync(join(root, 'kw/node.yaml'), NODE);
    standIn(work, join(root, 'kw'));
  });
  afterAll(() => {
    if (root !== '') spawnSync('rm', ['-rf', '--one-file-system', work]);
  });

  it('say which Node.js they need, and are not set up with an older one', { timeout: RUN_MS }, () => {
    const { code, err } = inRoot('cd /kw && dpkg -i kringwijzer-hub_*.deb kringwijzer-node_*.deb');
    expect(code).not.toBe(0);
    expect(err).toMatch(/kringwijzer-hub depends on nodejs \(>= 20\.19\); however:\s+Version of nodejs on system is 18\./u);
    expect(inRoot("dpkg-query -W -f '${Status}' kringwijzer-hub").out).toBe('install ok unpacked');
    expect(existsSync(join(root, 'usr/bin/kringwijzer'))).toBe(false);
  });

  it('are set up when it is there, and take their answers', { timeout: RUN_MS }, () => {
    expect(inRoot('cd /kw && dpkg -i nodejs_*.deb && dpkg --configure -a')).toMatchObject({ code: 0 });
    for (const role of ['hub', 'node']) expect(inRoot(`kringwijzer setup --answers /kw/${role}.yaml`)).toMatchObject({ code: 0 });
    expect(inRoot('systemctl is-enabled kringwijzer-hub kringwijzer-node').out).toBe('enabled\nenabled\n');
    const { out } = inRoot('kringwijzer doctor --json --data /var/lib/kringwijzer-hub');
    const findings = out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { check: string; level: string }]));
    expect(findings.filter(({ level }) => level === 'fault')).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'Native modules', level: 'ok' }));
  });

  it('run a hub as its own user that serves its pages', { timeout: RUN_MS }, async () => {
    const program =
      '/usr/lib/kringwijzer-hub/run hub --config /etc/kringwijzer/hub.yaml --data /var/lib/kringwijzer-hub --port 0 --mqtt-port 0';
    const command = ['--pdeathsig', 'KILL', 'chroot', root, 'runuser', '-u', 'kringwijzer-hub', '--', 'sh', '-c', `exec ${program}`];
    const hub = spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    try {
      const [line] = (await once(createInterface({ input: hub.stdout }), 'line')) as [string];
      const { httpUrl } = JSON.parse(line) as { readonly httpUrl: string };
      expect(await (await fetch(`${httpUrl}/`)).text()).toContain('<html');
    } finally {
      // runuser has a child of its own: the whole group ends.
      if (hub.pid !== undefined) process.kill(-hub.pid, 'SIGTERM');
      await once(hub, 'close');
    }
    const users = runTool('stat', ['-c', '%u', join(root, 'var/lib/kringwijzer-hub/store.db')]).trim();
    expect(users).toBe(inRoot('id -u kringwijzer-hub').out.trim());
  });

  it('leave nothing behind when they are purged', { timeout: RUN_MS }, () => {
    expect(inRoot('dpkg -P kringwijzer-hub kringwijzer-node')).toMatchObject({ code: 0 });
    const left = inRoot(
      "find / -xdev -path /kw -prune -o -path /proc -prune -o -path /var/log -prune -o -iname '*kringwijzer*' -print",
    ).out;
    expect(left).toBe('');
    expect(inRoot('getent passwd | grep kringwijzer').out).toBe('');
  });
});

/** A package `nodejs` with the very Node.js that runs this. */
function standIn(work: string, to: string): void {
  const stage = join(work, 'nodejs');
  mkdirSync(join(stage, 'DEBIAN'), { recursive: true });
  mkdirSync(join(stage, 'usr/bin'), { recursive: true });
  copyFileSync(process.execPath, join(stage, 'usr/bin/node'));
  chmodSync(join(stage, 'usr/bin/node'), 0o755);
  const fields = ['Package: nodejs', `Version: ${process.versions.node}`, 'Architecture: amd64', 'Maintainer: Test <test@localhost>'];
  writeFileSync(join(stage, 'DEBIAN/control'), `${fields.join('\n')}\nDescription: stand-in\n`);
  runTool('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', stage, join(to, `nodejs_${process.versions.node}_amd64.deb`)]);
  rmSync(stage, { recursive: true });
}
