import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { describeExport, type ExportHead, tagNamesOf } from '../../core/export-head.ts';
import type { Aggregate, Bucket, Sample, SeriesKey } from '../../ports/series-store.ts';

/** Rows that are encoded in one go, without a turn for anybody else. */
const ROWS_PER_GROUP = 5_000;

type Cell = Date | string | number | undefined;
interface Column {
  readonly name: string;
  readonly type: 'TIMESTAMP' | 'STRING' | 'DOUBLE';
  readonly optional?: boolean;
}

/** Raw points as the parts of a Parquet file; its metadata `kringwijzer` holds units and definitions as JSON. */
export function parquetSamples(head: ExportHead, samples: AsyncIterable<Sample>): AsyncGenerator<Uint8Array> {
  const tags = tagNamesOf(head);
  const columns: readonly Column[] = [{ name: 'time', type: 'TIMESTAMP' }, ...seriesColumns(tags), { name: 'value', type: 'DOUBLE' }];
  async function* rows(): AsyncGenerator<readonly Cell[]> {
    for await (const { series, at, value } of samples) yield [new Date(at), ...seriesCells(series, tags), value];
  }
  return fileOf(columns, describeExport(head), rows());
}

/** Buckets as the parts of a Parquet file; an empty bucket is a row with n 0 and no figures. */
export function parquetBuckets(head: ExportHead, fn: readonly Aggregate[], buckets: Iterable<Bucket>): AsyncGenerator<Uint8Array> {
  const tags = tagNamesOf(head);
  const figures = fn.filter((name) => name !== 'n');
  const columns: readonly Column[] = [
    { name: 'start', type: 'TIMESTAMP' },
    { name: 'end', type: 'TIMESTAMP' },
    ...seriesColumns(tags),
    { name: 'n', type: 'DOUBLE' },
    { name: 'completeness', type: 'DOUBLE', optional: true },
    ...figures.map((name): Column => ({ name, type: 'DOUBLE', optional: true })),
  ];
  async function* rows(): AsyncGenerator<readonly Cell[]> {
    for (const { series, start, end, n, completeness, values } of buckets) {
      const cells = figures.map((name) => values[name]);
      yield [new Date(start), new Date(end), ...seriesCells(series, tags), n, completeness, ...cells];
    }
  }
  return fileOf(columns, describeExport(head, fn), rows());
}

const seriesColumns = (tags: readonly string[]): readonly Column[] => [
  { name: 'measurement', type: 'STRING' },
  { name: 'field', type: 'STRING' },
  // A tag may be called as a column of ours.
  ...tags.map((tag): Column => ({ name: `tag_${tag}`, type: 'STRING', optional: true })),
  { name: 'unit', type: 'STRING' },
];

const seriesCells = ({ measurement, field, tags, unit }: SeriesKey, names: readonly string[]): readonly Cell[] => [
  measurement,
  field,
  ...names.map((name) => tags[name]),
  unit,
];

async function* fileOf(columns: readonly Column[], description: object, rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  /** What was written since the last call; the writer goes on counting its offset. */
  const taken = (): Uint8Array => {
    const part = bytes.getBytes().slice();
    bytes.index = 0;
    return part;
  };
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    kvMetadata: [{ key: 'kringwijzer', value: JSON.stringify(description) }],
    createdBy: 'kringwijzer',
  });
  let group: (readonly Cell[])[] = [];
  const write = (): void => {
    const data = (index: number): unknown[] => group.map((row) => row[index]);
    const columnData = columns.map(({ name }, index): ColumnSource => ({ name, data: data(index) }));
    void writer.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
    group = [];
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length < ROWS_PER_GROUP) continue;
    write();
    yield taken();
  }
  if (group.length > 0) write();
  void writer.finish();
  yield taken();
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  const elements = columns.map(({ name, type, optional = false }): SchemaElement => {
    const common = { name, repetition_type: optional ? ('OPTIONAL' as const) : ('REQUIRED' as const) };
    if (type === 'DOUBLE') return { ...common, type: 'DOUBLE' };
    if (type === 'STRING') return { ...common, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    return {
      ...common,
      type: 'INT64',
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    };
  });
  return [{ name: 'root', num_children: columns.length }, ...elements];
}
