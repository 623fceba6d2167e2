import { join } from 'node:path';
import { MINUTE_MS } from '@kringwijzer/contract';
import type { BenchTable } from '../bench-report.ts';
import { batchesOf, type DataShape, pointsIn } from './bench-data.ts';
import type { InfluxPeer } from './influx-peer.ts';
import { medianOf, round3 } from './median.ts';
import type { OurSide } from './our-side.ts';

interface IngestOptions {
  readonly ours: OurSide;
  readonly peer: InfluxPeer | undefined;
  readonly folder: string;
  readonly isQuick: boolean;
}

/** Durable writes in turns: ours with all its rollups made, influxd with none, each commit on disk before the next. */
export async function ingestRounds({
  ours,
  peer,
  folder,
  isQuick,
}: IngestOptions): Promise<{ figures: Record<string, number>; table: BenchTable }> {
  const from = Date.UTC(2025, 5, 2);
  const figures: Record<string, number> = {};
  const rows = [['batch', 'ours points/s', 'influxd points/s', 'x']];
  for (const batch of [100, 1_000]) {
    const shape: DataShape = { series: 30, from, to: from + (isQuick ? 2_500 : 6_000) * MINUTE_MS, stepMs: MINUTE_MS };
    const points = pointsIn(shape);
    const ourRates: number[] = [];
    const theirRates: number[] = [];
    for (let round = 0; round < (isQuick ? 3 : 5); round += 1) {
      const { ms } = await ours.run({ do: 'ingest', path: join(folder, `ingest-${batch}-${round}.db`), shape, batch });
      ourRates.push((points / ms) * 1_000);
      if (peer !== undefined) theirRates.push((points / (await timeInflux(peer, `ingest_${batch}_${round}`, shape, batch))) * 1_000);
    }
    const our = medianOf(ourRates);
    figures[`ingest_${batch}_per_s`] = Math.round(our);
    if (theirRates.length === 0) continue;
    const their = medianOf(theirRates);
    figures[`influxd_ingest_${batch}_per_s`] = Math.round(their);
    figures[`ingest_${batch}_x`] = round3(our / their);
    rows.push([String(batch), String(Math.round(our)), String(Math.round(their)), String(round3(our / their))]);
  }
  return { figures, table: { title: 'Durable ingest, median of interleaved rounds', rows } };
}

async function timeInflux(peer: InfluxPeer, database: string, shape: DataShape, batch: number): Promise<number> {
  await peer.query(database, `CREATE DATABASE ${database}`);
  const startedAt = performance.now();
  for (const points of batchesOf(shape, batch)) await peer.write(database, points);
  const ms = performance.now() - startedAt;
  await peer.query(database, `DROP DATABASE ${database}`);
  return ms;
}
