import type { ReportName } from '@kringwijzer/contract';
import { reportFont } from './adapters/report-font.ts';
import { xlsxOf } from './adapters/xlsx-file.ts';
import { annualBody } from './core/annual-html.ts';
import { councilBody } from './core/council-html.ts';
import { type FunderGoal, funderBody } from './core/funder-html.ts';
import { monitorBody } from './core/monitor-html.ts';
import type { Period } from './core/period.ts';
import { reportPage, reportStyle } from './core/report-page.ts';
import { balanceRows, indicatorRows, questionRows, streamRows } from './core/report-tables.ts';
import { schoolBody } from './core/school-html.ts';
import type { Monitoring } from './monitoring.ts';
import { type ReportData, reportData } from './reports.ts';

/** A report: its name in a file, its title, and what it says. */
export interface ReportKind {
  readonly file: string;
  readonly title: string;
  readonly bodyOf: (data: ReportData) => string;
}

export const REPORT_KINDS: Readonly<Record<ReportName, ReportKind>> = {
  council: { file: 'nieuwsbrief', title: 'Nieuwsbrief voor de gemeenteraad', bodyOf: (data) => councilBody(data) },
  annual: { file: 'jaarverslag', title: 'Jaarverslag', bodyOf: annualBody },
  funder: { file: 'verantwoording', title: 'Verantwoording voor subsidie en donaties', bodyOf: funderBody },
  school: { file: 'lesblad', title: 'Rekenen met spullen', bodyOf: schoolBody },
  'national-monitor': { file: 'landelijke-monitor', title: 'Landelijke monitor', bodyOf: monitorBody },
};

/** A report about a period; `goals` leaves the others out of the account for funders. */
export interface ReportAsked extends Period {
  readonly name: ReportName;
  readonly goals?: readonly FunderGoal[] | undefined;
}

/** Style of every report, for the policy of the page that shows it. */
export const fixedStyle = (): string => reportStyle(reportFont());

/** A report as a page that needs nothing from outside. */
export async function reportHtml(monitoring: Monitoring, { name, goals, from, to }: ReportAsked): Promise<string> {
  const { title, bodyOf } = REPORT_KINDS[name];
  const data = await reportData(monitoring, { from, to });
  return reportPage(`${title}, ${data.site.name}`, bodyOf({ ...data, goals }), reportFont());
}

/** The same as tagged PDF; the date in the file is the end of the period, so the same data give the same bytes. Throws KW_PDF_UNAVAILABLE. */
export const reportPdf = async (monitoring: Monitoring, asked: ReportAsked): Promise<Buffer> =>
  monitoring.pdf.make(await reportHtml(monitoring, asked), asked.to);

/** All figures of a period as a workbook. */
export async function figuresBook(monitoring: Monitoring, period: Period): Promise<Buffer> {
  const data = await reportData(monitoring, period);
  return xlsxOf([
    { name: 'Indicatoren', rows: indicatorRows(data) },
    { name: 'Per stroom', rows: streamRows(data) },
    { name: 'Massabalans', rows: balanceRows(data) },
    { name: 'Landelijke monitor', rows: questionRows(data) },
  ]);
}

/** Name of a file about a period: `<site>-<what>-<first day>-<last day>.<end>`. */
export function fileNameOf({ site }: Pick<Monitoring, 'site'>, what: string, { from, to }: Period, end: string): string {
  const day = (at: number): string => new Date(at).toLocaleDateString('sv-SE', { timeZone: site.timeZone });
  return `${site.id}-${what}-${day(from)}-${day(to - 1)}.${end}`;
}
