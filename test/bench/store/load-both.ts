import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { HOUR_MS } from '@kringwijzer/contract';
import type { Influxd } from '../../support/influxd.ts';
import type { BenchTable } from '../bench-report.ts';
import { batchesOf, type DataShape, pointsIn } from './bench-data.ts';
import type { InfluxPeer } from './influx-peer.ts';
import { round3 } from './median.ts';
import type { OurSide } from './our-side.ts';
import { DATABASE } from './questions.ts';

interface LoadOptions {
  readonly ours: OurSide;
  readonly peer: InfluxPeer | undefined;
  readonly influxd: Influxd | undefined;
  readonly path: string;
  readonly shape: DataShape;
}

/** Fills both with the same points and their hour rollups, and weighs what lies on disk. */
export async function loadBoth({
  ours,
  peer,
  influxd,
  path,
  shape,
}: LoadOptions): Promise<{ figures: Record<string, number>; table: BenchTable }> {
  const points = pointsIn(shape);
  const mine = await ours.run({ do: 'load', path, shape });
  const ourBytes = (mine.checksum.bytes ?? Number.NaN) / points;
  const figures: Record<string, number> = {
    upkeep_gap_ms: round3(mine.checksum.upkeepGapMs ?? Number.NaN),
    disk_bytes_per_point: round3(ourBytes),
    load_s: round3(mine.ms / 1_000),
  };
  const rows = [
    ['', 'load s', 'bytes a point'],
    ['ours', String(figures.load_s), String(figures.disk_bytes_per_point)],
  ];
  if (peer !== undefined && influxd !== undefined) {
    const startedAt = performance.now();
    await peer.query(DATABASE, `CREATE DATABASE ${DATABASE}`);
    for (const batch of batchesOf(shape, 10_000)) await peer.write(DATABASE, batch);
    const rolled = await peer.query(
      DATABASE,
      `SELECT count(v) AS n, sum(v) AS sum, min(v) AS min, max(v) AS max, first(v) AS first, last(v) AS last INTO bench_1h FROM bench WHERE time >= ${shape.from}ms AND time < ${shape.to}ms GROUP BY time(1h), *`,
    );
    expectRollups(rolled[0]?.values[0]?.[1], shape);
    const theirS = (performance.now() - startedAt) / 1_000;
    // A clean restart flushes its log into compressed files.
    await influxd.stop();
    await influxd.start();
    const theirBytes = (await settledSize(join(influxd.folder, 'data', DATABASE))) / points;
    figures.influxd_disk_bytes_per_point = round3(theirBytes);
    figures.disk_ratio = round3(ourBytes / theirBytes);
    figures.influxd_load_s = round3(theirS);
    rows.push(['influxd', String(round3(theirS)), String(round3(theirBytes))]);
  }
  return { figures, table: { title: `Load of ${points} points with hour rollups, and their size on disk`, rows } };
}

/** A rollup that influxd left unfinished would make its answers look fast and wrong. */
function expectRollups(written: number | null | undefined, { series, from, to }: DataShape): void {
  const hours = series * Math.ceil((to - from) / HOUR_MS);
  if (written !== hours) throw new Error(`influxd wrote ${written} rollups of ${hours}: run the bench on a quieter machine`);
}

/** Size of a folder once it has not changed for two seconds, so that compaction is done; after 15 s whatever it is. */
async function settledSize(folder: string): Promise<number> {
  let size = await sizeOf(folder);
  for (let tries = 0, same = 0; tries < 15 && same < 2; tries += 1) {
    await setTimeout(1_000);
    const next = await sizeOf(folder);
    same = next === size ? same + 1 : 0;
    size = next;
  }
  return size;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((a, b) => a + b, 0);
}
