import image from 'lucide-static/icons/image.svg?raw';
import sheet from 'lucide-static/icons/sheet.svg?raw';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { i18n } from '../words/words.ts';
import { address } from './address.ts';
import { HeatTable } from './heat-table.tsx';
import type { Definitions, TrendAnswer } from './hub-types.ts';
import { TONES, TrendChart } from './trend-chart.tsx';
import { askedOf, compareWord, type TrendAsked, TrendChoices, trendQuery } from './trend-choices.tsx';
import { WHOLE_SHARE } from './trend-marks.ts';
import { type Bucket, bucketLabel, TrendTable } from './trend-table.tsx';
import { partWord, t, wordOf } from './words.ts';

/** A measure over time: chart, table, hours of the week, files. The address holds every choice. */
export function TrendsTab(): JSX.Element {
  // Names of devices and other sites: the chart does not wait for them.
  const about = useLoad<Definitions>('/monitoring/definitions').loaded.value.data;
  const asked = askedOf(address.value.query);
  const query = trendQuery(asked);
  const { loaded, reload } = useLoad<TrendAnswer>(`/monitoring/trends?${query}`);
  const { data } = loaded.value;
  return (
    <>
      <TrendChoices asked={asked} about={about} />
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && <Results table={data} asked={asked} query={query} about={about} />}
      {/* After the chart: the hours of the week are the dearer question. */}
      {data !== undefined && <HeatTable measure={asked.measure} unit={data.unit} />}
    </>
  );
}

interface ResultsProps {
  readonly table: TrendAnswer;
  readonly asked: TrendAsked;
  readonly query: string;
  readonly about: Definitions | undefined;
}

function Results({ table, asked, query, about }: ResultsProps): JSX.Element {
  const { measure, bucket } = asked;
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
          <Legend table={table} asked={asked} about={about} />
        </div>
        <TrendTable table={table} bucket={bucket} />
      </div>
      <Remarks table={table} bucket={bucket} />
      <div class="links">
        <ButtonLink svg={sheet} label={t.value('export.csv')} href={`/api/v1/monitoring/trends.csv?${query}`} />
        <ButtonLink svg={sheet} label={t.value('export.plain')} href={`/api/v1/monitoring/trends.csv?${query}&dialect=plain`} />
        <ButtonLink svg={sheet} label={t.value('export.xlsx')} href={`/api/v1/monitoring/trends.xlsx?${query}`} />
        <Button svg={image} label={t.value('export.png')} onClick={() => savePicture(chart.current, measure)} />
      </div>
    </>
  );
}

/** Measures the hub gives a margin for, unless the time is very long. */
const WEIGHED: readonly string[] = ['mass', 'emptied'];

/** What the colours and marks of the chart mean. */
function Legend({ table, asked, about }: Pick<ResultsProps, 'table' | 'asked' | 'about'>): JSX.Element {
  const { series, compared, completeness } = table;
  const halves = series.flatMap((part) => part.halves ?? []);
  const isKnown = halves.some((half) => half !== null && half > 0);
  const lines = [
    compared === undefined ? undefined : t.value('trend.against', { what: compareWord(asked.compare, about) }),
    isKnown ? t.value('trend.sure') : undefined,
    halves.some((half) => half === null) ? t.value('trend.unsure') : undefined,
    WEIGHED.includes(asked.measure) && series.some((part) => part.halves === undefined) ? t.value('trend.tooLong') : undefined,
    completeness.some((share) => share !== null && share < WHOLE_SHARE) ? t.value('trend.gap') : undefined,
  ];
  return (
    <>
      {series.length > 1 && (
        <ul class="trend-key">
          {series.map(({ key, label }, index) => (
            <li key={key}>
              <i data-tone={index % TONES.length} />
              {partWord(label)}
            </li>
          ))}
        </ul>
      )}
      {lines.map(
        (line) =>
          line !== undefined && (
            <p key={line} class="trend-note">
              {line}
            </p>
          ),
      )}
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
