import type { ReportData } from '../reports.ts';
import { targetsTable } from './council-html.ts';
import { methodSection } from './method-html.ts';
import { escaped } from './report-charts.ts';
import { figureCells, finder, reportHead, rowOf, tableOf } from './report-sections.ts';

/** Goals a funder gives money for, and the figures that tell of each. */
export const FUNDER_GOALS = {
  waste: ['Minder afval', ['mass_in', 'reused_mass', 'avoided_waste', 'residual_mass', 'residual_share']],
  circular: ['Langer in gebruik', ['reuse_share', 'upgraded_pieces', 'repairs', 'repairs_fixed', 'repair_success', 'sales_pieces']],
  climate: ['Klimaat', ['co2_simple', 'co2_stream']],
  social: [
    'Mensen',
    [
      'paid_fte',
      'target_group',
      'learn_work_places',
      'volunteers',
      'day_care',
      'pupils',
      'course_participants',
      'event_participants',
      'visits',
      'satisfaction',
    ],
  ],
  finance: ['Geld', ['revenue', 'customers', 'revenue_per_customer']],
} as const satisfies Readonly<Record<string, readonly [string, readonly string[]]>>;
export type FunderGoal = keyof typeof FUNDER_GOALS;

/** Account of a period for who gives money: what was agreed, what came of it by goal, and how it was measured. */
export function funderBody(data: ReportData): string {
  const find = finder(data);
  const byId = new Map(data.rows.map((row) => [row.indicator.id, row]));
  const goals = Object.entries(FUNDER_GOALS).filter(([goal]) => data.goals === undefined || data.goals.some((name) => name === goal));
  const tables = goals.map(([, [word, ids]]) => {
    const rows = ids.flatMap((id) => byId.get(id) ?? []).filter(({ result }) => result.value !== undefined || result.hidden);
    if (rows.length === 0) return `<section><h2>${word}</h2><p>Hierover zijn geen gegevens.</p></section>`;
    const lines = rows.map((row) => rowOf(escaped(row.indicator.name.nl), figureCells(row)));
    return `<section><h2>${word}</h2>${tableOf(['Wat', 'Deze periode', 'Marge', 'Nulmeting', 'Hoe'], lines)}</section>`;
  });
  return [
    reportHead(data, 'Verantwoording voor subsidie en donaties'),
    `<p class="lead">Dit blad laat zien wat er met uw bijdrage is bereikt. Elk cijfer komt uit metingen of uit de administratie van het centrum.</p>`,
    targetsTable(data, 'Afgesproken en bereikt'),
    ...tables,
    definitions(
      data,
      goals.flatMap(([, [, ids]]) => ids),
    ),
    methodSection(data, find),
  ].join('\n');
}

function definitions({ rows }: ReportData, ids: readonly string[]): string {
  const items = rows
    .filter(({ indicator, result }) => ids.includes(indicator.id) && (result.value !== undefined || result.hidden))
    .map(({ indicator }) => `<li><b>${escaped(indicator.name.nl)}:</b> ${escaped(indicator.definition.nl)}</li>`);
  return items.length === 0 ? '' : `<section class="method"><h2>Wat de woorden betekenen</h2><ul>${items.join('')}</ul></section>`;
}
