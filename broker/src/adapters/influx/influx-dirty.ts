import { HOUR_MS } from '@kringwijzer/contract';
import type { IPoint } from 'influx';
import { textHash } from '../../core/text-hash.ts';
import { DIRTY } from './influx-lines.ts';
import { type InfluxLink, msOf, nanosOf, quoteName } from './influx-link.ts';
import { KEPT_POLICY } from './influx-options.ts';

/** Hours whose rollup has to be made anew, by series id; kept in the database too, so that a killed hub forgets none. */
export class InfluxDirty {
  private readonly hours = new Map<string, Set<number>>();
  private readonly link: InfluxLink;

  constructor(link: InfluxLink) {
    this.link = link;
  }

  async load(): Promise<void> {
    for (const { rows } of await this.link.query(`SELECT d, id FROM ${quoteName(KEPT_POLICY)}.${quoteName(DIRTY)} WHERE d = 1`)) {
      for (const { time, id } of rows) this.hoursOf(String(id)).add(Math.floor(msOf(time ?? null) / HOUR_MS));
    }
  }

  has(id: string, hour: number): boolean {
    return this.hours.get(id)?.has(hour) ?? false;
  }

  /** Marks in memory; true when it was not marked before and has to be marked on disk. */
  mark(id: string, hour: number): boolean {
    const hours = this.hoursOf(id);
    if (hours.has(hour)) return false;
    hours.add(hour);
    return true;
  }

  /** Takes a mark back that could not be written. */
  unmark(id: string, hour: number): void {
    this.hours.get(id)?.delete(hour);
  }

  /** Clears in memory and answers the point that clears on disk. */
  clear(id: string, hour: number): IPoint {
    this.hours.get(id)?.delete(hour);
    return markPoint(id, hour, 0);
  }

  /** Hours of a series with fromHour <= hour < toHour, in order. */
  between(id: string, fromHour: number, toHour: number): readonly number[] {
    return [...(this.hours.get(id) ?? [])].filter((hour) => hour >= fromHour && hour < toHour).sort((a, b) => a - b);
  }

  all(): readonly (readonly [id: string, hours: readonly number[]])[] {
    return [...this.hours].map(([id, hours]) => [id, [...hours].sort((a, b) => a - b)]);
  }

  private hoursOf(id: string): Set<number> {
    const hours = this.hours.get(id) ?? new Set();
    this.hours.set(id, hours);
    return hours;
  }
}

/** The point that keeps a mark, or its end, on disk. */
export const markPoint = (id: string, hour: number, dirty: 0 | 1): IPoint => ({
  measurement: DIRTY,
  tags: { s: textHash(id).toString(16) + id.length.toString(16) },
  fields: { d: dirty, id },
  timestamp: nanosOf(hour * HOUR_MS),
});
