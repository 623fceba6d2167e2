import { type aggregateQuerySchema, KwError } from '@kringwijzer/contract';
import type { z } from 'zod';
import type { HubConfig } from '../config.ts';
import { openingHoursOf } from '../monitoring/monitoring.ts';
import type { Aggregate, AggregateQuery, SeriesMatch } from '../ports/series-store.ts';

type AskedAggregate = z.output<typeof aggregateQuerySchema>;
type AskedSeries = Pick<AskedAggregate, 'measurement' | 'field' | 'tags'>;

/** The figures of a bucket when nobody says which. */
const USUAL: readonly Aggregate[] = ['n', 'sum', 'mean', 'min', 'max'];

/** The series a query string asks for. */
export function matchOf({ measurement, field, tags }: AskedSeries): SeriesMatch {
  const pairs = tags?.map((tag) => tag.split(':', 2) as [string, string]);
  return defined({ measurement, field, tags: pairs && Object.fromEntries(pairs) });
}

/** The question behind a query string, in the zone and opening hours of the site. Throws KW_QUERY_INVALID. */
export function aggregateOf(asked: AskedAggregate, site: HubConfig['site']): AggregateQuery {
  const { from, to, bucket, fn = USUAL, open } = asked;
  if (to <= from) throw new KwError('KW_QUERY_INVALID', { reason: 'to is not after from' });
  return { match: matchOf(asked), from, to, bucket, fn, timeZone: site.timeZone, ...(open && { open: openingHoursOf(site) }) };
}

/** The entries that have a value: an absent key is not a key of `undefined`. */
export function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
