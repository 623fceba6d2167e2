import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import { periodQuery } from './period.ts';
import { t, wordOf } from './words.ts';

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const SENSED: readonly string[] = ['mass', 'visits', 'tool_hours', 'gifts', 'emptied'];
const SHADES = 5;

/** Hours of the week as a table whose cells are darker where there was more; the figure stands in each cell. */
export function HeatTable({ measure, unit }: { readonly measure: string; readonly unit: string }): JSX.Element | null {
  // Lines of the journal have a day, not an hour.
  return SENSED.includes(measure) ? <Heat measure={measure} unit={unit} /> : null;
}

function Heat({ measure, unit }: { readonly measure: string; readonly unit: string }): JSX.Element {
  const { loaded, reload } = useLoad<readonly (number | null)[]>(`/monitoring/heat?${periodQuery.value}&measure=${measure}`);
  const values = loaded.value.data ?? [];
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    DAYS.some((day) => (values[day * 24 + hour] ?? 0) > most / 200),
  );
  return (
    <Section id="heat" title={t.value('heat.title')}>
      <LoadState loaded={loaded.value} reload={reload} />
      {hours.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label={t.value('table.of', { name: t.value('heat.title') })}>
          <table class="table results-heat">
            <caption>{t.value('heat.caption', { what: wordOf('measure', measure), unit })}</caption>
            <thead>
              <tr>
                <th scope="col">{t.value('heat.day')}</th>
                {hours.map((hour) => (
                  <th key={hour} scope="col">
                    {hour}–{hour + 1}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {DAYS.map((day) => (
                <tr key={day}>
                  <th scope="row">{t.value(`day.${day}`)}</th>
                  {hours.map((hour) => {
                    const value = values[day * 24 + hour] ?? 0;
                    return (
                      <td key={hour} data-shade={most === 0 ? 0 : Math.min(SHADES - 1, Math.floor((value / most) * SHADES))}>
                        {i18n.formats.value.decimal(value, value < 10 ? 1 : 0)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
