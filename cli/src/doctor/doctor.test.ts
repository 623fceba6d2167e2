import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { examine } from '../verbs/doctor.ts';
import type { Subject } from './finding.ts';
import { HUB_CHECKS } from './hub-checks.ts';
import { MACHINE_CHECKS } from './machine-checks.ts';
import { NODE_CHECKS } from './node-checks.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const folder = () => mkdtempSync(join(tmpdir(), 'kw-doctor-'));
const subject = (over: Partial<Subject> = {}): Subject => ({
  dataDir: folder(),
  hubUrl: 'http://127.0.0.1:9',
  nodeConfig: undefined,
  ...over,
});

async function serve(answer: string): Promise<string> {
  const server = createServer((_request, response) => response.end(answer)).listen(0, '127.0.0.1');
  closers.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function yaml(text: string): Promise<string> {
  const path = join(folder(), 'node.yaml');
  writeFileSync(path, text);
  return path;
}

describe('the doctor', () => {
  it('names a cure for everything that is not fine, and nothing else', async () => {
    const findings = await examine([...MACHINE_CHECKS, ...HUB_CHECKS, ...NODE_CHECKS], subject());
    expect(findings.length).toBeGreaterThan(6);
    for (const finding of findings) expect(finding.cure === undefined).toBe(finding.level === 'ok');
  });

  it('says so when no hub answers', async () => {
    expect(await examine(HUB_CHECKS, subject())).toMatchObject([{ level: 'warning', message: expect.stringContaining('no hub answers') }]);
  });

  it('tells another program on the port of the hub from a hub', async () => {
    expect(await examine(HUB_CHECKS, subject({ hubUrl: await serve('hello') }))).toMatchObject([
      { level: 'fault', message: expect.stringContaining('something else') },
    ]);
    expect(await examine(HUB_CHECKS, subject({ hubUrl: await serve('{"ok":true}') }))).toMatchObject([{ level: 'ok' }]);
    expect(await examine(HUB_CHECKS, subject({ hubUrl: await serve('{"ok":false,"reason":"disk full"}') }))).toMatchObject([
      { level: 'fault', message: expect.stringContaining('disk full') },
    ]);
  });

  it('tells that a mirror follows, or that it is behind and why', async () => {
    const healthOf = (ok: boolean, reason?: string): string =>
      JSON.stringify({ ok: true, store: true, mirror: { ok, database: 'kringwijzer', lagS: 4_000, hours: 12, events: 3, reason } });
    expect(await examine(HUB_CHECKS, subject({ hubUrl: await serve(healthOf(true)) }))).toMatchObject([
      { check: 'Hub', level: 'ok' },
      { check: 'Mirror', level: 'ok' },
    ]);
    expect(await examine(HUB_CHECKS, subject({ hubUrl: await serve(healthOf(false, 'InfluxDB: no server answers')) }))).toMatchObject([
      { level: 'ok' },
      { check: 'Mirror', level: 'warning', message: expect.stringContaining('no server answers'), cure: expect.any(String) },
    ]);
  });

  it('names the key of a node configuration that is not valid', async () => {
    const [finding] = await examine(NODE_CHECKS, subject({ nodeConfig: await yaml('devices: [{kind: scale, id: UPPER}]') }));
    expect(finding).toMatchObject({ check: 'Node configuration', level: 'fault', message: expect.stringContaining('devices') });
  });

  it('finds a missing serial port, a missing credential and a broker that does not listen', async () => {
    const nodeConfig = await yaml(`
dataDir: ${folder()}
hub: { url: 'mqtt://127.0.0.1:9' }
devices:
  - { kind: scale, id: s, name: S, capacityG: 1000000, divisionG: 100, driver: { type: board, path: /dev/not-there } }
`);
    const levels = Object.fromEntries((await examine(NODE_CHECKS, subject({ nodeConfig }))).map(({ check, level }) => [check, level]));
    expect(levels).toEqual({ 'Node configuration': 'ok', Credential: 'fault', Broker: 'fault', 'Serial ports': 'fault' });
  });
});
