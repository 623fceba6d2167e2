import { useSignal } from '@preact/signals';
import list from 'lucide-static/icons/list.svg?raw';
import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { i18n } from '../words/words.ts';
import type { TrendAnswer } from './hub-types.ts';
import { partWord, t } from './words.ts';

/** Widths of a bar. */
export type Bucket = 'hour' | 'day' | 'isoWeek' | 'month' | 'year';

// A year of days by thirty doors is eleven thousand cells: more than anybody reads at once, and slow to draw.
const ROWS_FIRST = 60;

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
  const all = useSignal(false);
  const order = table.starts.map((_, index) => index).toReversed();
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t.value('trend.table')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.value('trend.start')}</th>
            {table.series.map(({ key, label }) => (
              <th key={key} scope="col" class="table-number">
                {key === 'total' ? table.unit : partWord(label)}
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
          {order.slice(0, all.value ? undefined : ROWS_FIRST).map((index) => (
            <tr key={index}>
              <th scope="row">{bucketLabel(table.starts[index] ?? 0, bucket)}</th>
              {table.series.map(({ key, values, halves }) => (
                <td key={key} class="table-number">
                  {decimal(values[index] ?? 0, table.digits)}
                  <Half half={halves?.[index]} digits={table.digits} />
                </td>
              ))}
              {compared !== undefined && <td class="table-number">{numberText(compared[index], table.digits)}</td>}
              {hasShare && <td class="table-number">{shareText(table.completeness[index], percent)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {!all.value && order.length > ROWS_FIRST && (
        <Button svg={list} label={t.value('trend.all', { count: order.length })} onClick={() => (all.value = true)} />
      )}
    </div>
  );
}

/** How sure a value is; nothing where there is no interval. */
function Half({ half, digits }: { readonly half: number | null | undefined; readonly digits: number }): JSX.Element | null {
  if (half === undefined || half === null || half === 0) return null;
  return (
    <span class="trend-half">
      {t.value('trend.half', { value: i18n.formats.value.decimal(half, half < 10 ? Math.max(1, digits) : digits) })}
    </span>
  );
}

const numberText = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '–' : i18n.formats.value.decimal(value, digits);
const shareText = (share: number | null | undefined, percent: (ratio: number) => string): string =>
  share === null || share === undefined ? '–' : percent(share);
