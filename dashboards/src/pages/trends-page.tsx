import type { ApiBucket } from '@kringwijzer/contract';
import { useComputed, useSignal } from '@preact/signals';
import older from 'lucide-static/icons/chevron-left.svg?raw';
import newer from 'lucide-static/icons/chevron-right.svg?raw';
import save from 'lucide-static/icons/download.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { csvOf } from '../core/csv.ts';
import { inflowDevices, MEASURES, type Measure, STEPS, type TrendChoice, type TrendStep, trendPath } from '../core/trend-query.ts';
import { type TrendRow, trendRows } from '../core/trend-rows.ts';
import { hubNowMs, live } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { BarChart } from '../parts/bar-chart.tsx';
import { Button } from '../parts/button.tsx';
import { Choices } from '../parts/choices.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { i18n } from '../words/words.ts';

/** Weights, visits and machine hours by hour, day, week or month: chart, table and file. */
export function TrendsPage(): JSX.Element {
  const t = i18n.t.value;
  const choice = useSignal<TrendChoice>({ measure: 'mass', step: 'day', back: 0 });
  // The moment is taken once a choice, not each second: else the page would never stop asking.
  const path = useMemo(() => trendPath(choice.value, hubNowMs.peek()), [choice.value]);
  const { loaded, reload } = useLoad<readonly ApiBucket[]>(path);
  const rows = useComputed(() => rowsOf(loaded.value.data ?? [], choice.value.measure));
  const { measure, step, back } = choice.value;
  return (
    <div class="page">
      <h1>{t('nav.trends')}</h1>
      <Choices
        legend={t('trend.what')}
        options={MEASURES.map((value) => ({ value, word: t(`trend.${value}`) }))}
        chosen={measure}
        onChoose={(value: Measure) => {
          choice.value = { ...choice.value, measure: value };
        }}
      />
      <Choices
        legend={t('trend.step')}
        options={STEPS.map((value) => ({ value, word: t(`trend.${value}`) }))}
        chosen={step}
        onChoose={(value: TrendStep) => {
          choice.value = { ...choice.value, step: value, back: 0 };
        }}
      />
      <LoadState loaded={loaded.value} reload={reload} />
      {loaded.value.data !== undefined && loaded.value.code === undefined && <Results choice={choice.value} rows={rows.value} />}
      <div class="links">
        <Button svg={older} label={t('trend.older')} onClick={() => (choice.value = { ...choice.value, back: back + 1 })} />
        <Button
          svg={newer}
          label={t('trend.newer')}
          disabled={back === 0}
          onClick={() => (choice.value = { ...choice.value, back: back - 1 })}
        />
        <Button svg={save} label={t('trend.csv')} disabled={rows.value.length === 0} onClick={() => download(choice.value, rows.value)} />
      </div>
    </div>
  );
}

function Results(props: { readonly choice: TrendChoice; readonly rows: readonly TrendRow[] }): JSX.Element {
  const t = i18n.t.value;
  const { rows, choice } = props;
  if (rows.every(({ value }) => value === undefined || value === 0)) return <p class="empty">{t('trend.none')}</p>;
  const format = (value: number): string => i18n.formats.value.decimal(value, 0);
  const total = format(rows.reduce((sum, { value }) => sum + (value ?? 0), 0));
  const unit = t(`trend.unit.${choice.measure}`);
  return (
    <div class="trend">
      <div class="card">
        <p class="trend-total">
          <strong>{total}</strong> {unit}
        </p>
        <BarChart
          labels={rows.map((row) => labelOf(row.startMs, choice.step, true))}
          values={rows.map(({ value }) => value)}
          summary={t('trend.summary', { what: t(`trend.${choice.measure}`), total, unit })}
          format={format}
        />
      </div>
      <TrendTable {...props} />
    </div>
  );
}

function TrendTable(props: { readonly choice: TrendChoice; readonly rows: readonly TrendRow[] }): JSX.Element {
  const t = i18n.t.value;
  const { decimal, percent } = i18n.formats.value;
  const { choice, rows } = props;
  const hasShare = rows.some(({ completeness }) => completeness !== undefined);
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t('trend.table')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t(`trend.${choice.step}`)}</th>
            <th scope="col" class="table-number">
              {t(`trend.unit.${choice.measure}`)}
            </th>
            {hasShare && (
              <th scope="col" class="table-number">
                {t('trend.complete')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <tr key={row.startMs}>
              <th scope="row">{labelOf(row.startMs, choice.step, false)}</th>
              <td class="table-number">{row.value === undefined ? t('trend.gap') : decimal(row.value, digitsOf(choice.measure))}</td>
              {hasShare && <td class="table-number">{row.completeness === undefined ? '' : percent(row.completeness)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const digitsOf = (measure: Measure): number => (measure === 'tools' ? 1 : 0);

function rowsOf(buckets: readonly ApiBucket[], measure: Measure): readonly TrendRow[] {
  const inflow = inflowDevices(live.data.peek()?.snapshot ?? { devices: [], deposits: [] });
  return trendRows(buckets, measure, (device) => measure !== 'mass' || inflow.size === 0 || inflow.has(device));
}

function labelOf(startMs: number, step: TrendStep, short: boolean): string {
  const formats = i18n.formats.value;
  switch (step) {
    case 'hour':
      return short ? formats.time(startMs) : `${formats.date(startMs)} ${formats.time(startMs)}`;
    case 'month':
      return formats.month(startMs);
    case 'isoWeek':
      return short ? formats.dayMonth(startMs) : i18n.t.value('trend.weekOf', { date: formats.date(startMs) });
    default:
      return short ? formats.dayMonth(startMs) : formats.date(startMs);
  }
}

function download(choice: TrendChoice, rows: readonly TrendRow[]): void {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const unit = t(`trend.unit.${choice.measure}`);
  const text = csvOf([
    [t('frame.notForTrade')],
    [t(`trend.${choice.step}`), t('trend.from'), t('trend.until'), unit, t('trend.complete')],
    ...rows.map((row) => [
      labelOf(row.startMs, choice.step, false),
      new Date(row.startMs).toISOString(),
      new Date(row.endMs).toISOString(),
      row.value === undefined ? '' : formats.decimal(row.value, 3),
      row.completeness === undefined ? '' : formats.percent(row.completeness),
    ]),
  ]);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = `kringwijzer-${choice.measure}-${choice.step}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
