import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { EnrolResponse } from '@kringwijzer/contract';
import { loadNodeConfig, type RunningNode, startNode } from '@kringwijzer/firmware-bridge';
import Database from 'better-sqlite3';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fillSpool } from '../bench/drain/fill-spool.ts';
import { siteRecords } from '../bench/hub/site-records.ts';
import { doubledDeposits, receivedRuns } from '../support/store-audit.ts';

const DISK_MB = 24;
const BOOT = 'd'.repeat(16);
const folder = mkdtempSync(join(tmpdir(), 'kw-full-'));
const disk = join(folder, 'disk');
const filler = join(disk, 'filler');
mkdirSync(disk);

/** A disk of its own in memory; only root may make one. */
function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'kw-test', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const isMounted = mountDisk();

/** Fills the disk to the last byte. */
function fillDisk(): void {
  const handle = openSync(filler, 'a');
  const chunk = Buffer.alloc(4_096, 1);
  try {
    for (let n = 0; n < (DISK_MB * 1_024 * 1_024) / chunk.length; n += 1) writeSync(handle, chunk);
    fsyncSync(handle);
  } catch {
    // ENOSPC is what was wanted.
  } finally {
    closeSync(handle);
  }
}

const lines: { msg: string; code?: string }[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line) as { msg: string }) });
let hub: Hub;
let node: RunningNode | undefined;

beforeAll(async () => {
  if (!isMounted) return;
  const overrides = { data: join(disk, 'hub'), site: { id: 'vol' }, http: { port: 0 }, mqtt: { port: 0 } };
  hub = await startHub(loadHubConfig({ overrides }), { log });
});
afterAll(async () => {
  rmSync(filler, { force: true });
  await node?.stop();
  if (isMounted) {
    await hub.stop();
    execFileSync('umount', [disk]);
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A real node whose spool holds records of two hours, on a disk that has room. Gives how many. */
async function startFullNode(): Promise<{ node: RunningNode; count: number }> {
  const body = JSON.stringify({ code: hub.issueEnrolCode('n1'), node: 'n1' });
  const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const { password } = (await answer.json()) as EnrolResponse;
  const dataDir = join(folder, 'n1');
  mkdirSync(dataDir);
  const toMs = Math.floor(Date.now() / 60_000) * 60_000;
  const count = fillSpool(dataDir, BOOT, toMs, siteRecords(toMs - 2 * 3_600_000, toMs));
  fillDisk();
  const at = { url: hub.mqttUrl, user: 'n1', password };
  const delivery = { drainJitterMs: 0 };
  const { config } = loadNodeConfig({ overrides: { site: 'vol', node: 'n1', dataDir, hub: at, delivery, healthEveryS: 3_600 } });
  return { count, node: await startNode(config, { log: pino({ level: 'silent' }) }) };
}

const counter = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'mu').exec(hub.metrics())?.[1] ?? 0);
const health = async (): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${hub.httpUrl}/healthz`);
  return { status: answer.status, text: await answer.text() };
};

describe.skipIf(!isMounted)(`a hub on a disk that is full${isMounted ? '' : ' (mounting a tmpfs needs root)'}`, () => {
  it('acknowledges nothing, says so, and when there is room takes everything in without a restart', { timeout: 90_000 }, async () => {
    const started = await startFullNode();
    node = started.node;
    await vi.waitFor(() => expect(counter('kringwijzer_store_failures_total')).toBeGreaterThan(1), { timeout: 30_000, interval: 50 });
    expect(await health()).toMatchObject({ status: 503, text: expect.stringContaining('the disk is full') });
    expect(lines).toContainEqual(
      expect.objectContaining({ code: 'KW_STORE_UNAVAILABLE', msg: 'records cannot be stored; nodes keep them' }),
    );
    expect(node.counts().acked).toBe(0);
    expect(node.depth().records).toBeGreaterThanOrEqual(started.count);
    expect(counter('kringwijzer_records_stored_total')).toBe(0);

    rmSync(filler);
    await vi.waitFor(() => expect(node?.depth().records).toBe(0), { timeout: 60_000, interval: 50 });
    expect((await health()).status).toBe(200);
    await node.stop();
    await hub.stop();
    const db = new Database(join(disk, 'hub', 'store.db'), { readonly: true });
    const runs = receivedRuns(db).filter(({ boot }) => boot === BOOT);
    expect(runs.map(({ from, to }) => [from, to])).toEqual([[0, started.count - 1]]);
    expect(doubledDeposits(db)).toBe(0);
    db.close();
    expect(existsSync(join(disk, 'hub', 'store.db'))).toBe(true);
  });
});
