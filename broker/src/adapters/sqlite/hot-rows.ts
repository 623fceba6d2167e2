import { MINUTE_MS } from '@kringwijzer/contract';
import type { Database } from 'better-sqlite3';
import type { Column } from '../../core/column.ts';
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
  // Two plain arrays of numbers a series: a pair for each row would take ten times the memory.
  const columns = new Map<number, { readonly at: number[]; readonly value: number[] }>();
  for (let start = from; start < to; start += READ_STEP_MS) {
    for (const [series, at, value] of select.all(start, Math.min(to, start + READ_STEP_MS))) {
      const column = columns.get(series) ?? { at: [], value: [] };
      if (column.at.length === 0) columns.set(series, column);
      column.at.push(at);
      column.value.push(value);
    }
    if (pacer.isDue) await pacer.rest();
  }
  return new Map([...columns].map(([series, { at, value }]) => [series, { at: Float64Array.from(at), value: Float64Array.from(value) }]));
}
