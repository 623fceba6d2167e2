import { createHash } from 'node:crypto';
import { REGISTER_KINDS } from '@kringwijzer/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { reportFont } from '../monitoring/adapters/report-font.ts';
import { xlsxOf } from '../monitoring/adapters/xlsx-file.ts';
import { comparedWith } from '../monitoring/compare-trend.ts';
import { annualBody } from '../monitoring/core/annual-html.ts';
import { councilBody } from '../monitoring/core/council-html.ts';
import { type Cell, csvOf } from '../monitoring/core/csv.ts';
import { MEASURE_INFO } from '../monitoring/core/measures.ts';
import { openRepairRows } from '../monitoring/core/open-repair.ts';
import type { Period } from '../monitoring/core/period.ts';
import { reportPage, reportStyle } from '../monitoring/core/report-page.ts';
import { balanceRows, indicatorRows, questionRows, streamRows } from '../monitoring/core/report-tables.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import { openDataOf } from '../monitoring/open-data.ts';
import { reportData } from '../monitoring/reports.ts';
import { trendRows } from '../monitoring/trend-rows.ts';
import { route } from './guard.ts';
import { dialectSchema, periodQuerySchema, type TrendAsked, trendQuerySchema } from './monitoring-queries.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['reports'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const withDialect = periodQuerySchema.extend({ dialect: dialectSchema });

const councilHtml = route('viewer', { tags, summary: 'Newsletter for the council as a page', querystring: periodQuerySchema });
const councilPdf = route('viewer', { tags, summary: 'Newsletter for the council as tagged PDF', querystring: periodQuerySchema });
const annualHtml = route('viewer', { tags, summary: 'Annual report as a page', querystring: periodQuerySchema });
const annualPdf = route('viewer', { tags, summary: 'Annual report as tagged PDF', querystring: periodQuerySchema });
const indicatorsCsv = route('viewer', { tags, summary: 'All indicators as CSV', querystring: withDialect });
const monitorCsv = route('viewer', { tags, summary: 'Answers for the national monitor as CSV', querystring: withDialect });
const figuresXlsx = route('viewer', { tags, summary: 'All figures as a workbook', querystring: periodQuerySchema });
const trendsCsv = route('viewer', {
  tags,
  summary: 'A measure over time as CSV',
  querystring: trendQuerySchema.extend({ dialect: dialectSchema }),
});
const trendsXlsx = route('viewer', { tags, summary: 'A measure over time as a workbook', querystring: trendQuerySchema });
const repairsCsv = route('viewer', { tags, summary: 'Repairs by the Open Repair Data Standard v0.3', querystring: periodQuerySchema });
const openData = route('viewer', {
  tags,
  summary: 'Open data: monthly figures with their definitions',
  querystring: periodQuerySchema,
  response: { 200: z.unknown() },
});

/** Reports and files for others. */
export function monitoringReportRoutes(app: ApiServer, monitoring: Monitoring): void {
  pageRoutes(app, monitoring);
  fileRoutes(app, monitoring);
}

function pageRoutes(app: ApiServer, monitoring: Monitoring): void {
  const font = reportFont();
  // The style of a report lies inside it, so that the page can be kept and sent; this allows that style and nothing else.
  const hash = createHash('sha256').update(reportStyle(font)).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; frame-ancestors 'none'`;
  const reports = [
    {
      name: 'council',
      file: 'nieuwsbrief',
      title: 'Nieuwsbrief voor de gemeenteraad',
      bodyOf: councilBody,
      html: councilHtml,
      pdf: councilPdf,
    },
    { name: 'annual', file: 'jaarverslag', title: 'Jaarverslag', bodyOf: annualBody, html: annualHtml, pdf: annualPdf },
  ];
  for (const { name, file, title, bodyOf, html, pdf } of reports) {
    const pageOf = async (period: Period): Promise<string> => {
      const data = await reportData(monitoring, period);
      return reportPage(`${title}, ${data.site.name}`, bodyOf(data), font);
    };

    app.get(`/monitoring/reports/${name}.html`, html, async (request, reply) =>
      reply
        .header('content-security-policy', policy)
        .type('text/html; charset=utf-8')
        .send(await pageOf(request.query)),
    );

    app.get(`/monitoring/reports/${name}.pdf`, pdf, async (request, reply) => {
      // The date in the file is the end of the period: the same data give the same bytes.
      const made = await monitoring.pdf.make(await pageOf(request.query), request.query.to);
      return attach(reply, nameOf(monitoring, file, request.query, 'pdf'))
        .type('application/pdf')
        .send(made);
    });
  }
}

function fileRoutes(app: ApiServer, monitoring: Monitoring): void {
  const csv = (reply: FastifyReply, name: string, text: string): FastifyReply =>
    attach(reply, name).type('text/csv; charset=utf-8').send(text);

  app.get('/monitoring/reports/indicators.csv', indicatorsCsv, async (request, reply) => {
    const { dialect, ...period } = request.query;
    return csv(
      reply,
      nameOf(monitoring, 'indicatoren', period, 'csv'),
      csvOf(indicatorRows(await reportData(monitoring, period)), dialect),
    );
  });

  app.get('/monitoring/reports/national-monitor.csv', monitorCsv, async (request, reply) => {
    const { dialect, ...period } = request.query;
    return csv(
      reply,
      nameOf(monitoring, 'landelijke-monitor', period, 'csv'),
      csvOf(questionRows(await reportData(monitoring, period)), dialect),
    );
  });

  app.get('/monitoring/reports/figures.xlsx', figuresXlsx, async (request, reply) => {
    const data = await reportData(monitoring, request.query);
    const book = await xlsxOf([
      { name: 'Indicatoren', rows: indicatorRows(data) },
      { name: 'Per stroom', rows: streamRows(data) },
      { name: 'Massabalans', rows: balanceRows(data) },
      { name: 'Landelijke monitor', rows: questionRows(data) },
    ]);
    return attach(reply, nameOf(monitoring, 'cijfers', request.query, 'xlsx'))
      .type(XLSX)
      .send(book);
  });

  app.get('/monitoring/trends.csv', trendsCsv, async (request, reply) => {
    const { dialect, ...asked } = request.query;
    return csv(reply, nameOf(monitoring, asked.measure, asked, 'csv'), csvOf(await trendCells(monitoring, asked), dialect));
  });

  app.get('/monitoring/trends.xlsx', trendsXlsx, async (request, reply) => {
    const asked = request.query;
    const book = await xlsxOf([{ name: asked.measure, rows: await trendCells(monitoring, asked) }]);
    return attach(reply, nameOf(monitoring, asked.measure, asked, 'xlsx'))
      .type(XLSX)
      .send(book);
  });

  app.get('/monitoring/repairs.csv', repairsCsv, async (request, reply) => {
    const repairs = monitoring.journal
      .current({ kinds: ['repair'], ...request.query })
      .flatMap(({ id, body }) => (body.kind === 'repair' ? [{ id, body }] : []));
    return csv(
      reply,
      nameOf(monitoring, 'OpenRepairData_v0.3', request.query, 'csv'),
      csvOf(openRepairRows(repairs, monitoring.site.id), 'plain'),
    );
  });

  app.get('/monitoring/open-data', openData, (request) => openDataOf(monitoring, request.query, REGISTER_KINDS));
}

async function trendCells(monitoring: Monitoring, { compare, ...query }: TrendAsked): Promise<readonly (readonly Cell[])[]> {
  const table = await monitoring.trends.table(query);
  const compared = await comparedWith(monitoring, query, { table, compare });
  return trendRows(table, {
    compared,
    compare,
    unit: MEASURE_INFO[query.measure].unit,
    timeZone: monitoring.site.timeZone,
    hours: query.bucket === 'hour',
  });
}

const attach = (reply: FastifyReply, name: string): FastifyReply => reply.header('content-disposition', `attachment; filename="${name}"`);

function nameOf({ site }: Monitoring, what: string, { from, to }: Period, end: string): string {
  const day = (at: number): string => new Date(at).toLocaleDateString('sv-SE', { timeZone: site.timeZone });
  return `${site.id}-${what}-${day(from)}-${day(to - 1)}.${end}`;
}
