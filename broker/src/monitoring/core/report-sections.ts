import type { ReportData, ReportRow } from '../reports.ts';
import { dutchDate, dutchFigure, dutchNumber } from './dutch-figures.ts';
import { escaped } from './report-charts.ts';

/** Finds the row of an indicator. */
export type Find = (id: string) => ReportRow;

export const finder = (data: ReportData): Find => {
  const byId = new Map(data.rows.map((row) => [row.indicator.id, row]));
  return (id) => {
    const row = byId.get(id);
    if (row === undefined) throw new TypeError(`no indicator ${id}`);
    return row;
  };
};

/** The figure of a row as text, marked with its indicator so that it can be traced; `bare` leaves its unit to the sentence. */
export function figureOf({ indicator, result }: ReportRow, bare = false): string {
  if (result.hidden) return '<span>minder dan 10</span>';
  if (result.value === undefined) return '<span>niet bekend</span>';
  const text = bare ? dutchNumber(result.value, indicator.digits) : dutchFigure(result.value, indicator.unit, indicator.digits);
  return `<span data-indicator="${indicator.id}" data-value="${result.value}">${escaped(text)}</span>`;
}

/** The coloured head of a report: the site, what it is, and which days it is about. */
export const reportHead = ({ site, period }: ReportData, title: string): string => `
<header>
  <p class="place">${escaped(site.name)}</p>
  <h1>${escaped(title)}</h1>
  <p>${dutchDate(period.from, site.timeZone)} tot en met ${dutchDate(period.to - 1, site.timeZone)}</p>
</header>`;

/** A figure of a row as text, a dash where there is none. */
export const shownAs = ({ indicator }: ReportRow, value: number | undefined): string =>
  value === undefined ? '–' : escaped(dutchFigure(value, indicator.unit, indicator.digits));

/** A table with heads; the cells are HTML. */
export const tableOf = (heads: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

/** One line of such a table: its head, then its cells. */
export const rowOf = (head: string, cells: readonly string[]): string =>
  `<tr><th scope="row">${head}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

/** How the figure of a row came about, in a word or two. */
export function sourceWord({ indicator, result }: ReportRow): string {
  const { value, hidden, notes, uncertainty } = result;
  if (value === undefined && !hidden) return '–';
  if (notes.includes('reuse_assumed') || notes.includes('estimated')) return 'deels geschat';
  if (indicator.id.startsWith('co2_')) return 'berekend';
  if (uncertainty === undefined) return 'geregistreerd';
  return notes.includes('manual') ? 'gemeten, deels geregistreerd' : 'gemeten';
}

/** The interval of a figure, or the range its factor leaves; a dash where neither is known. */
export function marginOf(row: ReportRow): string {
  const { uncertainty, low, high } = row.result;
  if (low !== undefined && high !== undefined) return `${shownAs(row, low)} tot ${shownAs(row, high)}`;
  return uncertainty === undefined ? '–' : `±\u00A0${shownAs(row, uncertainty)}`;
}

/** The usual cells of a figure: now, margin, baseline, how it came about. */
export const figureCells = (row: ReportRow): readonly string[] => [
  figureOf(row),
  marginOf(row),
  shownAs(row, row.baseline),
  sourceWord(row),
];
