import { readFileSync } from 'node:fs';
import { KwProcess } from '../../support/kw-process.ts';
import type { BenchHub } from './bench-hub.ts';

/** The spare place among the nodes of the bench. */
const SPARE = 20;
const KB_PER_MB = 1_024;
/** What docs/node.md says a node is run with, as far as NODE_OPTIONS takes it. */
const MEMORY_FLAGS = '--max-semi-space-size=1 --max-old-space-size=64';

/** Highest resident memory in MB of a whole node process on simulated hardware, emulated boards included, after `runMs` beside the hub. */
export async function nodePeakMb(hub: BenchHub, dataDir: string, runMs: number): Promise<number> {
  const { username, password } = await hub.enrol(SPARE);
  const { process: node } = await KwProcess.start(['node', '--simulate'], {
    KW_NODE: username,
    KW_SITE: 'kringloop',
    KW_HUB_URL: hub.mqttUrl,
    KW_HUB_PASSWORD: password,
    KW_NODE_DATA_DIR: dataDir,
    KW_LOG_LEVEL: 'error',
    NODE_OPTIONS: MEMORY_FLAGS,
  });
  try {
    await new Promise((resolve) => setTimeout(resolve, runMs));
    const status = readFileSync(`/proc/${node.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1]) / KB_PER_MB;
  } finally {
    await node.end('SIGTERM');
  }
}
