import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
import { startBenchHub } from './hub/bench-hub.ts';
import { liveLatenciesMs } from './hub/live-latency.ts';
import { runLoad } from './hub/load-nodes.ts';
import { nodePeakMb } from './hub/node-memory.ts';
import { scriptKbGz } from './hub/page-weight.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'ingest_records_per_s', op: '>=', goal: 10_000 },
  { figure: 'hub_peak_mb', op: '<=', goal: 256 },
  { figure: 'live_p99_ms', op: '<=', goal: 50 },
];
const NODES = 20;
const BATCH = 200;

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-hub-'));
  const hub = await startBenchHub(join(folder, 'data'));
  try {
    const latencies = [...(await liveLatenciesMs(hub, isQuick ? 100 : 600, 20))].sort((left, right) => left - right);
    const load = await runLoad({ hub, nodes: NODES - 1, batchSize: BATCH, runMs: isQuick ? 8_000 : 30_000 });
    const nodeMb = await nodePeakMb(hub, join(folder, 'node'), isQuick ? 5_000 : 30_000);
    const [dashboards, kiosk] = [scriptKbGz('dashboards'), scriptKbGz('kiosk')];
    const figures = {
      ingest_records_per_s: Math.round(load.acked / load.seconds),
      ingest_hub_cpu_us_per_record: round((load.hubCpuS / load.acked) * 1e6),
      hub_peak_mb: round(hub.peakMb()),
      node_with_emulated_boards_peak_mb: round(nodeMb),
      live_p50_ms: round(quantile(latencies, 0.5)),
      live_p99_ms: round(quantile(latencies, 0.99)),
      ...(dashboards !== undefined && { dashboards_script_kb_gz: round(dashboards) }),
      ...(kiosk !== undefined && { kiosk_script_kb_gz: round(kiosk) }),
    };
    const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
    const title = `Hub: ${NODES - 1} nodes, batches of ${BATCH}, each acknowledged after its commit; live events one by one at 20 a second`;
    const absent = dashboards === undefined || kiosk === undefined ? ['the pages are not built: npm run build'] : [];
    return { figures, aims: AIMS, tables: [{ title, rows: [['figure', 'value'], ...rows] }], absent };
  } finally {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

await runBench('hub', ({ quick }) => bench(quick));
