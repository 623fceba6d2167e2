import { createHash } from 'node:crypto';
import { REGISTER_KINDS, REPORT_NAMES, type ReportName } from '@kringwijzer/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { xlsxOf } from '../monitoring/adapters/xlsx-file.ts';
import { comparedWith } from '../monitoring/compare-trend.ts';
import { type Cell, csvOf } from '../monitoring/core/csv.ts';
import { fileOut } from '../monitoring/core/exchange.ts';
import { FUNDER_GOALS, type FunderGoal } from '../monitoring/core/funder-html.ts';
import { MEASURE_INFO } from '../monitoring/core/measures.ts';
import { openRepairRows } from '../monitoring/core/open-repair.ts';
import type { Period } from '../monitoring/core/period.ts';
import { indicatorRows, questionRows } from '../monitoring/core/report-tables.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import { openDataOf } from '../monitoring/open-data.ts';
import { figuresBook, fileNameOf, fixedStyle, REPORT_KINDS, reportHtml, reportPdf } from '../monitoring/report-files.ts';
import { reportData } from '../monitoring/reports.ts';
import { trendRows } from '../monitoring/trend-rows.ts';
import { route } from './guard.ts';
import { dialectSchema, periodQuerySchema, type TrendAsked, trendQuerySchema } from './monitoring-queries.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['reports'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const withDialect = periodQuerySchema.extend({ dialect: dialectSchema });

const goalNames = Object.keys(FUNDER_GOALS) as FunderGoal[];
const withGoals = periodQuerySchema.extend({
  goals: z
    .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(z.enum(goalNames)).min(1))
    .optional()
    .meta({ description: 'Of the account for funders: only these goals' }),
});
const indicatorsCsv = route('reader', { tags, summary: 'All indicators as CSV', querystring: withDialect });
const monitorCsv = route('reader', { tags, summary: 'Answers for the national monitor as CSV', querystring: withDialect });
const figuresXlsx = route('reader', { tags, summary: 'All figures as a workbook', querystring: periodQuerySchema });
const trendsCsv = route('reader', {
  tags,
  summary: 'A measure over time as CSV',
  querystring: trendQuerySchema.extend({ dialect: dialectSchema }),
});
const trendsXlsx = route('reader', { tags, summary: 'A measure over time as a workbook', querystring: trendQuerySchema });
const exchangeCsv = route('viewer', {
  tags,
  summary: 'Lines of the journal as the file of another program, by a mapping file',
  params: z.strictObject({ id: z.string().max(64) }),
  querystring: periodQuerySchema,
});
const repairsCsv = route('reader', { tags, summary: 'Repairs by the Open Repair Data Standard v0.3', querystring: periodQuerySchema });
const openData = route('reader', {
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

const SUMMARIES: Readonly<Record<ReportName, string>> = {
  council: 'Newsletter for the council',
  annual: 'Annual report',
  funder: 'Account for funders and donors',
  school: 'Sheet for schools',
  'national-monitor': 'Answers for the national monitor',
};

function pageRoutes(app: ApiServer, monitoring: Monitoring): void {
  // The style of a report lies inside it, so that the page can be kept and sent; this allows that style and nothing else.
  const hash = createHash('sha256').update(fixedStyle()).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; frame-ancestors 'none'`;
  for (const name of REPORT_NAMES) {
    const page = route('viewer', { tags, summary: `${SUMMARIES[name]} as a page`, querystring: withGoals });
    const file = route('viewer', { tags, summary: `${SUMMARIES[name]} as tagged PDF`, querystring: withGoals });

    app.get(`/monitoring/reports/${name}.html`, page, async (request, reply) =>
      reply
        .header('content-security-policy', policy)
        .type('text/html; charset=utf-8')
        .send(await reportHtml(monitoring, { name, ...request.query })),
    );

    app.get(`/monitoring/reports/${name}.pdf`, file, async (request, reply) => {
      const made = await reportPdf(monitoring, { name, ...request.query });
      return attach(reply, fileNameOf(monitoring, REPORT_KINDS[name].file, request.query, 'pdf'))
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
      fileNameOf(monitoring, 'indicatoren', period, 'csv'),
      csvOf(indicatorRows(await reportData(monitoring, period)), dialect),
    );
  });

  app.get('/monitoring/reports/national-monitor.csv', monitorCsv, async (request, reply) => {
    const { dialect, ...period } = request.query;
    return csv(
      reply,
      fileNameOf(monitoring, 'landelijke-monitor', period, 'csv'),
      csvOf(questionRows(await reportData(monitoring, period)), dialect),
    );
  });

  app.get('/monitoring/reports/figures.xlsx', figuresXlsx, async (request, reply) => {
    const book = await figuresBook(monitoring, request.query);
    return attach(reply, fileNameOf(monitoring, 'cijfers', request.query, 'xlsx'))
      .type(XLSX)
      .send(book);
  });

  app.get('/monitoring/trends.csv', trendsCsv, async (request, reply) => {
    const { dialect, ...asked } = request.query;
    return csv(reply, fileNameOf(monitoring, asked.measure, asked, 'csv'), csvOf(await trendCells(monitoring, asked), dialect));
  });

  app.get('/monitoring/trends.xlsx', trendsXlsx, async (request, reply) => {
    const asked = request.query;
    const book = await xlsxOf([{ name: asked.measure, rows: await trendCells(monitoring, asked) }]);
    return attach(reply, fileNameOf(monitoring, asked.measure, asked, 'xlsx'))
      .type(XLSX)
      .send(book);
  });

  app.get('/monitoring/exchange/:id.csv', exchangeCsv, async (request, reply) => {
    const { id } = request.params;
    const { text, left } = exchangeOut(monitoring, id, request.query);
    return csv(reply.header('x-kw-left-out', left), fileNameOf(monitoring, id, request.query, 'csv'), text);
  });

  app.get('/monitoring/repairs.csv', repairsCsv, async (request, reply) => {
    const repairs = monitoring.journal
      .current({ kinds: ['repair'], ...request.query })
      .flatMap(({ id, body }) => (body.kind === 'repair' ? [{ id, body }] : []));
    return csv(
      reply,
      fileNameOf(monitoring, 'OpenRepairData_v0.3', request.query, 'csv'),
      csvOf(openRepairRows(repairs, monitoring.site.id), 'plain'),
    );
  });

  app.get('/monitoring/open-data', openData, (request) => openDataOf(monitoring, request.query, REGISTER_KINDS));
}

function exchangeOut({ mappings, journal, site }: Monitoring, id: string, { from, to }: Period): ReturnType<typeof fileOut> {
  const lines = journal.current({ kinds: REGISTER_KINDS, from, to }).filter(({ body }) => body.from >= from && body.from < to);
  return fileOut(mappings.exchange(id), lines, site.timeZone);
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
