import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { IPoint } from 'influx';
import { hourRollup } from '../../core/hour-rollups.ts';
import type { InfluxDirty } from './influx-dirty.ts';
import { rollupPoint } from './influx-lines.ts';
import type { InfluxLink } from './influx-link.ts';
import { readColumn } from './influx-reader.ts';
import type { InfluxRegistry, InfluxSeriesRow } from './influx-registry.ts';

interface Parts {
  readonly link: InfluxLink;
  readonly registry: InfluxRegistry;
  readonly dirty: InfluxDirty;
}

/** Makes the rollups of dirty hours that have ended from their raw points and writes them back: no continuous queries, which miss late points. */
export async function rollUpDirtyHours(parts: Parts, thisHour: number, horizonAt: number): Promise<void> {
  for (const [id, hours] of parts.dirty.all()) {
    const row = parts.registry.get(id);
    if (row === undefined) continue;
    for (const day of byDay(hours.filter((hour) => hour < thisHour))) await rollUpDay(parts, row, day, horizonAt);
  }
}

async function rollUpDay({ link, dirty }: Parts, row: InfluxSeriesRow, hours: readonly number[], horizonAt: number): Promise<void> {
  const from = (hours[0] ?? 0) * HOUR_MS;
  const to = ((hours.at(-1) ?? 0) + 1) * HOUR_MS;
  const column = await readColumn(link, row.key, { from, to });
  const rollups: IPoint[] = [];
  for (const hour of hours) {
    const rollup = hourRollup(column, hour);
    const isKept = row.source === 'sample' && hour * HOUR_MS < horizonAt;
    if (rollup !== undefined && !isKept) rollups.push(rollupPoint(row.key, hour * HOUR_MS, rollup));
  }
  await link.write(rollups);
  await link.write(hours.map((hour) => dirty.clear(row.id, hour)));
}

function byDay(hours: readonly number[]): readonly (readonly number[])[] {
  const days = new Map<number, number[]>();
  for (const hour of hours) {
    const day = Math.floor((hour * HOUR_MS) / DAY_MS);
    const held = days.get(day) ?? [];
    held.push(hour);
    days.set(day, held);
  }
  return [...days.values()];
}
