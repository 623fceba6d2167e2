import { entryBodySchema, indicatorResultSchema, journalEntrySchema, KwError } from '@kringwijzer/contract';
import { z } from 'zod';
import { createCalendar } from '../core/calendar.ts';
import { comparedWith } from '../monitoring/compare-trend.ts';
import { STREAM_FACTORS } from '../monitoring/core/impact-factors.ts';
import { resultOf } from '../monitoring/core/indicator-result.ts';
import { INDICATORS, NOTES } from '../monitoring/core/indicator-table.ts';
import { balanceOf } from '../monitoring/core/mass-balance.ts';
import { MEASURE_INFO, MEASURES } from '../monitoring/core/measures.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import { yearBefore } from '../monitoring/year-before.ts';
import { route } from './guard.ts';
import { periodQuerySchema, trendQuerySchema } from './monitoring-queries.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['monitoring'];
const numberOrNull = z.number().nullable();
const resultRowSchema = indicatorResultSchema.extend({
  baseline: z.number().optional().meta({ description: 'What the baseline comes to over as many days' }),
  before: z.number().optional().meta({ description: 'The same figure a year before: the same months, or 52 weeks earlier' }),
  streams: z.record(z.string(), z.number()).optional(),
});
const trendTableSchema = z.strictObject({
  unit: z.string(),
  digits: z.int(),
  starts: z.array(z.number()),
  ends: z.array(z.number()),
  series: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      values: z.array(z.number()),
      halves: z
        .array(numberOrNull)
        .optional()
        .meta({ description: 'Half-width of the 95 % interval of each value; null where it is not known' }),
    }),
  ),
  completeness: z.array(numberOrNull),
  factors: z.array(z.record(z.string(), z.unknown())),
  compared: z.array(numberOrNull).optional(),
  markers: z.array(z.strictObject({ id: z.int(), body: entryBodySchema })).meta({ description: 'Events in this time' }),
});
const changeQuerySchema = z.strictObject({
  measure: z.enum(MEASURES).default('mass'),
  at: periodQuerySchema.shape.from,
  weeksBefore: z.coerce.number().pipe(z.int().min(1).max(104)).default(12),
  weeksAfter: z.coerce.number().pipe(z.int().min(1).max(104)).default(12),
  device: trendQuerySchema.shape.device,
});
const changeSideSchema = z.strictObject({ weeks: z.int(), mean: z.number() });
const changeSchema = z.strictObject({
  before: changeSideSchema,
  after: changeSideSchema,
  change: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
});
const targetSchema = z.strictObject({
  entry: journalEntrySchema,
  value: z.number().optional(),
  target: z.number(),
  reached: z.number().optional(),
  elapsed: z.number(),
  forecast: z.number().optional(),
  onTrack: z.boolean().optional(),
});

const heatQuery = trendQuerySchema.pick({ from: true, to: true, measure: true, open: true, device: true });
const indicators = route('reader', {
  tags,
  summary: 'All indicators of a period',
  querystring: periodQuerySchema,
  response: { 200: z.array(resultRowSchema) },
});
const origin = route('viewer', {
  tags,
  summary: 'How a figure was made, down to its records',
  params: z.strictObject({ id: z.string().max(64) }),
  querystring: periodQuerySchema,
  response: { 200: z.unknown() },
});
const table = route('reader', {
  tags,
  summary: 'A measure over time',
  querystring: trendQuerySchema,
  response: { 200: trendTableSchema },
});
const heat = route('reader', {
  tags,
  summary: 'Mean of each hour of the week, Monday 00:00 first',
  querystring: heatQuery,
  response: { 200: z.array(numberOrNull).length(168) },
});
const change = route('reader', {
  tags,
  summary: 'Whole weeks before a moment against after it',
  querystring: changeQuerySchema,
  response: { 200: changeSchema },
});
const balance = route('reader', {
  tags,
  summary: 'Goods in, out and in stock by stream',
  querystring: periodQuerySchema,
  response: { 200: z.unknown() },
});
const targets = route('viewer', { tags, summary: 'Targets and how far they have come', response: { 200: z.array(targetSchema) } });

/** Figures of any period, how they were made, and how they went. */
export function monitoringFigureRoutes(app: ApiServer, monitoring: Monitoring): void {
  const { figures, plans, site } = monitoring;
  trendRoutes(app, monitoring);

  app.get(
    '/monitoring/definitions',
    route('reader', { tags, summary: 'Indicators, notes and factors', response: { 200: z.unknown() } }),
    () => ({
      indicators: INDICATORS,
      notes: NOTES,
      measures: MEASURE_INFO,
      factors: { simple: monitoring.impact, streams: STREAM_FACTORS },
      timeZone: site.timeZone,
      sensors: monitoring.sensors().map(({ key, name, kind, role }) => ({ key, name, kind, role })),
      pdf: monitoring.pdf.available,
      otherSites: otherSitesOf(monitoring),
      exchanges: [...monitoring.mappings.exchanges()],
    }),
  );

  app.get('/monitoring/indicators', indicators, async (request) => {
    const period = request.query;
    const sheet = await figures.sheet(period);
    const baseline = await plans.baselineFor(period);
    const before = await plans.comparable(yearBefore(createCalendar(site.timeZone), period));
    return INDICATORS.map((indicator) => {
      const result = resultOf(indicator, sheet);
      const streams = indicator.byStream ? streamsOf(indicator.id, sheet) : {};
      return {
        ...result,
        notes: [...result.notes],
        ...(baseline[indicator.id] !== undefined && { baseline: baseline[indicator.id] }),
        ...(before[indicator.id] !== undefined && { before: before[indicator.id] }),
        ...(Object.keys(streams).length > 0 && { streams }),
      };
    });
  });

  app.get('/monitoring/indicators/:id/origin', origin, (request) => monitoring.origin(request.params.id, request.query));

  app.get('/monitoring/balance', balance, async (request) => {
    const sheet = await figures.sheet(request.query);
    const value = (id: string): number | undefined => {
      const indicator = INDICATORS.find((item) => item.id === id);
      return indicator === undefined ? undefined : resultOf(indicator, sheet).value;
    };
    const capacity = { toolHours: value('tool_hours'), paidFte: value('paid_fte'), volunteers: value('volunteers') };
    return { rows: balanceOf(sheet), capacity, sales: { pieces: value('sales_pieces'), kg: value('sales_mass'), euros: value('revenue') } };
  });

  app.get('/monitoring/targets', targets, async () => [...(await plans.targets())]);

  app.get(
    '/monitoring/baseline',
    route('viewer', { tags, summary: 'The baseline that holds', response: { 200: z.unknown() } }),
    async () => (await plans.baseline()) ?? null,
  );
}

const otherSitesOf = ({ journal }: Monitoring): { id: number; name: string }[] =>
  journal.current({ kinds: ['other_site'] }).flatMap(({ id, body }) => (body.kind === 'other_site' ? [{ id, name: body.name }] : []));

function trendRoutes(app: ApiServer, monitoring: Monitoring): void {
  const { plans, trends, journal } = monitoring;

  app.get('/monitoring/trends', table, async (request) => {
    const { compare, ...query } = request.query;
    const found = await trends.table(query);
    const compared = await comparedWith(monitoring, query, { table: found, compare });
    const { unit, digits } = MEASURE_INFO[query.measure];
    const markers = journal.current({ kinds: ['marker'], from: query.from, to: query.to });
    return {
      unit,
      digits,
      starts: [...found.starts],
      ends: [...found.ends],
      series: found.series.map(({ key, label, values, halves }) => ({
        key,
        label,
        values: [...values],
        ...(halves !== undefined && { halves: [...halves] }),
      })),
      completeness: [...found.completeness],
      factors: found.factors.map((factor) => ({ ...factor })),
      markers: markers.map(({ id, body }) => ({ id, body })), // without who wrote them: programs read this too
      ...(compared !== undefined && { compared: [...compared] }),
    };
  });

  app.get('/monitoring/heat', heat, async (request) => [...(await trends.heat(request.query))]);

  app.get('/monitoring/change', change, (request) => {
    const { measure, ...options } = request.query;
    if (options.at > monitoring.nowMs()) throw new KwError('KW_QUERY_INVALID', { reason: 'at lies in the future' });
    return plans.change(measure, options);
  });
}

function streamsOf(id: string, sheet: Parameters<typeof resultOf>[1]): Record<string, number> {
  const indicator = INDICATORS.find((item) => item.id === id);
  if (indicator === undefined) return {};
  const streams = ['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other', 'unknown'];
  return Object.fromEntries(
    streams.flatMap((stream) => {
      const { value } = resultOf(indicator, sheet, stream);
      return value === undefined ? [] : [[stream, value]];
    }),
  );
}
