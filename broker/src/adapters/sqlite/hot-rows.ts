import { MINUTE_MS } from '@kringwijzer/contract';
import type { Database } from 'better-sqlite3';
import { type Column, columnOf } from '../../core/column.ts';
import { Pacer } from './pacer.ts';

const READ_STEP_MS = 10 * MINUTE_MS;

/** The hot rows of a time as a column for each series, read in short steps. */
export async function readHot(
  db: Database,
  { from, to }: { readonly from: number; readonly to: number },
  sliceMs: number,
): Promise<ReadonlyMap<number, Column>> {
  const pacer = new Pacer(sliceMs);
  const select = db
    .prepare<[number, number], [number, number, number]>('SELECT series, at, value FROM sample WHERE at >= ? AND at < ? ORDER BY at')
    .raw();
  const rows = new Map<number, [number, number][]>();
  for (let start = from; start < to; start += READ_STEP_MS) {
    for (const [series, at, value] of select.all(start, Math.min(to, start + READ_STEP_MS))) {
      const known = rows.get(series);
      if (known === undefined) rows.set(series, [[at, value]]);
      else known.push([at, value]);
    }
    if (pacer.isDue) await pacer.rest();
  }
  return new Map([...rows].map(([series, points]) => [series, columnOf(points)]));
}
