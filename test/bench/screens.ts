import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
import { startBenchHub } from './hub/bench-hub.ts';
import { watchScreens } from './screens/watch-screens.ts';

const SCREENS = 200;
/** Values a second: a site of four scales that each say something new, as often as the contract lets them (four times). */
const PER_SECOND = 16;
const AIMS: readonly BenchAim[] = [
  { figure: 'screens_open', op: '>=', goal: SCREENS },
  { figure: 'screens_live_p99_ms', op: '<=', goal: 1_000 },
  { figure: 'screens_live_max_ms', op: '<=', goal: 1_000 },
  { figure: 'screens_hub_peak_mb', op: '<=', goal: 256 },
];

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-screens-'));
  const hub = await startBenchHub(join(folder, 'data'));
  try {
    const idleMb = hub.rssMb();
    const seen = await watchScreens({ hub, screens: SCREENS, perSecond: PER_SECOND, runMs: isQuick ? 12_000 : 60_000 });
    const sorted = Float64Array.from(seen.latenciesMs).sort();
    const figures = {
      screens_open: seen.open,
      screens_values_sent: seen.sent,
      screens_values_seen: sorted.length,
      screens_live_p50_ms: round(quantile(sorted, 0.5)),
      screens_live_p99_ms: round(quantile(sorted, 0.99)),
      screens_live_max_ms: round(sorted.at(-1) ?? Number.NaN),
      screens_hub_cpu_share: round(seen.hubCpuS / seen.seconds),
      screens_hub_mb_without: round(idleMb),
      screens_hub_mb_with: round(seen.hubMb),
      screens_hub_peak_mb: round(hub.peakMb()),
    };
    const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
    const title = `${SCREENS} open screens, ${PER_SECOND} values a second: from the node's message to each screen (share of one core)`;
    return { figures, aims: AIMS, tables: [{ title, rows: [['figure', 'value'], ...rows] }] };
  } finally {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

await runBench('screens', ({ quick }) => bench(quick));
