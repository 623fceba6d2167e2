import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';
import type { TrendAnswer } from './hub-types.ts';
import { t, wordOf } from './words.ts';

/** Widths of a bar. */
export type Bucket = 'hour' | 'day' | 'isoWeek' | 'month' | 'year';

const ROWS_AT_MOST = 400;

/** The start of a bucket in words. */
export function bucketLabel(startMs: number, bucket: Bucket): string {
  const formats = i18n.formats.value;
  if (bucket === 'hour') return `${formats.date(startMs)} ${formats.time(startMs)}`;
  if (bucket === 'month') return formats.month(startMs);
  return bucket === 'year'
    ? new Date(startMs).toLocaleDateString('en', { timeZone: i18n.timeZone.value, year: 'numeric' })
    : formats.date(startMs);
}

/** The figures of a chart, newest first. */
export function TrendTable({ table, bucket }: { readonly table: TrendAnswer; readonly bucket: Bucket }): JSX.Element {
  const { decimal, percent } = i18n.formats.value;
  const hasShare = table.completeness.some((share) => share !== null);
  const { compared } = table;
  const order = table.starts.map((_, index) => index).toReversed();
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t.value('trend.table')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.value('trend.start')}</th>
            {table.series.map(({ key, label }) => (
              <th key={key} scope="col" class="table-number">
                {key === 'total' ? table.unit : wordOf('stream', label)}
              </th>
            ))}
            {compared !== undefined && (
              <th scope="col" class="table-number">
                {t.value('trend.compared')}
              </th>
            )}
            {hasShare && (
              <th scope="col" class="table-number">
                {t.value('trend.complete')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {order.slice(0, ROWS_AT_MOST).map((index) => (
            <tr key={index}>
              <th scope="row">{bucketLabel(table.starts[index] ?? 0, bucket)}</th>
              {table.series.map(({ key, values }) => (
                <td key={key} class="table-number">
                  {decimal(values[index] ?? 0, table.digits)}
                </td>
              ))}
              {compared !== undefined && <td class="table-number">{numberText(compared[index], table.digits)}</td>}
              {hasShare && <td class="table-number">{shareText(table.completeness[index], percent)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const numberText = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '–' : i18n.formats.value.decimal(value, digits);
const shareText = (share: number | null | undefined, percent: (ratio: number) => string): string =>
  share === null || share === undefined ? '–' : percent(share);
