import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KwRecord, metaSchema, statusSchema } from '@kringwijzer/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAedes, type TestBroker } from '../testing/broker.ts';
import { ManualClock, manualEvidence } from '../testing/manual-clock.ts';
import { manualSource } from '../testing/manual-sources.ts';
import { quietLog } from '../testing/quiet-log.ts';
import { StandInHub } from '../testing/stand-in-hub.ts';
import { type NodeDeps, type RunningNode, startNode } from './app.ts';
import { loadNodeConfig } from './config/load-config.ts';
import type { NodeConfigInput } from './config/node-schema.ts';
import type { AmpsEvent, EdgeEvent, ReadingEvent } from './ports/sources.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const SOON = { timeout: 10_000, interval: 10 };
type Device = NonNullable<NodeConfigInput['devices']>[number];

const SCALE: Device = {
  kind: 'scale',
  id: 'floor',
  name: 'Vloerweegschaal',
  role: 'intake',
  capacityG: 300_000,
  divisionG: 100,
  channels: [{ zeroCounts: 10_000, countsPerGram: 2 }],
  driver: { type: 'simulated' },
};
const DOOR: Device = { kind: 'door', id: 'gate', name: 'Poort', driver: { type: 'simulated' } };
const TOOL: Device = { kind: 'tool', id: 'saw', name: 'Zaag', driver: { type: 'simulated' } };

let folder = '';
let broker: TestBroker;
let hub: StandInHub;
let clock = new ManualClock(NOW);
const nodes: RunningNode[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-node-'));
  broker = await startAedes();
  hub = await StandInHub.start({ url: broker.url, site: 'yard' });
  clock = new ManualClock(NOW);
});

afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
  await hub.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(devices: NodeConfigInput['devices'], deps: Partial<NodeDeps> = {}): Promise<RunningNode> {
  const overrides = { site: 'yard', node: 'n1', dataDir: folder, hub: { url: broker.url }, delivery: { drainJitterMs: 0 }, devices };
  const { config } = loadNodeConfig({ overrides });
  const node = await startNode(config, { log: quietLog, clock, clockEvidence: manualEvidence(true), ...deps });
  nodes.push(node);
  await vi.waitFor(() => expect(node.isConnected()).toBe(true), SOON);
  return node;
}

const heardOn = (leaf: string): unknown[] => hub.heard.filter((one) => one.topic.endsWith(leaf)).map((one) => JSON.parse(one.text));

/** Ten readings a second of a load, with a little noise, in node time. */
function weigh(source: ReturnType<typeof manualSource<ReadingEvent>>, grams: number, seconds: number): void {
  for (let n = 0; n < seconds * 10; n += 1) {
    clock.pass(100);
    source.emit({ type: 'counts', atMs: source.nowMs(), raw: [10_000 + 2 * grams + ((n * 7) % 11) - 5] });
  }
}

async function command(name: string, args: Record<string, unknown>, expiresAt = clock.nowMs() + 60_000): Promise<Record<string, unknown>> {
  const id = `c-${Math.random().toString(36).slice(2)}`;
  await hub.publish('kw/v1/yard/n1/cmd', JSON.stringify({ id, name, args, expiresAt }));
  return vi.waitFor(() => {
    const result = heardOn('/cmd/result').find((one) => (one as { id: string }).id === id);
    expect(result).toBeDefined();
    return result as Record<string, unknown>;
  }, SOON);
}

describe('a node', () => {
  it('brings a deposit from the amplifier to the hub', async () => {
    const floor = manualSource<ReadingEvent>();
    await start([SCALE], { sources: { scales: { floor } } });
    weigh(floor, 0, 30);
    weigh(floor, 4_200, 60);
    await vi.waitFor(() => expect(hub.recordsOf('deposit')).toHaveLength(1), SOON);
    const deposit = hub.recordsOf('deposit')[0];
    expect(deposit).toMatchObject({ device: 'floor' });
    expect(Math.abs((deposit?.kind === 'deposit' ? deposit.massG : 0) - 4_200)).toBeLessThan(100);
    expect(heardOn('floor/state').length).toBeGreaterThan(0);
  });

  it('introduces itself with retained status and meta, and says goodbye', async () => {
    const node = await start([SCALE, DOOR, TOOL], { sources: {} });
    await vi.waitFor(() => expect(heardOn('/meta')).toHaveLength(1), SOON);
    expect(statusSchema.parse(heardOn('/status')[0])).toMatchObject({ state: 'online', boot: node.boot, at: NOW });
    const meta = metaSchema.parse(heardOn('/meta')[0]);
    expect(meta).toMatchObject({ simulated: true, devices: [{ id: 'floor', kind: 'scale', cells: 1 }, { id: 'gate' }, { id: 'saw' }] });
    await node.stop();
    await node.stop();
    await vi.waitFor(() => expect(heardOn('/status').at(-1)).toMatchObject({ state: 'offline' }), SOON);
  });

  it('is called lost by the broker when its line breaks, and online again when it is back', async () => {
    const node = await start([DOOR], { random: () => 0 });
    await vi.waitFor(() => expect(heardOn('/status')).toHaveLength(1), SOON);
    broker.cut();
    await vi.waitFor(
      () => expect(heardOn('/status').map((one) => (one as { state: string }).state)).toEqual(['online', 'lost', 'online']),
      SOON,
    );
    expect(node.isConnected()).toBe(true);
  });

  it('tares by command and keeps the tare over a restart', async () => {
    const floor = manualSource<ReadingEvent>();
    const first = await start([SCALE], { sources: { scales: { floor } } });
    weigh(floor, 1_500, 20);
    expect(await command('tare', { device: 'floor', by: 'jan' })).toMatchObject({ ok: true });
    await first.stop();
    const again = manualSource<ReadingEvent>();
    await start([SCALE], { sources: { scales: { floor: again } } });
    weigh(again, 1_500, 5);
    await vi.waitFor(() => {
      const state = heardOn('floor/state').at(-1) as { tareG: number };
      expect(Math.abs(state.tareG - 1_500)).toBeLessThan(60);
    }, SOON);
  });

  it('refuses late and unknown commands, and does each id once', async () => {
    await start([DOOR], { sources: { doors: { gate: manualSource<EdgeEvent>() } } });
    expect(await command('zero', { device: 'floor', by: 'jan' })).toMatchObject({ ok: false, code: 'KW_COMMAND_UNKNOWN' });
    expect(await command('identify', { by: 'jan' }, NOW - 1)).toMatchObject({ ok: false, code: 'KW_COMMAND_EXPIRED' });
    const text = JSON.stringify({
      id: 'once',
      name: 'correct_door',
      args: { device: 'gate', by: 'jan', counted: 100, manual: 110 },
      expiresAt: NOW + 1e6,
    });
    for (let times = 0; times < 3; times += 1) await hub.publish('kw/v1/yard/n1/cmd', text);
    await vi.waitFor(() => expect(heardOn('/cmd/result').filter((one) => (one as { id: string }).id === 'once')).toHaveLength(3), SOON);
    await vi.waitFor(() => expect(hub.recordsOf('door_correction')).toHaveLength(1), SOON);
    expect(heardOn('/meta').at(-1)).toMatchObject({ devices: [{ correction: 1.1 }] });
  });

  it('counts a door and a tool', async () => {
    const gate = manualSource<EdgeEvent>();
    const saw = manualSource<AmpsEvent>();
    await start([DOOR, TOOL], { sources: { doors: { gate }, tools: { saw } } });
    const edges = [
      ['a', true],
      ['b', true],
      ['a', false],
      ['b', false],
    ] as const;
    for (const [beam, broken] of edges) {
      clock.pass(150);
      gate.emit({ type: 'edge', atMs: gate.nowMs(), beam, broken });
    }
    for (let s = 0; s < 300; s += 1) {
      clock.pass(1_000);
      saw.emit({ type: 'amps', atMs: saw.nowMs(), amps: s > 30 && s < 210 ? 2 : 0.3 });
    }
    await vi.waitFor(() => expect(hub.recordsOf('session')).toHaveLength(1), SOON);
    await vi.waitFor(() => expect(hub.recordsOf('passages')).toContainEqual(expect.objectContaining({ in: 1, out: 0 })), SOON);
    const session = hub.recordsOf('session')[0];
    expect(session?.kind === 'session' ? (session.toAt - session.at) / 1_000 : 0).toBeGreaterThan(170);
  });

  it('goes on with a tool run that a power cut broke off', async () => {
    const saw = manualSource<AmpsEvent>();
    const before = await start([TOOL], { sources: { tools: { saw } } });
    const work = (source: typeof saw, seconds: number, amps: number): void => {
      for (let s = 0; s < seconds; s += 1) {
        clock.pass(1_000);
        source.emit({ type: 'amps', atMs: source.nowMs(), amps });
      }
    };
    work(saw, 40, 0.3);
    const beganAtMs = clock.nowMs();
    work(saw, 200, 2);
    // What is committed is what a power cut leaves: a copy of the folder.
    await new Promise((committed) => setImmediate(committed));
    const lived = folder;
    folder = mkdtempSync(join(tmpdir(), 'kw-node-'));
    cpSync(lived, folder, { recursive: true });
    await before.stop();
    rmSync(lived, { recursive: true });
    const after = manualSource<AmpsEvent>();
    await start([TOOL], { sources: { tools: { saw: after } } });
    work(after, 60, 2);
    const endedAtMs = clock.nowMs();
    work(after, 300, 0.3);
    // The orderly stop of the first node told a session too: of the part before the cut.
    const isWhole = (record: KwRecord): boolean =>
      record.kind === 'session' && record.at < beganAtMs + 5_000 && Math.abs(record.toAt - endedAtMs) < 5_000;
    await vi.waitFor(() => expect(hub.recordsOf('session').filter(isWhole)).toHaveLength(1), SOON);
  });

  it('records its health each minute and what it cannot read is absent', async () => {
    await start([DOOR]);
    clock.pass(60_000);
    await vi.waitFor(() => expect(hub.recordsOf('health')).toHaveLength(1), SOON);
    const health = hub.recordsOf('health')[0];
    expect(health).toMatchObject({ device: 'node', spoolRecords: expect.any(Number), rssMb: expect.any(Number) });
    expect(health).not.toHaveProperty('throttled');
  });

  it('waits for the right time after a start in 1970 and then sends everything restamped', async () => {
    clock = new ManualClock(5_000);
    const evidence = manualEvidence(false);
    const saw = manualSource<AmpsEvent>();
    await start([TOOL], { sources: { tools: { saw } }, clockEvidence: evidence });
    clock.pass(60_000);
    expect(hub.stored.size).toBe(0);
    clock.setWall(NOW);
    evidence.synced = true;
    clock.pass(2_000);
    await vi.waitFor(() => expect(hub.recordsOf('health')).toHaveLength(1), SOON);
    const stored = [...hub.stored.values()];
    const raised = stored.find((one) => one.record.kind === 'fault' && one.record.state === 'raised');
    expect(raised).toMatchObject({ clock: 'restamped', record: { code: 'KW_CLOCK_UNSYNCED', at: NOW - 60_000 } });
    expect(stored.every((one) => one.clock !== 'unsynced')).toBe(true);
    expect(stored.every((one) => Math.abs(one.record.at - NOW) < 120_000)).toBe(true);
  });

  it('sends unsynced records after the hold when the clock never becomes right', async () => {
    clock = new ManualClock(5_000);
    await start([TOOL], { clockEvidence: manualEvidence(false) });
    clock.pass(125_000);
    await vi.waitFor(() => expect(hub.recordsOf('health').length).toBeGreaterThan(0), SOON);
    expect([...hub.stored.values()].every((one) => one.clock === 'unsynced')).toBe(true);
    expect(hub.recordsOf('fault')).toContainEqual(expect.objectContaining({ code: 'KW_CLOCK_UNSYNCED', state: 'raised' }));
  });
});
