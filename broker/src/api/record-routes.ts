import {
  aggregateQuerySchema,
  bucketSchema,
  KwError,
  recordKindSchema,
  recordsQuerySchema,
  seriesInfoSchema,
  storedRecordSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { QUERY_LIMITS, tooLarge } from '../core/query-limits.ts';
import { definitionOf } from '../core/series-definitions.ts';
import type { EventQuery } from '../ports/series-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import { aggregateOf, defined } from './series-queries.ts';
import type { ApiServer } from './server-type.ts';
import { storedRecordForReaders, storedRecordOf } from './stored-record.ts';

const tags = ['records'];
const records = route('reader', {
  tags,
  summary: 'Stored records; a reader is not told who did it',
  querystring: recordsQuerySchema,
  response: { 200: z.array(storedRecordSchema) },
});
const aggregate = route('reader', {
  tags,
  summary: 'Sums and means by bucket of local time',
  querystring: aggregateQuerySchema,
  response: { 200: z.array(bucketSchema) },
});

const series = route('reader', {
  tags,
  summary: 'Series there are, with their units and meaning',
  querystring: z.strictObject({ measurement: z.string().max(64).optional() }),
  response: { 200: z.array(seriesInfoSchema) },
});

/** What is stored: records one by one, and sums. */
export function recordRoutes(app: ApiServer, { store, config }: ApiDeps): void {
  app.get('/records', records, async (request) => {
    const events = await store.events(eventQueryOf(request.query));
    return events.map(sessionIn(request).role === 'reader' ? storedRecordForReaders : storedRecordOf);
  });

  app.get('/series', series, async (request) => {
    const found = await store.series(defined(request.query));
    tooLarge(found.length, QUERY_LIMITS.series);
    return found.map(({ series: { tags: names, ...key }, ...span }) => ({
      series: { ...key, tags: { ...names } },
      definition: definitionOf(key),
      ...span,
    }));
  });

  app.get('/aggregate', aggregate, async (request) => {
    const buckets = await store.aggregate(aggregateOf(request.query, config.site));
    return buckets.map((item) => ({ ...item, series: { ...item.series, tags: { ...item.series.tags } }, values: { ...item.values } }));
  });
}

function eventQueryOf(query: z.output<typeof recordsQuerySchema>): EventQuery {
  const { kinds, node, device, from, to, order, limit } = query;
  const known = kinds?.map((kind) => {
    const parsed = recordKindSchema.safeParse(kind);
    if (!parsed.success) throw new KwError('KW_QUERY_INVALID', { reason: 'kinds: not a kind of record' });
    return parsed.data;
  });
  return { ...defined({ kinds: known, node, device, from, to }), order, limit };
}
