// A node as a process of its own that tests can kill: it makes up records as fast as it is told and keeps a journal.
import { pino } from 'pino';
import { startNode } from '../src/app.ts';
import { loadNodeConfig } from '../src/config/load-config.ts';
import { fastClock } from './fast-clock.ts';

const [dataDir = '', url = '', speedText = '60'] = process.argv.slice(2);
const speed = Number(speedText);
// The kernel's monotonic clock counts on over restarts of the process.
const clock = fastClock({ speed, startAtMs: Date.now(), realMs: () => Number(process.hrtime.bigint()) / 1e6 });

const scale = (id: string) => ({
  kind: 'scale' as const,
  id,
  name: id,
  role: 'intake' as const,
  capacityG: 300_000,
  divisionG: 100,
  channels: [{ zeroCounts: 0, countsPerGram: 1 }],
  driver: { type: 'simulated' as const },
});

const { config } = loadNodeConfig({
  overrides: {
    site: 'yard',
    node: 'n1',
    dataDir,
    hub: { url },
    spool: { journal: true },
    delivery: { drainJitterMs: 200, ackTimeoutMs: 1_000 },
    devices: [scale('scale-1'), scale('scale-2'), { kind: 'door', id: 'door-1', name: 'Poort', driver: { type: 'simulated' } }],
  },
});

await startNode(config, {
  log: pino({ level: 'error' }),
  clock,
  clockEvidence: { isSynced: () => true, kernelBoot: () => undefined },
});
process.stdout.write('ready\n');
