// A node as a process of its own that tests can kill: it makes up records as fast as it is told and keeps a journal.
import { pino } from 'pino';
import { startNode } from '../src/app.ts';
import { loadNodeConfig } from '../src/config/load-config.ts';
import type { Clock } from '../src/ports/clock.ts';

const [dataDir = '', url = '', speedText = '60'] = process.argv.slice(2);
const speed = Number(speedText);
const startAt = Date.now();

/** Time that runs faster, and goes on over restarts of the process as a kernel's monotonic clock does. */
const fastMs = (): number => (Number(process.hrtime.bigint()) / 1e6) * speed;
const began = fastMs();
const clock: Clock = {
  nowMs: () => startAt + fastMs() - began,
  monotonicMs: fastMs,
  after: (ms, run) => {
    const timer = setTimeout(run, ms / speed);
    return () => clearTimeout(timer);
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms / speed);
    return () => clearInterval(timer);
  },
};

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
