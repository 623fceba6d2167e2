import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { influxdVersion, startInfluxd } from '../support/influxd.ts';
import { type BenchAim, type BenchOutcome, type BenchTable, runBench } from './bench-report.ts';
import { FULL_SHAPE, pointsIn, QUICK_SHAPE } from './store/bench-data.ts';
import { InfluxPeer } from './store/influx-peer.ts';
import { ingestRounds } from './store/ingest-rounds.ts';
import { loadBoth } from './store/load-both.ts';
import { round3 } from './store/median.ts';
import { OurSide } from './store/our-side.ts';
import { peakMb } from './store/peak-memory.ts';
import { queryRounds } from './store/query-rounds.ts';
import { scalingTable } from './store/scaling.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'ingest_100_x', op: '>=', goal: 1.5 },
  { figure: 'ingest_1000_x', op: '>=', goal: 1 },
  { figure: 'day1_x', op: '>=', goal: 15 },
  { figure: 'day1_rolled_x', op: '>=', goal: 1.2 },
  { figure: 'hourOfWeekAll_rolled_x', op: '>=', goal: 15 },
  { figure: 'rawScanAll_x', op: '>=', goal: 8 },
  { figure: 'percentiles_x', op: '>=', goal: 15 },
  { figure: 'latest_x', op: '>=', goal: 50 },
  { figure: 'dash24_x', op: '>=', goal: 2 },
  { figure: 'disk_ratio', op: '<=', goal: 0.4 },
  { figure: 'memory_ratio', op: '<=', goal: 0.5 },
  { figure: 'written_bytes_per_point', op: '<=', goal: 300 },
  { figure: 'upkeep_gap_ms', op: '<=', goal: 50 },
  { figure: 'answers_unequal', op: '<=', goal: 0 },
];

/** Goals about 30 series and a year: a quick run is too small to judge them. */
const ONLY_FULL = new Set(['memory_ratio', 'hourOfWeekAll_rolled_x']);

const aimsOf = (isQuick: boolean): readonly BenchAim[] => (isQuick ? AIMS.filter(({ figure }) => !ONLY_FULL.has(figure)) : AIMS);

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const shape = isQuick ? QUICK_SHAPE : FULL_SHAPE;
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-store-'));
  const ours = new OurSide();
  const influxd = influxdVersion() === undefined ? undefined : await startInfluxd();
  const peer = influxd === undefined ? undefined : new InfluxPeer(influxd);
  try {
    const written = await ours.run({ do: 'minuteCommits', path: join(folder, 'minute.db'), series: 30, minutes: isQuick ? 120 : 360 });
    const ingest = await ingestRounds({ ours, peer, folder, isQuick });
    const loaded = await loadBoth({ ours, peer, influxd, path: join(folder, 'year.db'), shape });
    const queries = await queryRounds({ ours, peer, shape, rounds: isQuick ? 2 : 3 });
    const memory = await memoryFigures(ours, influxd?.pid);
    const scaling: BenchTable[] = isQuick ? [] : [await scalingTable(folder)];
    return {
      figures: {
        points: pointsIn(shape),
        written_bytes_per_point: round3(written.checksum.bytesPerPoint ?? Number.NaN),
        ...ingest.figures,
        ...loaded.figures,
        ...queries.figures,
        ...memory,
      },
      aims: aimsOf(isQuick),
      tables: [ingest.table, queries.table, loaded.table, ...scaling],
      absent: peer === undefined ? ['influxd is not installed: no ratio was measured (apt-get install influxdb)'] : [],
    };
  } finally {
    peer?.close();
    await ours.end();
    await influxd?.remove();
    await rm(folder, { recursive: true });
  }
}

async function memoryFigures(ours: OurSide, influxPid: number | undefined): Promise<Record<string, number>> {
  const ourMb = (await ours.run({ do: 'peak' })).checksum.mb ?? Number.NaN;
  if (influxPid === undefined) return { our_peak_mb: round3(ourMb) };
  const theirMb = peakMb(influxPid);
  return { our_peak_mb: round3(ourMb), influxd_peak_mb: round3(theirMb), memory_ratio: round3(ourMb / theirMb) };
}

await runBench('store', ({ quick }) => bench(quick));
