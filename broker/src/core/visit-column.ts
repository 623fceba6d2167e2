import { HOUR_MS } from '@kringwijzer/contract';
import type { Column } from './chunk.ts';
import { firstAtOrAfter } from './overlay.ts';
import type { Span } from './spans.ts';

/** Gets each value that lies in a span, in order of time within the span. */
export type Visit = (bucket: number, at: number, value: number) => void;

/** Spans that may hold values of a column: from index `first` on, those that start before `endAt`. */
export interface ColumnSpans {
  readonly spans: readonly Span[];
  readonly first: number;
  readonly endAt: number;
  readonly isInterval: boolean;
}

/** Shows each value of a column that lies in a span to `visit`, span by span. */
export function visitColumn(column: Column, { spans, first, endAt, isInterval }: ColumnSpans, visit: Visit): void {
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
