import { Readable } from 'node:stream';
import { exportBucketsQuerySchema, exportPointsQuerySchema, KwError } from '@kringwijzer/contract';
import type { FastifyReply } from 'fastify';
import { parquetBuckets, parquetSamples } from '../adapters/parquet/parquet-file.ts';
import { createCalendar } from '../core/calendar.ts';
import type { ExportHead } from '../core/export-head.ts';
import { exportBuckets, exportSamples } from '../core/export-lines.ts';
import { QUERY_LIMITS, tooLarge } from '../core/query-limits.ts';
import type { SeriesMatch } from '../ports/series-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { route } from './guard.ts';
import { aggregateOf, matchOf } from './series-queries.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['export'];
const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const;
/** Lines are sent in parts of about this many characters. */
const PART_LENGTH = 32_768;

const points = route('reader', {
  tags,
  summary: 'Raw points as a file, units and definitions first',
  querystring: exportPointsQuerySchema,
});
const buckets = route('reader', {
  tags,
  summary: 'Sums and means by bucket as a file, units and definitions first',
  querystring: exportBucketsQuerySchema,
});

/** Files of what is stored, for spreadsheets and programs of others. They are made while they are sent. */
export function exportRoutes(app: ApiServer, { store, config, nowMs }: ApiDeps): void {
  const { id: site, timeZone } = config.site;

  const calendar = createCalendar(timeZone);

  /** The time between two moments; a date is its local midnight. Throws KW_QUERY_INVALID. */
  const spanOf = (asked: { readonly from: string | number; readonly to: string | number }): { from: number; to: number } => {
    const [from = 0, to = 0] = [asked.from, asked.to].map((moment) =>
      typeof moment === 'number' ? moment : calendar.utcOf(Date.parse(`${moment}T00:00:00Z`)),
    );
    if (to <= from) throw new KwError('KW_QUERY_INVALID', { reason: 'to is not after from' });
    return { from, to };
  };

  const headOf = async (match: SeriesMatch): Promise<ExportHead> => {
    const series = (await store.series(match)).map((info) => info.series);
    tooLarge(series.length, QUERY_LIMITS.series);
    return { site, timeZone, calendar, madeAtMs: nowMs(), series };
  };

  app.get('/export/points', points, async (request, reply) => {
    const { format } = request.query;
    const match = matchOf(request.query);
    const head = await headOf(match);
    const samples = await begun(store.range({ match, ...spanOf(request.query) }));
    const parts = format === 'parquet' ? parquetSamples(head, samples) : joined(exportSamples({ ...head, format }, samples));
    return sendFile(reply, format, { name: `${site}-points`, parts });
  });

  app.get('/export/buckets', buckets, async (request, reply) => {
    const { format } = request.query;
    const query = aggregateOf({ ...request.query, ...spanOf(request.query) }, config.site);
    const head = await headOf(query.match);
    const found = await store.aggregate(query);
    const parts =
      format === 'parquet' ? parquetBuckets(head, query.fn, found) : joined(exportBuckets({ ...head, format }, query.fn, found));
    return sendFile(reply, format, { name: `${site}-${query.bucket}`, parts });
  });
}

function sendFile(
  reply: FastifyReply,
  format: keyof typeof TYPES,
  { name, parts }: { readonly name: string; readonly parts: AsyncIterable<string | Uint8Array> },
): FastifyReply {
  return reply
    .type(TYPES[format])
    .header('content-disposition', `attachment; filename="kringwijzer-${name}.${format}"`)
    .send(Readable.from(parts, { objectMode: false }));
}

/** The same items, the first one asked for: what is wrong with a question must be said before a file begins. */
async function begun<T>(items: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const iterator = items[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all(): AsyncGenerator<T> {
    try {
      for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      // A reader that left half-way must not leave the store reading.
      await iterator.return?.();
    }
  }
  return all();
}

/** Lines put together into parts that are worth a packet. */
async function* joined(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let part = '';
  for await (const line of lines) {
    part += line;
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
