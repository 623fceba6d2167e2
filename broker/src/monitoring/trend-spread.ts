import { DAY_MS, type KwRecord } from '@kringwijzer/contract';
import type { Calendar } from '../core/calendar.ts';
import { openTimes } from '../core/spans.ts';
import { counts, giftSpread, type SensorInfo } from './core/collect-sensors.ts';
import type { Measure } from './core/measures.ts';
import type { Put, Spread } from './core/trend-columns.ts';
import { countedOf, groupOf } from './trend-parts.ts';
import type { TrendDeps, TrendQuery } from './trends.ts';

/** Longest time over which weighed goods are read record by record: ten years of a busy site would take a Pi seconds. */
const RECORDS_AT_MOST_MS = 3 * 366 * DAY_MS;

/** True when the values of a measure have an interval over this time; a count of taps or a line of an administration has none. */
export const hasSpread = ({ measure, from, to }: Pick<TrendQuery, 'measure' | 'from' | 'to'>): boolean =>
  measure === 'visits' || (KINDS[measure] !== undefined && to - from <= RECORDS_AT_MOST_MS);

const KINDS: { readonly [K in Measure]?: 'deposit' | 'emptying' } = { mass: 'deposit', emptied: 'emptying' };

/** Adds the uncertainty of weighed goods, record by record: rollups know sums, not how sure they are. */
export async function putSpread(
  { reader, inflowRole, openingHours }: TrendDeps,
  calendar: Calendar,
  query: TrendQuery,
  { sensors, put, blocks }: { readonly sensors: readonly SensorInfo[]; readonly put: Put; readonly blocks: ReadonlyMap<string, string> },
): Promise<void> {
  const kind = KINDS[query.measure];
  if (kind === undefined || !hasSpread(query)) return;
  const counted = countedOf(inflowRole, query, sensors);
  const isOpen = query.open === true ? within(openTimes(calendar, openingHours, query.from, query.to)) : () => true;
  for await (const events of reader.events(kind, query)) {
    for (const event of events) {
      const key = `${event.node}/${event.record.device}`;
      const sensor = query.device === undefined || query.device === key ? counted(key) : undefined;
      if (sensor === undefined || !counts(event) || !isOpen(event.record.at)) continue;
      const { spread, stream } = spreadOf(event.record, sensor);
      put(calendar.startOf(query.bucket, event.record.at), groupOf({ ...query, blocks }, sensor, stream), 0, inKg(spread));
    }
  }
}

function spreadOf(record: KwRecord, sensor: SensorInfo): { readonly spread: Spread; readonly stream?: string | undefined } {
  if (record.kind === 'deposit') return { spread: giftSpread(record.uncertaintyG, sensor), stream: record.stream };
  return { spread: record.kind === 'emptying' ? { systematic: record.uncertaintyG } : {} };
}

const inKg = ({ systematic = 0, random2 = 0 }: Spread): Spread => ({ systematic: systematic / 1_000, random2: random2 / 1_000_000 });

/** Tells whether a moment lies in one of the windows; asked in order of time. */
function within(windows: readonly { readonly from: number; readonly to: number }[]): (at: number) => boolean {
  let index = 0;
  return (at) => {
    while ((windows[index]?.to ?? Infinity) <= at) index += 1;
    return (windows[index]?.from ?? Infinity) <= at;
  };
}
