import { OUTCOMES } from '@kringwijzer/contract';
import type { ReportData, ReportRow } from '../reports.ts';
import { councilBody } from './council-html.ts';
import { DUTCH_WORDS, dutchDate, dutchFigure, dutchNumber } from './dutch-figures.ts';
import type { Theme } from './indicator-table.ts';
import { escaped } from './report-charts.ts';
import { figureOf, marginOf } from './report-sections.ts';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['environment', 'Milieu'],
  ['social', 'Sociaal'],
  ['finance', 'Geld'],
  ['quality', 'Meten'],
];
const RELIABILITY: Readonly<Record<string, string>> = { high: 'hoog', medium: 'gemiddeld', low: 'laag', unknown: 'niet bekend' };

/** The annual report: the newsletter, and behind it every figure with its definition, the balance of goods and who records what. */
export function annualBody(data: ReportData): string {
  return [
    councilBody(data, 'Jaarverslag'),
    ...THEMES.map(([theme, word]) => themeTable(data, theme, word)),
    balance(data),
    partners(data),
    evaluations(data),
  ].join('\n');
}

function themeTable({ rows }: ReportData, theme: Theme, word: string): string {
  const lines = rows.filter(({ indicator }) => indicator.theme === theme).map(lineOf);
  return `<h2>Alle cijfers: ${word}</h2><table><thead><tr><th scope="col">Wat</th><th scope="col">Nu</th><th scope="col">Marge</th><th scope="col">Nulmeting</th><th scope="col">Jaar eerder</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function lineOf(row: ReportRow): string {
  const { indicator, baseline, before } = row;
  const show = (value: number | undefined): string =>
    value === undefined ? '–' : escaped(dutchFigure(value, indicator.unit, indicator.digits));
  const caveat = indicator.caveat === undefined ? '' : ` ${indicator.caveat.nl}`;
  return `<tr><th scope="row">${escaped(indicator.name.nl)}<br><small>${escaped(indicator.definition.nl + caveat)}</small></th><td>${figureOf(row)}</td><td>${marginOf(row)}</td><td>${show(baseline)}</td><td>${show(before)}</td></tr>`;
}

function balance({ balance: rows }: ReportData): string {
  const heads = ['Soort', 'Binnen', ...OUTCOMES.map((outcome) => DUTCH_WORDS[outcome] ?? outcome), 'Voorraad erbij', 'Weegbrug'];
  const lines = rows.map((row) => {
    const cells = [row.inKg, ...OUTCOMES.map((outcome) => row.outcomesKg[outcome] ?? 0), row.stockKg].map(
      (kg) => `<td>${dutchNumber(kg)}</td>`,
    );
    const ticket = `<td>${row.weighbridgeKg === undefined ? '–' : dutchNumber(row.weighbridgeKg)}</td>`;
    return `<tr${row.stream === 'all' ? ' class="sum"' : ''}><th scope="row">${DUTCH_WORDS[row.stream] ?? row.stream}</th>${cells.join('')}${ticket}</tr>`;
  });
  return `<h2>Massabalans in kilo’s</h2><table class="many"><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function partners({ partners: found }: ReportData): string {
  if (found.length === 0) return '';
  const lines = found.map(
    ({ name, records, reliability }) =>
      `<tr><th scope="row">${escaped(name)}</th><td>${escaped(records)}</td><td>${RELIABILITY[reliability] ?? reliability}</td></tr>`,
  );
  return `<h2>Wie houdt wat bij</h2><table><thead><tr><th scope="col">Partner</th><th scope="col">Wat</th><th scope="col">Betrouwbaar</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function evaluations({ evaluations: found, site }: ReportData): string {
  if (found.length === 0) return '';
  const items = found.map(({ title, text, to }) => `<p><b>${escaped(title)}</b> (${dutchDate(to, site.timeZone)}): ${escaped(text)}</p>`);
  return `<section><h2>Evaluaties</h2>${items.join('')}</section>`;
}
