import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAedes, type TestBroker } from '../testing/broker.ts';
import { StandInHub } from '../testing/stand-in-hub.ts';

const CHILD = new URL('../testing/child-node.ts', import.meta.url).pathname;
const KILLS = Number(process.env['KW_TEST_KILLS'] ?? 8);

let folder = '';
let broker: TestBroker;
let hub: StandInHub;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-kill-'));
  broker = await startAedes();
  hub = await StandInHub.start({ url: broker.url, site: 'yard' });
});

afterEach(async () => {
  await kill();
  await hub.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  const gone = child;
  child = undefined;
  if (gone === undefined || gone.exitCode !== null || gone.signalCode !== null) return;
  const exit = once(gone, 'exit');
  gone.kill('SIGKILL');
  await exit;
}

async function startChild(): Promise<void> {
  const started = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', CHILD, folder, broker.url, '600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  await once(started.stdout, 'data');
}

/** Every record the node ever committed, from its own journal. */
function journal(): Set<string> {
  const db = new Database(join(folder, 'spool.db'));
  const rows = db.prepare('SELECT boot, seq FROM journal').all() as { boot: string; seq: number }[];
  db.close();
  return new Set(rows.map((row) => `n1/${row.boot}/${row.seq}`));
}

describe('a node that is killed', () => {
  it(`loses and doubles no committed record over ${KILLS} kills at random moments`, { timeout: 120_000 }, async () => {
    hub.policy = (batch, ack) => (batch.seq0 % 7 === 3 ? [ack, ack] : [ack]);
    for (let kills = 0; kills < KILLS; kills += 1) {
      const before = hub.stored.size;
      await startChild();
      await vi.waitFor(() => expect(hub.stored.size).toBeGreaterThan(before), { timeout: 15_000, interval: 5 });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
      if (kills % 3 === 1) broker.cut();
      await kill();
    }
    await startChild();
    const committed = journal();
    await vi.waitFor(() => expect([...committed].filter((key) => !hub.stored.has(key))).toEqual([]), { timeout: 30_000, interval: 50 });
    expect(committed.size).toBeGreaterThan(KILLS * 10);
    await kill();
    const all = journal();
    expect([...hub.stored.keys()].filter((key) => !all.has(key))).toEqual([]);
  });
});
