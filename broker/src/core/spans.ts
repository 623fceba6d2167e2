import { DAY_MS, HOUR_MS, MINUTE_MS } from '@kringwijzer/contract';
import type { AggregateQuery, OpeningHours } from '../ports/series-store.ts';
import type { Calendar } from './calendar.ts';

/** A piece of time, half open, that belongs to one bucket. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly bucket: number;
}

/** The buckets of a query and the pieces of time that fill them, in order of time and never overlapping. */
export interface BucketPlan {
  readonly buckets: readonly { readonly start: number; readonly end: number }[];
  readonly spans: readonly Span[];
}

/** Lays the buckets of a query over its time, without what lies outside opening hours. */
export function planBuckets(calendar: Calendar, query: AggregateQuery): BucketPlan {
  const plan = query.bucket === 'hourOfWeek' ? foldWeeks(calendar, query.from, query.to) : lineUp(calendar, query);
  if (query.open === undefined) return plan;
  return { buckets: plan.buckets, spans: intersect(plan.spans, openTimes(calendar, query.open, query.from, query.to)) };
}

function lineUp(calendar: Calendar, { bucket, from, to }: AggregateQuery): BucketPlan {
  if (bucket === 'hourOfWeek') return foldWeeks(calendar, from, to);
  const buckets: { start: number; end: number }[] = [];
  const spans: Span[] = [];
  for (let start = calendar.startOf(bucket, from); start < to; ) {
    const end = calendar.nextOf(bucket, start);
    spans.push({ from: Math.max(from, start), to: Math.min(to, end), bucket: buckets.length });
    buckets.push({ start, end });
    start = end;
  }
  return { buckets, spans };
}

function foldWeeks(calendar: Calendar, from: number, to: number): BucketPlan {
  const buckets = Array.from({ length: 168 }, (_, hour) => ({ start: hour * HOUR_MS, end: (hour + 1) * HOUR_MS }));
  const spans: Span[] = [];
  for (let start = calendar.startOf('hour', from); start < to; start += HOUR_MS) {
    spans.push({ from: Math.max(from, start), to: Math.min(to, start + HOUR_MS), bucket: calendar.hourOfWeek(start) });
  }
  return { buckets, spans };
}

type Window = Omit<Span, 'bucket'>;

/** The open times between two moments, in order; windows of one day that touch or overlap become one. */
export function openTimes(calendar: Calendar, hours: OpeningHours, from: number, to: number): readonly Window[] {
  const closed = new Set(hours.closedDates);
  const windows: Window[] = [];
  for (let start = calendar.startOf('day', from); start < to; start = calendar.nextOf('day', start)) {
    const localDay = Math.floor((start + calendar.offsetAt(start)) / DAY_MS) * DAY_MS;
    if (closed.has(new Date(localDay).toISOString().slice(0, 10))) continue;
    const weekday = Math.floor(calendar.hourOfWeek(start) / 24);
    const ofDay = [...(hours.week[weekday] ?? [])].sort((a, b) => a.fromMin - b.fromMin);
    for (const { fromMin, toMin } of ofDay) {
      const window = { from: calendar.utcOf(localDay + fromMin * MINUTE_MS), to: calendar.utcOf(localDay + toMin * MINUTE_MS) };
      pushWindow(windows, { from: Math.max(window.from, from), to: Math.min(window.to, to) });
    }
  }
  return windows;
}

function pushWindow(windows: Window[], window: Window): void {
  if (window.from >= window.to) return;
  const last = windows.at(-1);
  if (last !== undefined && window.from <= last.to) windows[windows.length - 1] = { from: last.from, to: Math.max(last.to, window.to) };
  else windows.push(window);
}

function intersect(spans: readonly Span[], windows: readonly Window[]): readonly Span[] {
  const common: Span[] = [];
  let first = 0;
  for (const span of spans) {
    while ((windows[first]?.to ?? Infinity) <= span.from) first += 1;
    for (let index = first; (windows[index]?.from ?? Infinity) < span.to; index += 1) {
      const window = windows[index];
      if (window === undefined) break;
      common.push({ from: Math.max(span.from, window.from), to: Math.min(span.to, window.to), bucket: span.bucket });
    }
  }
  return common;
}

/** Spans cut into whole UTC hours, which rollups answer, and the ragged rest, which raw points answer. */
export function splitWholeHours(spans: readonly Span[]): { readonly whole: readonly Span[]; readonly ragged: readonly Span[] } {
  const whole: Span[] = [];
  const ragged: Span[] = [];
  for (const { from, to, bucket } of spans) {
    const firstHour = Math.ceil(from / HOUR_MS) * HOUR_MS;
    const lastHour = Math.floor(to / HOUR_MS) * HOUR_MS;
    if (firstHour >= lastHour) {
      ragged.push({ from, to, bucket });
      continue;
    }
    if (from < firstHour) ragged.push({ from, to: firstHour, bucket });
    whole.push({ from: firstHour, to: lastHour, bucket });
    if (lastHour < to) ragged.push({ from: lastHour, to, bucket });
  }
  return { whole, ragged };
}
