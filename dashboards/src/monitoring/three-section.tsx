import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import { figureText } from './figures-tab.tsx';
import type { Definitions, IndicatorRow } from './hub-types.ts';
import { periodQuery } from './period.ts';
import { t } from './words.ts';

/** The three that have to be in balance, and the figures that tell of each. */
const THREE = [
  ['three.materials', ['mass_in', 'reused_mass', 'residual_mass']],
  ['three.capacity', ['paid_fte', 'target_group', 'volunteers', 'tool_hours']],
  ['three.sales', ['sales_pieces', 'sales_mass', 'revenue']],
] as const;

/** Materials, capacity and sales side by side, each against a year before (the "drie-eenheid" of work centres). */
export function ThreeSection({ about }: { readonly about: Definitions }): JSX.Element {
  const { loaded, reload } = useLoad<readonly IndicatorRow[]>(`/monitoring/indicators?${periodQuery.value}`);
  const { data } = loaded.value;
  const rows = new Map((data ?? []).map((row) => [row.id, row]));
  return (
    <Section id="three" title={t.value('three.title')}>
      <p>{t.value('three.text')}</p>
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && (
        <>
          <div class="results-three">
            {THREE.map(([word, ids]) => (
              <div key={word} class="card">
                <h3>{t.value(word)}</h3>
                <dl>
                  {ids.map((id) => (
                    <Figure key={id} about={about} id={id} row={rows.get(id)} />
                  ))}
                </dl>
              </div>
            ))}
          </div>
          <Ratios rows={rows} />
        </>
      )}
    </Section>
  );
}

function Figure({
  about,
  id,
  row,
}: {
  readonly about: Definitions;
  readonly id: string;
  readonly row: IndicatorRow | undefined;
}): JSX.Element | null {
  const indicator = about.indicators.find((one) => one.id === id);
  if (indicator === undefined) return null;
  const text =
    row?.hidden === true ? t.value('figure.hidden') : row?.value === undefined ? t.value('figure.none') : figureText(row.value, indicator);
  return (
    <div>
      <dt>{indicator.name[i18n.language.value]}</dt>
      <dd>
        <strong>{text}</strong>
        <span class="results-definition">{changeText(row)}</span>
      </dd>
    </div>
  );
}

function changeText(row: IndicatorRow | undefined): string {
  if (row?.value === undefined) return '';
  if (row.before === undefined || row.before === 0) return t.value('three.none');
  const change = row.value / row.before - 1;
  if (Math.abs(change) < 0.005) return t.value('three.noChange');
  return t.value('three.change', { change: `${change > 0 ? '+' : ''}${i18n.formats.value.percent(change)}` });
}

/** How the three stand to each other. */
function Ratios({ rows }: { readonly rows: ReadonlyMap<string, IndicatorRow> }): JSX.Element {
  const value = (id: string): number => rows.get(id)?.value ?? 0;
  const { decimal } = i18n.formats.value;
  const [mass, fte, sold] = [value('mass_in'), value('paid_fte'), value('sales_mass')];
  return (
    <>
      {mass > 0 && fte > 0 && <p>{t.value('three.perFte', { value: decimal(mass / fte, 0) })}</p>}
      {mass > 0 && sold > 0 && <p>{t.value('three.sold', { value: decimal((100 * sold) / mass, 0) })}</p>}
    </>
  );
}
