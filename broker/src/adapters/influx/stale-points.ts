import { HOUR_MS } from '@kringwijzer/contract';
import type { MirrorHour } from '../../ports/mirror-source.ts';
import { valuePoint } from './influx-lines.ts';
import { type InfluxLink, nanosIn, quoteName, quoteText } from './influx-link.ts';
import { fromOf, whereOf } from './influx-reader.ts';

/**
 * Takes away raw points of an hour that no longer count: of a record that was struck out, or that a correction moved to
 * another series. Without it the sum of raw points in the mirror would count it twice. Call before the hour is written.
 */
export async function removeStale(link: InfluxLink, { series, values }: MirrorHour, hour: number): Promise<void> {
  const between = { from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS };
  const held = await link.query(`SELECT ${quoteName(series.field)} AS v FROM ${fromOf(series)} WHERE ${whereOf(series, between)}`);
  const wanted = new Set(values.map(({ at, value, eventId }) => String(valuePoint(series, at, value, eventId).timestamp)));
  const tags = Object.entries(series.tags).map(([name, value]) => `${quoteName(name)} = ${quoteText(value)} AND `);
  for (const { time } of held.flatMap(({ rows }) => rows)) {
    const nanos = nanosIn(String(time));
    if (!wanted.has(nanos)) await link.remove(`DELETE FROM ${quoteName(series.measurement)} WHERE ${tags.join('')}time = ${nanos}`);
  }
}
