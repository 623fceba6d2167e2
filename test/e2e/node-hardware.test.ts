import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNodeConfig, type NodeConfigInput, type RunningNode, startNode } from '@kringwijzer/firmware-bridge';
import { createScaleBoard, createToolBoard, linkPty, type PtyLink, voltsOfCounts } from '@kringwijzer/hardware/emulator';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAedes, type TestBroker } from '../../firmware-bridge/testing/broker.ts';
import { StandInHub } from '../../firmware-bridge/testing/stand-in-hub.ts';

const SOON = { timeout: 40_000, interval: 20 };
const MAINS_HZ = 50;

let folder = '';
let broker: TestBroker;
let hub: StandInHub;
const stops: (() => unknown)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-node-hardware-'));
  broker = await startAedes();
  hub = await StandInHub.start({ url: broker.url, site: 'yard' });
});

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await hub.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The latest state of a device, as screens get it. */
function latest(device: string): Record<string, unknown> | undefined {
  const found = hub.heard.findLast((one) => one.topic === `kw/v1/yard/n1/${device}/state`);
  return found && (JSON.parse(found.text) as Record<string, unknown>);
}

async function startOn(devices: NodeConfigInput['devices']): Promise<RunningNode> {
  const { config } = loadNodeConfig({
    overrides: { site: 'yard', node: 'n1', dataDir: folder, hub: { url: broker.url }, delivery: { drainJitterMs: 0 }, devices },
  });
  const clockEvidence = { isSynced: () => true, kernelBoot: () => undefined };
  const node = await startNode(config, { log: pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' }), clockEvidence });
  stops.push(() => node.stop());
  return node;
}

/** A sine around half the supply, as a clamp behind its bias gives it. */
const sine = (rmsV: number) => (atMs: number) => 2.5 + rmsV * Math.SQRT2 * Math.sin((2 * Math.PI * MAINS_HZ * atMs) / 1_000);

describe('a node on the emulated tool board, over a real terminal', () => {
  async function startTools(): Promise<{ board: ReturnType<typeof createToolBoard>; pty: PtyLink }> {
    const board = createToolBoard();
    const pty = await linkPty(board.uart);
    board.setAnalog(0, sine(0.4));
    board.setAnalog(1, voltsOfCounts(512));
    board.setDigital(4, false);
    board.start();
    stops.push(
      () => board.stop(),
      () => pty.close(),
    );
    const port = { type: 'firmata' as const, path: pty.path };
    await startOn([
      { kind: 'tool', id: 'saw', name: 'Zaag', idleAmps: 1, runAmps: 10, driver: { ...port, sensor: 'clamp', pin: 'A0', ampsPerVolt: 30 } },
      { kind: 'tool', id: 'drill', name: 'Boor', driver: { ...port, sensor: 'contact', pin: 4 } },
      {
        kind: 'level',
        id: 'bin',
        name: 'Bak',
        emptyMm: 2_000,
        fullMm: 100,
        driver: { ...port, sensor: 'distance', pin: 'A1', mmPerVolt: 400 },
      },
    ]);
    return { board, pty };
  }

  it('reads a clamp, a contact and a distance sensor through johnny-five, also after the plug was pulled', async () => {
    const { board, pty } = await startTools();
    await vi.waitFor(() => {
      expect(latest('saw')).toMatchObject({ run: 'run' });
      expect(Math.abs(Number(latest('saw')?.['amps']) - 12)).toBeLessThan(0.4);
      expect(latest('drill')).toMatchObject({ run: 'run' });
      expect(Number(latest('bin')?.['distanceMm'])).toBeCloseTo(1_000, -1);
    }, SOON);
    await pty.pull();
    await vi.waitFor(
      () => expect(hub.recordsOf('fault')).toContainEqual(expect.objectContaining({ device: 'saw', state: 'raised' })),
      SOON,
    );
    board.setAnalog(0, sine(0));
    board.setDigital(4, true);
    await pty.put();
    await vi.waitFor(() => {
      expect(latest('saw')).toMatchObject({ run: 'off' });
      expect(latest('drill')).toMatchObject({ run: 'off' });
    }, SOON);
    expect(hub.recordsOf('fault')).toContainEqual(expect.objectContaining({ device: 'saw', state: 'cleared' }));
  });
});

describe('a node on the emulated scale board, over a real terminal', () => {
  it('weighs, tells of a pulled plug, and weighs again when it is back', async () => {
    const gramsOf = { value: 0 };
    // 1 mV at the input is 107 374 counts at gain 128 and 5 V: here 50 counts a gram.
    const board = createScaleBoard({ channels: 1, sps: 80, input: () => (gramsOf.value * 50 * 39.0625) / 2 ** 24, boardId: 7 });
    const pty = await linkPty(board.uart);
    board.start();
    stops.push(
      () => board.stop(),
      () => pty.close(),
    );
    await startOn([
      {
        kind: 'scale',
        id: 'floor',
        name: 'Vloer',
        role: 'intake',
        capacityG: 100_000,
        divisionG: 50,
        sampleHz: 80,
        channels: [{ zeroCounts: 0, countsPerGram: 50 }],
        driver: { type: 'board', path: pty.path },
      },
    ]);
    // How exactly it weighs is the core's matter; here three divisions tell one load from the other.
    const shows = (grams: number): Promise<void> =>
      vi.waitFor(() => expect(Math.abs(Number(latest('floor')?.['grossG']) - grams)).toBeLessThan(150), SOON);
    await shows(0);
    gramsOf.value = 4_200;
    await shows(4_200);
    await pty.pull();
    await vi.waitFor(
      () => expect(hub.recordsOf('fault')).toContainEqual(expect.objectContaining({ device: 'floor', state: 'raised' })),
      SOON,
    );
    gramsOf.value = 6_000;
    await pty.put();
    await shows(6_000);
    const meta = JSON.parse(hub.heard.findLast((one) => one.topic.endsWith('/meta'))?.text ?? '{}') as { devices: { firmware: string }[] };
    expect(meta.devices[0]?.firmware).toContain('kw-scale');
  });
});
