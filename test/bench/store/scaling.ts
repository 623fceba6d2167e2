import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR_MS, MINUTE_MS } from '@kringwijzer/contract';
import type { BenchTable } from '../bench-report.ts';
import { type DataShape, pointsIn, YEAR_2025 } from './bench-data.ts';
import { medianOf, round3 } from './median.ts';
import { OurSide } from './our-side.ts';
import { type Question, questionsOf } from './questions.ts';

/** Under the limit of one answer, KW_QUERY_TOO_LARGE. */
const ROWS_MAX = 50_000;

const SIZES = [
  { years: 1, series: 30 },
  { years: 3, series: 30 },
  { years: 10, series: 30 },
  { years: 1, series: 300 },
] as const;

/** Milliseconds for one question, all its pieces together. */
async function askedMs(ours: OurSide, pieces: readonly Question['ours'][]): Promise<number> {
  let ms = 0;
  for (const question of pieces) ms += (await ours.run({ do: 'ask', question })).ms;
  return ms;
}

const BUCKET_MS: Readonly<Record<string, number>> = { day: 24 * HOUR_MS, fiveMinutes: 5 * MINUTE_MS };

/** A question in parts that each stay under the store's limit of rows, as a person has to ask it. */
function piecesOf(question: Question['ours'], series: number): readonly Question['ours'][] {
  const bucketMs = question === 'latest' ? undefined : BUCKET_MS[question.bucket];
  if (question === 'latest' || bucketMs === undefined) return [question];
  const { from, to } = question;
  const span = Math.floor(ROWS_MAX / series) * bucketMs;
  const count = Object.keys(question.match.tags ?? {}).length > 0 ? 1 : Math.ceil((to - from) / span);
  return Array.from({ length: count }, (_, piece) => ({
    ...question,
    from: from + piece * span,
    to: Math.min(to, from + (piece + 1) * span),
  }));
}

/** Our store grown in years and in series; one point an hour, which makes as many rollups as one a minute does. */
export async function scalingTable(folder: string): Promise<BenchTable> {
  const names = questionsOf({ series: 1, ...YEAR_2025, stepMs: MINUTE_MS })
    .map(({ name }) => name)
    .filter((name) => !name.endsWith('1_rolled'));
  const rows = [['years', 'series', 'points', 'load s', 'MB', 'peak MB', ...names.map((name) => `${name.replace('_rolled', '')} ms`)]];
  for (const { years, series } of SIZES) {
    const from = Date.UTC(2025 - years, 11, 31, 23);
    const shape: DataShape = { series, from, to: YEAR_2025.to, stepMs: HOUR_MS };
    const path = join(folder, 'scaling.db');
    const ours = new OurSide();
    const loaded = await ours.run({ do: 'load', path, shape });
    const times: string[] = [];
    for (const question of questionsOf(shape).filter(({ name }) => names.includes(name))) {
      const ms: number[] = [];
      for (let round = 0; round < 3; round += 1) ms.push(await askedMs(ours, piecesOf(question.ours, series)));
      times.push(String(round3(medianOf(ms))));
    }
    const peak = (await ours.run({ do: 'peak' })).checksum.mb ?? Number.NaN;
    const size = (loaded.checksum.bytes ?? Number.NaN) / 1e6;
    rows.push([
      String(years),
      String(series),
      String(pointsIn(shape)),
      String(round3(loaded.ms / 1_000)),
      String(round3(size)),
      String(round3(peak)),
      ...times,
    ]);
    await ours.end();
    await rm(path);
  }
  return { title: 'Our store as it grows (one point an hour; answers of more than 60,000 rows are asked in parts)', rows };
}
