import { DAY_MS } from '@kringwijzer/contract';
import { createDecimator } from '../../core/decimate.ts';
import { checkSpan, QUERY_LIMITS, tooLarge } from '../../core/query-limits.ts';
import type { RangeQuery, Sample } from '../../ports/series-store.ts';
import { Pacer } from './pacer.ts';
import type { RawReader } from './raw-reader.ts';
import type { SeriesRow } from './series-table.ts';
import { scanSpans } from './span-scan.ts';

/** Raw points day by day: memory stays that of one day, or of `maxPoints`. */
export async function* readRange(
  reader: RawReader,
  rows: readonly SeriesRow[],
  query: RangeQuery,
  sliceMs: number,
): AsyncGenerator<Sample> {
  checkSpan(query);
  tooLarge(rows.length, QUERY_LIMITS.series);
  const pacer = new Pacer(sliceMs);
  let left = query.limit ?? Infinity;
  for (const row of rows) {
    const samples = query.maxPoints === undefined ? readDays({ reader, pacer }, row, query) : thinned({ reader, pacer }, row, query);
    for await (const sample of samples) {
      if (left <= 0) return;
      left -= 1;
      yield sample;
    }
  }
}

interface Parts {
  readonly reader: RawReader;
  readonly pacer: Pacer;
}

async function* readDays({ reader, pacer }: Parts, row: SeriesRow, { from, to }: RangeQuery): AsyncGenerator<Sample> {
  const endDay = Math.floor((to - 1) / DAY_MS) + 1;
  for (let day = reader.nextDay(row, Math.floor(from / DAY_MS), endDay); day !== undefined; day = reader.nextDay(row, day + 1, endDay)) {
    const { at, value } = reader.day(row, day);
    for (let i = 0; i < at.length; i += 1) {
      const pointAt = at[i] ?? 0;
      if (pointAt >= from && pointAt < to) yield { series: row.key, at: pointAt, value: value[i] ?? 0 };
    }
    if (pacer.isDue) await pacer.rest();
  }
}

async function* thinned(parts: Parts, row: SeriesRow, { from, to, maxPoints }: RangeQuery): AsyncGenerator<Sample> {
  const first = Math.max(from, row.firstAt);
  const end = Math.min(to, row.lastAt + 1);
  if (first >= end) return;
  const decimator = createDecimator(first, end, Math.max(2, maxPoints ?? 2));
  const span = { from: first, to: end, bucket: 0 };
  await scanSpans(parts, { ...row, key: { ...row.key, kind: 'gauge' } }, [span], (_bucket, { at, value }, first, end) => {
    for (let i = first; i < end; i += 1) decimator.add({ at: at[i] ?? 0, value: value[i] ?? 0 });
  });
  for (const { at, value } of decimator.done()) yield { series: row.key, at, value };
}
