import type { Aggregate, Bucket, Sample, SeriesKey } from '../ports/series-store.ts';
import { describeExport, type ExportHead, tagNamesOf } from './export-head.ts';

/** Comma-separated values with a head of comment lines, or one JSON object a line with the head first. */
export type LineFormat = 'csv' | 'jsonl';

interface LineHead extends ExportHead {
  readonly format: LineFormat;
}

/** Raw points as lines of text, each with its line end; units and definitions come first. */
export async function* exportSamples(head: LineHead, samples: AsyncIterable<Sample>): AsyncGenerator<string> {
  yield* headLines(head);
  if (head.format === 'jsonl') {
    for await (const { series, at, value } of samples) {
      const { measurement, field, tags, unit } = series;
      yield jsonLine({ at, time: isoOf(at), measurement, field, tags, value, unit });
    }
    return;
  }
  yield csvLine(['time_utc', 'time_local', ...seriesColumns(head), 'value', 'unit']);
  // Points come series after series: what a series always says is put together once.
  let [said, before, after]: [SeriesKey | undefined, string, string] = [undefined, '', ''];
  for await (const { series, at, value } of samples) {
    if (series !== said) [said, before, after] = [series, csvCells(seriesCells(head, series)), `${csvCell(series.unit)}\r\n`];
    yield `${isoOf(at)},${localOf(head, at)},${before},${value},${after}`;
  }
}

/** Buckets as lines of text; an empty bucket is a line with n 0 and empty cells, never a made-up value. */
export async function* exportBuckets(head: LineHead, fn: readonly Aggregate[], buckets: Iterable<Bucket>): AsyncGenerator<string> {
  yield* headLines(head, fn);
  const names = fn.filter((name) => name !== 'n');
  if (head.format === 'csv') {
    yield csvLine(['start_utc', 'start_local', 'end_utc', ...seriesColumns(head), 'n', 'completeness', ...names, 'unit']);
  }
  for (const { series, start, end, n, values, completeness } of buckets) {
    if (head.format === 'jsonl') yield jsonLine({ start, end, ...series, n, completeness, values });
    else {
      const figures = names.map((name) => values[name] ?? '');
      yield csvLine([
        isoOf(start),
        localOf(head, start),
        isoOf(end),
        ...seriesCells(head, series),
        n,
        completeness ?? '',
        ...figures,
        series.unit,
      ]);
    }
  }
}

function* headLines(head: LineHead, fn?: readonly Aggregate[]): Generator<string> {
  const description = describeExport(head, fn);
  if (head.format === 'jsonl') {
    yield jsonLine({ head: description });
    return;
  }
  const { site, timeZone, madeAt, note, series, aggregates } = description;
  yield `# Kringwijzer, site ${site}, made ${madeAt}, local time of ${timeZone}. ${note}\r\n`;
  for (const { measurement, field, unit, kind, definition } of series)
    yield `# ${measurement} ${field} [${unit}], ${kind}: ${definition}\r\n`;
  for (const [name, definition] of Object.entries(aggregates)) yield `# ${name}: ${definition}\r\n`;
}

const seriesColumns = (head: ExportHead): readonly string[] => ['measurement', 'field', ...tagNamesOf(head)];
const seriesCells = (head: ExportHead, { measurement, field, tags }: SeriesKey): readonly string[] => [
  measurement,
  field,
  ...tagNamesOf(head).map((name) => tags[name] ?? ''),
];

const isoOf = (at: number): string => new Date(at).toISOString();

function localOf({ calendar }: ExportHead, at: number): string {
  const offsetMs = calendar.offsetAt(at);
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${isoOf(at + offsetMs).slice(0, 19)}${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const csvCells = (cells: readonly (string | number)[]): string => cells.map(csvCell).join(',');
const csvLine = (cells: readonly (string | number)[]): string => `${csvCells(cells)}\r\n`;
const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
