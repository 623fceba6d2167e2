import { z } from 'zod';
import { atMsSchema, deviceIdSchema, nodeIdSchema } from './ids.ts';

const manyOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(item).max(16)).optional();
const numberText = z.coerce.number();

/** Query of GET /records; `kinds` is a comma list. */
export const recordsQuerySchema = z.strictObject({
  kinds: manyOf(z.string().max(32)),
  node: nodeIdSchema.optional(),
  device: deviceIdSchema.optional(),
  from: numberText.pipe(atMsSchema).optional(),
  to: numberText.pipe(atMsSchema).optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: numberText.pipe(z.int().min(1).max(1_000)).default(100),
});

/** Which series, and which time of them; `tags` is a comma list of `name:value`. */
const seriesQuerySchema = z.strictObject({
  measurement: z.string().max(64).optional(),
  field: z.string().max(64).optional(),
  tags: manyOf(z.string().regex(/^[a-z_]{1,32}:[A-Za-z0-9_.-]{1,64}$/u)),
  from: numberText.pipe(atMsSchema),
  to: numberText.pipe(atMsSchema),
});

/** Query of GET /aggregate; `fn` is a comma list. */
export const aggregateQuerySchema = seriesQuerySchema.extend({
  bucket: z
    .enum(['minute', 'fiveMinutes', 'quarterHour', 'hour', 'day', 'isoWeek', 'month', 'quarter', 'year', 'hourOfWeek'])
    .default('hour'),
  fn: manyOf(z.enum(['n', 'sum', 'mean', 'min', 'max', 'first', 'last', 'p50', 'p95', 'p99'])),
  open: z.stringbool().default(false).meta({ description: 'Only what lies in opening hours, without closed days' }),
});

const formatSchema = z
  .enum(['csv', 'jsonl', 'parquet'])
  .default('csv')
  .meta({ description: 'csv (RFC 4180), jsonl (a JSON object a line) or parquet; units and definitions are in each' });

const exportMomentSchema = z.union([z.iso.date(), numberText.pipe(atMsSchema)]).meta({
  description: 'UTC epoch ms, or a local date YYYY-MM-DD: its midnight; to is exclusive',
});
const ofExport = { from: exportMomentSchema, to: exportMomentSchema, format: formatSchema };

/** Query of GET /export/points. */
export const exportPointsQuerySchema = seriesQuerySchema.extend(ofExport);
/** Query of GET /export/buckets. */
export const exportBucketsQuerySchema = aggregateQuerySchema.extend(ofExport);

const seriesKeySchema = z.strictObject({
  measurement: z.string(),
  field: z.string(),
  tags: z.record(z.string(), z.string()),
  unit: z.string(),
  kind: z.enum(['gauge', 'delta', 'interval']),
  stepMs: z.number().optional(),
});

/** A series that can be asked for, with what it means. */
export const seriesInfoSchema = z.strictObject({
  series: seriesKeySchema,
  definition: z.string(),
  firstAt: z.number().meta({ unit: 'ms' }),
  lastAt: z.number().meta({ unit: 'ms' }),
});

/** One bucket of one series; `start` inclusive, `end` exclusive. */
export const bucketSchema = z.strictObject({
  series: seriesKeySchema,
  start: z.number().meta({ unit: 'ms' }),
  end: z.number().meta({ unit: 'ms' }),
  n: z.number().min(0),
  values: z.record(z.string(), z.number()),
  completeness: z.number().min(0).max(1).optional(),
});
export type ApiBucket = z.infer<typeof bucketSchema>;
