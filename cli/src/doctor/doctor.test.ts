import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadHubConfig, startHub } from '@kringwijzer/broker';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { enrol } from '../start/node-credential.ts';
import { examine } from '../verbs/doctor.ts';
import type { Subject } from './finding.ts';
import { certificate, FOLDER_CHECKS } from './folder-checks.ts';
import { HUB_CHECKS } from './hub-checks.ts';
import { judgeClock, judgeDisk, judgeMemory, judgePower, MACHINE_CHECKS } from './machine-checks.ts';
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

  it.each([
    ['little room', judgeDisk('/data', 1_500), 'warning'],
    ['no room', judgeDisk('/data', 50), 'fault'],
    ['little memory', judgeMemory(900, 100), 'warning'],
    ['a clock of years ago', judgeClock(new Date(0), true), 'fault'],
    ['a clock that is not synchronised', judgeClock(new Date('2027-01-01'), false), 'warning'],
    ['too low a voltage now', judgePower(0x5_00_05), 'fault'],
    ['too low a voltage once', judgePower(0x5_00_00), 'warning'],
  ] as const)('finds %s', (_fault, finding, level) => {
    expect(finding).toMatchObject({ level, cure: expect.stringMatching(/./u) });
  });

  it('finds nothing wrong with a machine that is well', () => {
    const well = [judgeDisk('/data', 9_000), judgeMemory(4_000, 2_000), judgeClock(new Date('2027-01-01'), undefined), judgePower(0)];
    expect(well.map(({ level }) => level)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });
});

describe('the doctor on a hub', () => {
  const levelsOf = async (dataDir: string): Promise<Record<string, string>> =>
    Object.fromEntries((await examine(FOLDER_CHECKS, subject({ dataDir }))).map(({ check, level }) => [check, level]));
  const oldName = '2026-01-01T00-00-00-000Z';

  async function hubFolder(): Promise<{ dataDir: string; hub: Awaited<ReturnType<typeof startHub>> }> {
    const dataDir = folder();
    closers.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const tls = { enabled: true, host: '127.0.0.1', port: 0 };
    const overrides = { data: dataDir, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0, tls } };
    const hub = await startHub(loadHubConfig({ overrides }), { log: pino({ level: 'silent' }) });
    return { dataDir, hub };
  }

  it('finds old backups, databases that were set aside and a certificate that cannot be read', async () => {
    const { dataDir, hub } = await hubFolder();
    expect(await levelsOf(dataDir)).toEqual({ Backups: 'ok', Databases: 'ok', Certificate: 'ok' });
    await hub.stop();
    mkdirSync(join(dataDir, 'backups', oldName), { recursive: true });
    utimesSync(join(dataDir, 'backups', oldName), new Date('2026-01-01'), new Date('2026-01-01'));
    writeFileSync(join(dataDir, 'store.db.damaged-2026-01-01'), '');
    writeFileSync(join(dataDir, 'tls', 'hub.crt'), 'cut off');
    expect(await levelsOf(dataDir)).toEqual({ Backups: 'warning', Databases: 'warning', Certificate: 'fault' });
  });

  it('finds a certificate that ran out, and one that will soon', async () => {
    const { dataDir, hub } = await hubFolder();
    await hub.stop();
    const inDays = (days: number): string | undefined => certificate(dataDir, Date.now() + days * 86_400_000)?.level;
    expect([inDays(0), inDays(390), inDays(400)]).toEqual(['ok', 'warning', 'fault']);
  });

  it('finds that the hub no longer knows a node, and leaves the line of a running one alone', async () => {
    const { hub } = await hubFolder();
    const enrolled = await enrol(hub.httpUrl, { code: hub.issueEnrolCode('n1'), node: 'n1' });
    const config = (password: string): Promise<string> =>
      yaml(`{ site: zuid, node: n1, dataDir: ${folder()}, hub: { url: '${hub.mqttUrl}', user: n1, password: ${password} } }`);
    const signIn = async (password: string): Promise<string | undefined> =>
      (await examine(NODE_CHECKS, subject({ nodeConfig: await config(password) }))).find(({ check }) => check === 'Sign-in')?.level;
    expect([await signIn(enrolled.password), await signIn('wrong')]).toEqual(['ok', 'fault']);
    expect(hub.metrics()).not.toContain('kringwijzer_mqtt_connections_total');
    await hub.stop();
  });
});
