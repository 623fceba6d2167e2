import { DAY_MS } from '@kringwijzer/contract';
import type { Calendar } from './core/calendar.ts';
import { hoursBetween, type PastHour } from './core/forecast/hour.ts';
import type { OpeningHours, SeriesStore } from './ports/series-store.ts';

/** How much of the past a forecast learns from. */
const BACK_MS = 70 * DAY_MS;

export interface PastReader {
  readonly store: SeriesStore;
  readonly site: string;
  readonly timeZone: string;
  readonly calendar: Calendar;
  readonly opening: OpeningHours;
}

/** Which scale. */
export interface ScaleName {
  readonly node: string;
  readonly device: string;
}

/** The net inflow of a container by hour, of ten weeks up to the hour that holds `nowMs` (not in it). Hours in which its scale was silent have no mass. */
export async function readPast(reader: PastReader, { node, device }: ScaleName, nowMs: number): Promise<readonly PastHour[]> {
  const { store, site, timeZone, calendar, opening } = reader;
  const to = calendar.startOf('hour', nowMs);
  const from = calendar.startOf('hour', to - BACK_MS);
  const byHour = async (measurement: string, field: string, fn: 'sum' | 'n'): Promise<ReadonlyMap<number, number>> => {
    const match = { measurement, field, tags: { site, node, device } };
    const sums = new Map<number, number>();
    for (const { start, n, values } of await store.aggregate({ match, from, to, bucket: 'hour', timeZone, fn: [fn] })) {
      if (n > 0) sums.set(start, (sums.get(start) ?? 0) + (values[fn] ?? 0));
    }
    return sums;
  };
  const came = await byHour('deposit', 'mass_g', 'sum');
  const left = await byHour('removal', 'mass_g', 'sum');
  const heard = await byHour('scale_weight', 'net_g', 'n');
  return hoursBetween(calendar, opening, from, to).map((hour): PastHour => {
    const isHeard = heard.has(hour.start) || came.has(hour.start) || left.has(hour.start);
    return { ...hour, massG: isHeard ? (came.get(hour.start) ?? 0) - (left.get(hour.start) ?? 0) : undefined };
  });
}

/** What left at the latest emptyings of a container, g, in order of time; without those that a person struck out. */
export async function readEmptied(store: SeriesStore, { node, device }: ScaleName): Promise<readonly number[]> {
  const events = await store.events({ kinds: ['emptying'], node, device, trustedTimeOnly: true, order: 'desc', limit: 24 });
  return events
    .flatMap(({ record, correction }) => (record.kind === 'emptying' && correction?.struck !== true ? [record.massG] : []))
    .toReversed();
}
