import image from 'lucide-static/icons/image.svg?raw';
import sheet from 'lucide-static/icons/sheet.svg?raw';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { i18n } from '../words/words.ts';
import { address, choose } from './address.ts';
import { Pick } from './field.tsx';
import { HeatTable } from './heat-table.tsx';
import type { TrendAnswer } from './hub-types.ts';
import { period, periodQuery } from './period.ts';
import { TrendChart } from './trend-chart.tsx';
import { type Bucket, bucketLabel, TrendTable } from './trend-table.tsx';
import { MEASURE_NAMES, t, wordOf } from './words.ts';

const BUCKETS = ['hour', 'day', 'isoWeek', 'month', 'year'] as const;
const GROUPS = ['total', 'device', 'stream'] as const;
const COMPARES = ['none', 'last_year', 'baseline', 'target'] as const;
const HOURS_AT_MOST_MS = 62 * 86_400_000;

/** A measure over time: chart, table, hours of the week, files. The address holds every choice. */
export function TrendsTab(): JSX.Element {
  const { query } = address.value;
  const one = <T extends string>(options: readonly T[], name: string, other: T): T =>
    options.find((option) => option === query[name]) ?? other;
  const measure = one(MEASURE_NAMES, 'measure', 'mass');
  const long = period.value.to - period.value.from > HOURS_AT_MOST_MS;
  // A year of hours is more than a chart can show or a person can read.
  const wanted = one(BUCKETS, 'bucket', 'month');
  const bucket: Bucket = wanted === 'hour' && long ? 'day' : wanted;
  const group = one(GROUPS, 'group', 'total');
  const compare = one(COMPARES, 'compare', 'none');
  const asked = `${periodQuery.value}&measure=${measure}&bucket=${bucket}&group=${group}&compare=${compare}`;
  const { loaded, reload } = useLoad<TrendAnswer>(`/monitoring/trends?${asked}`);
  const options = <T extends string>(names: readonly T[], word: (name: T) => string): { value: T; word: string }[] =>
    names.map((value) => ({ value, word: word(value) }));
  return (
    <>
      <div class="results-choices">
        <Pick
          label={t.value('trend.measure')}
          value={measure}
          options={options(MEASURE_NAMES, (name) => wordOf('measure', name))}
          onPick={(value) => choose({ measure: value })}
        />
        <Pick
          label={t.value('trend.bucket')}
          value={bucket}
          options={options(long ? BUCKETS.slice(1) : BUCKETS, (name) => t.value(`bucket.${name}`))}
          onPick={(value) => choose({ bucket: value })}
        />
        <Pick
          label={t.value('trend.group')}
          value={group}
          options={options(GROUPS, (name) => t.value(`group.${name}`))}
          onPick={(value) => choose({ group: value })}
        />
        <Pick
          label={t.value('trend.compare')}
          value={compare}
          options={options(COMPARES, (name) => t.value(`compare.${name}`))}
          onPick={(value) => choose({ compare: value })}
        />
      </div>
      <LoadState loaded={loaded.value} reload={reload} />
      {loaded.value.data !== undefined && <Results table={loaded.value.data} measure={measure} bucket={bucket} asked={asked} />}
      {/* After the chart: the hours of the week are the dearer question. */}
      {loaded.value.data !== undefined && <HeatTable measure={measure} unit={loaded.value.data.unit} />}
    </>
  );
}

interface ResultsProps {
  readonly table: TrendAnswer;
  readonly measure: string;
  readonly bucket: Bucket;
  readonly asked: string;
}

function Results({ table, measure, bucket, asked }: ResultsProps): JSX.Element {
  const chart = useRef<HTMLDivElement>(null);
  const { decimal } = i18n.formats.value;
  const total = decimal(
    table.series.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0),
    0,
  );
  const summary = t.value('trend.summary', { what: wordOf('measure', measure), value: total, unit: table.unit });
  return (
    <>
      <p class="trend-total">{t.value('trend.total', { value: total, unit: table.unit })}</p>
      <div class="trend">
        <div class="card" ref={chart}>
          <TrendChart table={table} bucket={bucket} summary={summary} />
        </div>
        <TrendTable table={table} bucket={bucket} />
      </div>
      <Remarks table={table} bucket={bucket} />
      <div class="links">
        <ButtonLink svg={sheet} label={t.value('export.csv')} href={`/api/v1/monitoring/trends.csv?${asked}`} />
        <ButtonLink svg={sheet} label={t.value('export.plain')} href={`/api/v1/monitoring/trends.csv?${asked}&dialect=plain`} />
        <ButtonLink svg={sheet} label={t.value('export.xlsx')} href={`/api/v1/monitoring/trends.xlsx?${asked}`} />
        <Button svg={image} label={t.value('export.png')} onClick={() => savePicture(chart.current, measure)} />
      </div>
    </>
  );
}

function Remarks({ table, bucket }: { readonly table: TrendAnswer; readonly bucket: Bucket }): JSX.Element {
  const { decimal } = i18n.formats.value;
  return (
    <>
      {table.markers.length > 0 && (
        <div>
          <h2 class="section-title">{t.value('trend.markers')}</h2>
          <ul class="results-list">
            {table.markers.map(({ id, body }) => (
              <li key={id}>
                {bucketLabel(body.from, 'day')}: {body.kind === 'marker' ? body.text : ''}
              </li>
            ))}
          </ul>
        </div>
      )}
      {table.factors.length > 0 && (
        <div>
          <h2 class="section-title">{t.value('trend.factors')}</h2>
          <ul class="results-list">
            {table.factors.map((factor) => (
              <li key={`${factor.key}/${factor.from}`}>
                {t.value('trend.factor', {
                  door: factor.key,
                  factor: decimal(factor.factor, 3),
                  from: bucketLabel(factor.from, bucket === 'hour' ? 'hour' : 'day'),
                })}
                {factor.spread === undefined && ` (${t.value('trend.unchecked')})`}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function savePicture(card: HTMLDivElement | null, measure: string): void {
  const canvas = card?.querySelector('canvas');
  if (canvas === null || canvas === undefined) return;
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = `kringwijzer-${measure}.png`;
  link.click();
}
