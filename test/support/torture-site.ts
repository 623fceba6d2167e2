import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import { loadNodeConfig, type RunningNode, startNode } from '@kringwijzer/firmware-bridge';
import Database from 'better-sqlite3';
import pino from 'pino';
import { fastClock } from '../../firmware-bridge/testing/fast-clock.ts';
import { type BadLine, badLine } from './bad-line.ts';
import { doubledDeposits, receivedRuns } from './store-audit.ts';

/** Times real time at which the nodes live. */
const SPEED = 60;
const SITE = 'storm';

export interface TortureCounts {
  /** Records the journals of all nodes say were committed. */
  readonly committed: number;
  /** Of these, neither in the store nor waiting in a spool. */
  readonly lost: number;
  /** Stored records that no journal knows. */
  readonly unknown: number;
  /** Deposits that stand twice. */
  readonly doubled: number;
  /** Deposits in the store. */
  readonly deposits: number;
}

/** A hub and nodes that reach it over one bad line. */
export interface TortureSite {
  readonly line: BadLine;
  readonly hub: Hub;
  /** Stops the nodes in an orderly way and starts them again over their spools. */
  restartNodes(): Promise<void>;
  /** Records that wait in spools now. */
  waiting(): number;
  /** Stops nodes and hub and holds the journals against the store. */
  settle(): Promise<TortureCounts>;
  stop(): Promise<void>;
}

/** Starts `nodes` real nodes on simulated devices and the real hub, in this process; `random` makes the weather and spreads the nodes' retries. */
export async function startTortureSite(nodes: number, random: () => number): Promise<TortureSite> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-torture-'));
  const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
  const overrides = { data: join(folder, 'hub'), site: { id: SITE }, http: { port: 0 }, mqtt: { port: 0 } };
  const hub = await startHub(loadHubConfig({ overrides }), { log });
  const line = await badLine(hub.mqttPort, random);
  const ids = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const passwords = await Promise.all(ids.map((node) => enrol(hub, node)));
  // It began forty days ago, so that it never gets ahead of the hub's.
  const clock = fastClock({ speed: SPEED, startAtMs: Date.now() - 40 * 86_400_000, realMs: () => performance.now() });
  const start = (): Promise<RunningNode[]> =>
    Promise.all(
      ids.map((node, index) => {
        const dataDir = join(folder, node);
        const hubAt = { url: `mqtt://127.0.0.1:${line.port}`, password: passwords[index] ?? '' };
        const { config } = loadNodeConfig({ overrides: { ...nodeOverrides, node, dataDir, hub: hubAt } });
        return startNode(config, { log, clock, clockEvidence: { isSynced: () => true, kernelBoot: () => undefined }, random });
      }),
    );
  let running = await start();
  const stopNodes = (): Promise<void[]> => Promise.all(running.map((node) => node.stop()));
  return {
    line,
    hub,
    restartNodes: async () => {
      await stopNodes();
      running = await start();
    },
    waiting: () => running.reduce((sum, node) => sum + node.depth().records, 0),
    settle: async () => {
      await stopNodes();
      await hub.stop();
      return countsOf(
        ids.map((node) => join(folder, node, 'spool.db')),
        join(folder, 'hub', 'store.db'),
      );
    },
    stop: async () => {
      await stopNodes();
      await line.close();
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const simulated = { type: 'simulated' as const };
const scale = (id: string) => ({
  kind: 'scale' as const,
  id,
  name: id,
  role: 'intake' as const,
  capacityG: 300_000,
  divisionG: 100,
  channels: [{ zeroCounts: 0, countsPerGram: 1 }],
  driver: simulated,
});
const nodeOverrides = {
  site: SITE,
  spool: { journal: true },
  delivery: { drainJitterMs: 200, ackTimeoutMs: 1_000 },
  devices: [scale('scale-1'), { kind: 'door' as const, id: 'door-1', name: 'Poort', driver: simulated }],
};

async function enrol(hub: Hub, node: string): Promise<string> {
  const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hub.issueEnrolCode(node), node }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { password: string }).password;
}

function countsOf(spools: readonly string[], store: string): TortureCounts {
  const journal = new Set(spools.flatMap((file) => keysIn(file, "SELECT boot || '/' || seq FROM journal")));
  const waiting = new Set(
    spools.flatMap((file) => keysIn(file, "SELECT boot.boot || '/' || seq FROM record JOIN boot ON boot.id = record.boot")),
  );
  const db = new Database(store, { readonly: true });
  try {
    const stored = new Set<string>();
    for (const { boot, from, to } of receivedRuns(db)) for (let seq = from; seq <= to; seq += 1) stored.add(`${boot}/${seq}`);
    return {
      committed: journal.size,
      lost: [...journal].filter((key) => !stored.has(key) && !waiting.has(key)).length,
      unknown: [...stored].filter((key) => !journal.has(key)).length,
      doubled: doubledDeposits(db),
      deposits: db.prepare<[], number>("SELECT count(*) FROM event WHERE kind = 'deposit'").pluck().get() ?? 0,
    };
  } finally {
    db.close();
  }
}

function keysIn(file: string, sql: string): readonly string[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare<[], string>(sql).pluck().all();
  } finally {
    db.close();
  }
}
