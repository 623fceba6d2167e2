import { DAY_MS } from '@kringwijzer/contract';
import { ColumnRoom } from '../../core/column.ts';
import type { Span } from '../../core/spans.ts';
import { type Visit, visitColumn } from '../../core/visit-column.ts';
import type { Pacer } from './pacer.ts';
import type { RawReader } from './raw-reader.ts';
import type { SeriesRow } from './series-table.ts';

const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Shows every raw value of a series inside the spans (sorted, disjoint) to `visit`, a day at a time; a column is good for one visit only. */
export async function scanSpans(
  parts: { reader: RawReader; pacer: Pacer },
  row: SeriesRow,
  spans: readonly Span[],
  visit: Visit,
): Promise<void> {
  const { reader, pacer } = parts;
  const { startDay, endDay } = daysOf(spans);
  const isInterval = row.key.kind === 'interval';
  const room = new ColumnRoom();
  let first = 0;
  let day: number | undefined = startDay;
  for (;;) {
    day = reader.nextDay(row, day, endDay);
    if (day === undefined) return;
    first = skipSpansBefore(spans, first, day * DAY_MS);
    const next = spans[first];
    if (next === undefined) return;
    if (next.from >= (day + 1) * DAY_MS) {
      day = dayOf(next.from);
      continue;
    }
    visitColumn(reader.day(row, day, room), { spans, first, endAt: (day + 1) * DAY_MS, isInterval }, visit);
    day += 1;
    if (pacer.isDue) await pacer.rest();
  }
}

const daysOf = (spans: readonly Span[]): { readonly startDay: number; readonly endDay: number } => ({
  startDay: dayOf(spans[0]?.from ?? 0),
  endDay: dayOf((spans.at(-1)?.to ?? 0) - 1) + 1,
});

function skipSpansBefore(spans: readonly Span[], first: number, at: number): number {
  let index = first;
  while ((spans[index]?.to ?? Infinity) <= at) index += 1;
  return index;
}
