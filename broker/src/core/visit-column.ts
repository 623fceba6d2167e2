import { HOUR_MS } from '@kringwijzer/contract';
import { type Column, columnOf } from './column.ts';
import { firstAtOrAfter } from './overlay.ts';
import type { Span } from './spans.ts';

/** Gets the values from index `from` up to `to` of a column, which lie in a span of the bucket: whole stretches, for a year has half a million. */
export type Visit = (bucket: number, column: Column, from: number, to: number) => void;

/** Spans that may hold values of a column: from index `first` on, those that start before `endAt`. */
export interface ColumnSpans {
  readonly spans: readonly Span[];
  readonly first: number;
  readonly endAt: number;
  readonly isInterval: boolean;
}

/** Shows the values of a column that lie in spans to `visit`, span by span. */
export function visitColumn(column: Column, { spans, first, endAt, isInterval }: ColumnSpans, visit: Visit): void {
  for (let index = first; index < spans.length; index += 1) {
    const span = spans[index];
    if (span === undefined || span.from >= endAt) return;
    if (isInterval) visitPieces(column, span, visit);
    else visitPoints(column, span, visit);
  }
}

function visitPoints(column: Column, span: Span, visit: Visit): void {
  const from = firstAtOrAfter(column.at, span.from);
  const to = firstAtOrAfter(column.at, span.to);
  if (to > from) visit(span.bucket, column, from, to);
}

/** A duration counts in each span for the part that lies in it; none is longer than the hour it starts in. */
function visitPieces({ at, value }: Column, span: Span, visit: Visit): void {
  const pieces: [at: number, seconds: number][] = [];
  for (let i = firstAtOrAfter(at, span.from - HOUR_MS); i < at.length; i += 1) {
    const pieceAt = at[i] ?? 0;
    if (pieceAt >= span.to) break;
    const from = Math.max(pieceAt, span.from);
    const partMs = Math.min(pieceAt + (value[i] ?? 0) * 1_000, span.to) - from;
    if (partMs > 0) pieces.push([from, partMs / 1_000]);
  }
  if (pieces.length > 0) visit(span.bucket, columnOf(pieces), 0, pieces.length);
}
