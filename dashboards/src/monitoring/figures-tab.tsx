import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import type { Definitions, IndicatorAbout, IndicatorRow } from './hub-types.ts';
import { OriginPanel } from './origin-panel.tsx';
import { periodQuery } from './period.ts';
import { t } from './words.ts';

const THEMES = ['environment', 'social', 'finance', 'quality'] as const;

/** A figure with its unit, as the app writes figures. */
export function figureText(value: number, { unit, digits }: Pick<IndicatorAbout, 'unit' | 'digits'>): string {
  const text = i18n.formats.value.decimal(value, digits);
  if (unit === '€') return `€\u00A0${text}`;
  return unit === '%' ? `${text}%` : `${text}\u00A0${unit}`;
}

/** With as many digits as it takes for a half-width not to look like none. */
const halfDigits = (half: number, { unit, digits }: IndicatorAbout): Pick<IndicatorAbout, 'unit' | 'digits'> => ({
  unit,
  digits: Math.max(digits, Math.min(4, Math.ceil(-Math.log10(half)))),
});

/** All indicators of the period by theme; each opens to how it was made. */
export function FiguresTab({ about }: { readonly about: Definitions }): JSX.Element {
  const { loaded, reload } = useLoad<readonly IndicatorRow[]>(`/monitoring/indicators?${periodQuery.value}`);
  const rows = new Map((loaded.value.data ?? []).map((row) => [row.id, row]));
  return (
    <>
      <LoadState loaded={loaded.value} reload={reload} />
      {loaded.value.data !== undefined &&
        THEMES.map((theme) => (
          <Section key={theme} id={`theme-${theme}`} title={t.value(`theme.${theme}`)}>
            <FigureTable
              about={about}
              indicators={about.indicators.filter((indicator) => indicator.theme === theme)}
              rows={rows}
              title={t.value(`theme.${theme}`)}
            />
          </Section>
        ))}
    </>
  );
}

interface TableProps {
  readonly about: Definitions;
  readonly title: string;
  readonly indicators: readonly IndicatorAbout[];
  readonly rows: ReadonlyMap<string, IndicatorRow>;
}

function FigureTable({ about, title, indicators, rows }: TableProps): JSX.Element {
  const open = useSignal<string | undefined>(undefined);
  const language = i18n.language.value;
  const found = indicators.find(({ id }) => id === open.value);
  return (
    <>
      <div class="table-box" tabIndex={0} role="region" aria-label={t.value('table.of', { name: title })}>
        <table class="table">
          <thead>
            <tr>
              {(['figure.name', 'figure.value', 'figure.baseline', 'figure.before'] as const).map((key, index) => (
                <th key={key} scope="col" class={index === 0 ? undefined : 'table-number'}>
                  {t.value(key)}
                </th>
              ))}
              <th scope="col">{t.value('figure.origin')}</th>
            </tr>
          </thead>
          <tbody>
            {indicators.map((indicator) => (
              <tr key={indicator.id}>
                <th scope="row">
                  <span class="results-name">{indicator.name[language]}</span>
                  <span class="results-definition">{indicator.definition[language]}</span>
                </th>
                <td class="table-number">
                  <Value indicator={indicator} row={rows.get(indicator.id)} about={about} />
                </td>
                <td class="table-number">{plain(rows.get(indicator.id)?.baseline, indicator)}</td>
                <td class="table-number">{plain(rows.get(indicator.id)?.before, indicator)}</td>
                <td>
                  <button
                    type="button"
                    class="results-open"
                    aria-expanded={open.value === indicator.id}
                    aria-label={`${t.value('figure.origin')} ${indicator.name[language]}`}
                    onClick={() => {
                      open.value = open.value === indicator.id ? undefined : indicator.id;
                    }}
                  >
                    {t.value('figure.origin')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found !== undefined && <OriginPanel indicator={found} about={about} onClose={() => (open.value = undefined)} />}
    </>
  );
}

const plain = (value: number | undefined, indicator: IndicatorAbout): string => (value === undefined ? '–' : figureText(value, indicator));

function Value({
  indicator,
  row,
  about,
}: {
  readonly indicator: IndicatorAbout;
  readonly row: IndicatorRow | undefined;
  readonly about: Definitions;
}): JSX.Element {
  if (row?.hidden === true) return <span>{t.value('figure.hidden')}</span>;
  if (row?.value === undefined) return <span class="results-none">{t.value('figure.none')}</span>;
  const { uncertainty, low, high } = row;
  const caveat = indicator.caveat?.[i18n.language.value];
  return (
    <>
      <strong>{figureText(row.value, indicator)}</strong>
      {uncertainty !== undefined && (
        <span class="results-definition">
          {t.value('figure.plusMinus', { value: figureText(uncertainty, halfDigits(uncertainty, indicator)) })}
        </span>
      )}
      {low !== undefined && high !== undefined && (
        <span class="results-definition">
          {t.value('figure.range', { low: figureText(low, indicator), high: figureText(high, indicator) })}
        </span>
      )}
      {[caveat, ...row.notes.filter((note) => note !== 'manual').map((note) => about.notes[note]?.[i18n.language.value])].map(
        (note) =>
          note !== undefined && (
            <span key={note} class="results-definition">
              {note}
            </span>
          ),
      )}
    </>
  );
}
