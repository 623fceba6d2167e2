import {
  aggregateQuerySchema,
  bucketSchema,
  KwError,
  type KwRecord,
  recordKindSchema,
  recordsQuerySchema,
  storedRecordSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { EventQuery, SeriesMatch } from '../ports/series-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

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

/** What is stored: records one by one, and sums. */
export function recordRoutes(app: ApiServer, { store, config }: ApiDeps): void {
  app.get('/records', records, async (request) => {
    const events = await store.events(eventQueryOf(request.query));
    const shown = sessionIn(request).role === 'reader' ? withoutPerson : (record: KwRecord) => ({ ...record });
    return events.map(({ node, boot, seq, clock, receivedAt, record }) => ({ node, boot, seq, clock, receivedAt, record: shown(record) }));
  });

  app.get('/aggregate', aggregate, async (request) => {
    const { from, to, bucket, fn = ['n', 'sum', 'mean', 'min', 'max'] } = request.query;
    if (to <= from) throw new KwError('KW_QUERY_INVALID', { reason: 'to is not after from' });
    const buckets = await store.aggregate({ match: matchOf(request.query), from, to, bucket, fn, timeZone: config.site.timeZone });
    return buckets.map((item) => ({ ...item, series: { ...item.series, tags: { ...item.series.tags } }, values: { ...item.values } }));
  });
}

/** The record without the name of the person who calibrated, counted or taught; how a zero came about is no person. */
function withoutPerson(record: KwRecord): Record<string, unknown> {
  if (record.kind === 'zero' || !('by' in record)) return { ...record };
  const { by: _by, ...rest } = record;
  return rest;
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

function matchOf({ measurement, field, tags }: z.output<typeof aggregateQuerySchema>): SeriesMatch {
  const pairs = tags?.map((tag) => tag.split(':', 2) as [string, string]);
  return defined({ measurement, field, tags: pairs && Object.fromEntries(pairs) });
}

/** The entries that have a value: an absent key is not a key of `undefined`. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
