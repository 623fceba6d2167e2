import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CSRF_HEADER } from '@kringwijzer/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runTool } from '../gpio/run-tool.ts';
import { Arm64Process } from './arm64-process.ts';
import { buildPackages, prepareArm64 } from './prepare.ts';

const RUN_MS = 600_000;
const NODE_YAML = (dataDir: string): string => `
schemaVersion: 1
site: kringloop
node: yard
dataDir: ${dataDir}
healthEveryS: 1
devices:
  - { kind: scale, id: floor, name: Inname, role: intake, capacityG: 150000, divisionG: 50, sampleHz: 2, driver: { type: simulated } }
`;

const needs = prepareArm64();
if ('reason' in needs) process.stderr.write(`\nARM64 IS NOT TESTED: ${needs.reason}\n\n`);

describe.skipIf('reason' in needs)(`the packages for arm64${'reason' in needs ? `: skipped, ${needs.reason}` : ''}`, () => {
  const root = 'root' in needs ? needs.root : '';
  const running: Arm64Process[] = [];
  let work = '';
  const program = (role: string): string => join(work, role, `usr/lib/kringwijzer-${role}/programs/cli/bin/kringwijzer.js`);
  const start = (role: string, args: readonly string[], env?: Readonly<Record<string, string>>): Arm64Process => {
    const started = new Arm64Process(root, program(role), args, env);
    running.push(started);
    return started;
  };

  beforeAll(() => {
    if ('reason' in needs) return;
    work = mkdtempSync(join(tmpdir(), 'kw-arm64-'));
    buildPackages(join(work, 'packages'), 'arm64');
    for (const role of ['hub', 'node']) {
      runTool('sh', ['-c', `dpkg-deb -x '${work}'/packages/kringwijzer-${role}_*_arm64.deb '${join(work, role)}'`]);
    }
  });
  afterAll(async () => {
    for (const one of running.toReversed()) await one.stop();
    rmSync(work, { recursive: true, force: true });
  });

  it('load their native modules on the Node.js of Debian 13', { timeout: RUN_MS }, async () => {
    const { lines, said } = await start('node', ['doctor', '--json', '--data', join(work, 'nowhere')]).ended();
    const findings = Object.fromEntries(
      lines.map((line) => JSON.parse(line) as { check: string; level: string; message: string }).map((one) => [one.check, one]),
    );
    expect(said).toBe('');
    expect(findings['Node.js']).toMatchObject({ level: 'ok', message: expect.stringMatching(/^Node\.js 20\.\d+\.\d+ on arm64/u) });
    expect(findings['Native modules']).toMatchObject({ level: 'ok' });
    expect(findings['Pages']).toMatchObject({ level: 'ok' });
  });

  it('run a hub and a node whose records reach it', { timeout: RUN_MS }, async () => {
    const hub = start('hub', ['hub', '--data', join(work, 'data'), '--port', '0', '--mqtt-port', '0'], { KW_LOG_LEVEL: 'error' });
    const { httpUrl = '', mqttUrl = '', adminInvite = '' } = await hub.firstLine();
    const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      fetch(`${httpUrl}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const me = await post('/invites/accept', { invite: adminInvite.split('/').at(-1), name: 'Jan', password: 'een lang wachtwoord' });
    const cookie = me.headers
      .getSetCookie()
      .map((text) => text.split(';', 1)[0])
      .join('; ');
    const { csrf } = (await me.json()) as { readonly csrf: string };
    const { code } = (await (await post('/enrol-codes', { node: 'yard' }, { cookie, [CSRF_HEADER]: csrf })).json()) as {
      readonly code: string;
    };
    const enrolled = await start('node', [
      'enrol',
      '--hub',
      httpUrl,
      '--code',
      code,
      '--node',
      'yard',
      '--data',
      join(work, 'node-data'),
    ]).ended();
    expect(enrolled).toMatchObject({ code: 0 });
    writeFileSync(join(work, 'node.yaml'), NODE_YAML(join(work, 'node-data')));
    const node = start('node', ['node', '--config', join(work, 'node.yaml')], { KW_LOG_LEVEL: 'error' });
    expect(await node.firstLine()).toEqual({ node: 'yard', hub: mqttUrl });
    const seen = async (): Promise<unknown> => (await fetch(`${httpUrl}/api/v1/nodes`, { headers: { cookie } })).json();
    const there = [{ node: 'yard', connected: true, status: { state: 'online' }, lastRecordAt: expect.any(Number) }];
    await vi.waitFor(async () => expect(await seen()).toMatchObject(there), { timeout: 120_000, interval: 500 });
    expect(await node.stop()).toBe(0);
    expect(await hub.stop()).toBe(0);
  });
});
