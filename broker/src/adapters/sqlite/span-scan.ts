import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import { type Column } from '../../core/chunk.ts';
import { firstAtOrAfter } from '../../core/overlay.ts';
import type { Span } from '../../core/spans.ts';
import type { Pacer } from './pacer.ts';
import type { RawReader } from './raw-reader.ts';
import type { SeriesRow } from './series-table.ts';

/** Gets each value that lies in a span, in order of time within the span. */
export type Visit = (bucket: number, at: number, value: number) => void;

const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Shows every raw value of a series inside the spans (sorted, disjoint) to `visit`, a day at a time. */
export async function scanSpans(
  parts: { reader: RawReader; pacer: Pacer },
  row: SeriesRow,
  spans: readonly Span[],
  visit: Visit,
): Promise<void> {
  const { reader, pacer } = parts;
  const { startDay, endDay } = daysOf(spans);
  const isInterval = row.key.kind === 'interval';
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
    visitDay(reader.day(row, day), { spans, first, endAt: (day + 1) * DAY_MS, isInterval }, visit);
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

interface DaySpans {
  readonly spans: readonly Span[];
  readonly first: number;
  readonly endAt: number;
  readonly isInterval: boolean;
}

function visitDay(column: Column, { spans, first, endAt, isInterval }: DaySpans, visit: Visit): void {
  for (let index = first; index < spans.length; index += 1) {
    const span = spans[index];
    if (span === undefined || span.from >= endAt) return;
    if (isInterval) visitPieces(column, span, visit);
    else visitPoints(column, span, visit);
  }
}

function visitPoints({ at, value }: Column, span: Span, visit: Visit): void {
  for (let i = firstAtOrAfter(at, span.from); i < at.length; i += 1) {
    const pointAt = at[i] ?? 0;
    if (pointAt >= span.to) return;
    visit(span.bucket, pointAt, value[i] ?? 0);
  }
}

/** A duration counts in each span for the part that lies in it; none is longer than the hour it starts in. */
function visitPieces({ at, value }: Column, span: Span, visit: Visit): void {
  for (let i = firstAtOrAfter(at, span.from - HOUR_MS); i < at.length; i += 1) {
    const pieceAt = at[i] ?? 0;
    if (pieceAt >= span.to) return;
    const from = Math.max(pieceAt, span.from);
    const partMs = Math.min(pieceAt + (value[i] ?? 0) * 1_000, span.to) - from;
    if (partMs > 0) visit(span.bucket, from, partMs / 1_000);
  }
}
