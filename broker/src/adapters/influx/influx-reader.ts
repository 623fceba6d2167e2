import type { Column } from '../../core/column.ts';
import type { Rollup } from '../../core/rollup.ts';
import type { SeriesKey } from '../../ports/series-store.ts';
import { ROLLUP_FIELDS, rollupName } from './influx-lines.ts';
import { type InfluxLink, msOf, quoteName, quoteText } from './influx-link.ts';
import { KEPT_POLICY, RAW_POLICY, ROWS_PER_ANSWER } from './influx-options.ts';

/** Times of a question: UTC epoch ms, half open. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

/** `WHERE` of exactly one series in a time. */
export const whereOf = ({ tags }: SeriesKey, { from, to }: Between): string =>
  [...Object.entries(tags).map(([name, value]) => `${quoteName(name)} = ${quoteText(value)}`), `time >= ${from}ms`, `time < ${to}ms`].join(
    ' AND ',
  );

/** The policy and measurement of the points of a series. */
export const fromOf = ({ measurement }: SeriesKey): string => `${quoteName(RAW_POLICY)}.${quoteName(measurement)}`;

/** Raw values of one series, a bounded answer at a time, in order of time. */
export async function* readRaw(link: InfluxLink, series: SeriesKey, between: Between): AsyncGenerator<Column> {
  const where = whereOf(series, between);
  let after = '';
  for (;;) {
    const q = `SELECT ${quoteName(series.field)} AS v FROM ${fromOf(series)} WHERE ${where}${after} ORDER BY time ASC LIMIT ${ROWS_PER_ANSWER}`;
    const rows = (await link.query(q)).flatMap((found) => found.rows);
    if (rows.length === 0) return;
    yield { at: Float64Array.from(rows, ({ time }) => msOf(time ?? null)), value: Float64Array.from(rows, ({ v }) => Number(v)) };
    if (rows.length < ROWS_PER_ANSWER) return;
    after = ` AND time > ${quoteText(String(rows.at(-1)?.time))}`;
  }
}

/** All raw values of a time at once: for an hour or a few days. */
export async function readColumn(link: InfluxLink, series: SeriesKey, between: Between): Promise<Column> {
  const parts: Column[] = [];
  for await (const part of readRaw(link, series, between)) parts.push(part);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    at: Float64Array.from(parts.flatMap(({ at }) => [...at])),
    value: Float64Array.from(parts.flatMap(({ value }) => [...value])),
  };
}

/** The hours of one series that were rolled up, in order. */
export async function readRollups(
  link: InfluxLink,
  series: SeriesKey,
  between: Between,
): Promise<readonly { readonly at: number; readonly rollup: Rollup }[]> {
  const columns = ROLLUP_FIELDS.map((name) => `${quoteName(`${series.field}_${name}`)} AS ${quoteName(name)}`).join(', ');
  const q = `SELECT ${columns} FROM ${quoteName(KEPT_POLICY)}.${quoteName(rollupName(series.measurement))} WHERE ${whereOf(series, between)}`;
  return (await link.query(q)).flatMap(({ rows }) =>
    rows
      .filter((row) => row.n !== null && Number(row.n) > 0)
      .map((row) => {
        const [n = 0, sum = 0, min = 0, max = 0, first = 0, last = 0] = ROLLUP_FIELDS.map((name) => Number(row[name]));
        return { at: msOf(row.time ?? null), rollup: { n, sum, min, max, first, last } };
      }),
  );
}
