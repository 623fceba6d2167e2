import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { receivedRuns } from '../../support/store-audit.ts';
import { startBenchHub } from '../hub/bench-hub.ts';
import { BATCH, type Confirmed } from './publishers.ts';
import type { Side } from './side.ts';

/** Our hub as a process: it confirms after the commit. */
export async function startOurSide(): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-ours-'));
  const hub = await startBenchHub(join(folder, 'data'));
  return {
    connect: (node) => hub.node(node),
    killBroker: () => hub.kill(),
    // What a killed hub has is on its disk: there is nothing to wait for.
    settle: () => Promise.resolve(),
    stored: (confirmed) => Promise.resolve(storedIn(join(folder, 'data', 'store.db'), confirmed)),
    cpuS: () => hub.cpuS(),
    peakMb: () => hub.peakMb(),
    stop: async () => {
      await hub.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function storedIn(file: string, confirmed: Confirmed): number {
  const db = new Database(file);
  try {
    const runs = receivedRuns(db);
    let stored = 0;
    for (const [node, batches] of confirmed) {
      const mine = runs.filter((run) => run.node === `n${node}`);
      const isStored = (first: number): boolean => mine.some(({ from, to }) => from <= first && first + BATCH - 1 <= to);
      stored += BATCH * [...batches].filter(isStored).length;
    }
    return stored;
  } finally {
    db.close();
  }
}
