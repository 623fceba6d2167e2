import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { IPoint } from 'influx';
import { hourRollup } from '../../core/hour-rollups.ts';
import type { MirrorCursor, MirrorHour, MirrorMark, MirrorSource } from '../../ports/mirror-source.ts';
import { eventPoint, isUnwritable, rollupPoint, valuePoint } from './influx-lines.ts';
import { InfluxLink, isRefused } from './influx-link.ts';
import { type InfluxOptions, RAW_POLICY } from './influx-options.ts';
import { InfluxRegistry } from './influx-registry.ts';
import { removeStale } from './stale-points.ts';

const HOURS_PER_PASS = 200;
const EVENTS_PER_PASS = 500;

export interface MirrorOptions extends InfluxOptions {
  /** Makes the database and its policies first; needs an administrator of a 1.x server. */
  readonly setUp?: boolean;
}

/** What a pass brought over. */
export interface MirrorPass {
  readonly hours: number;
  readonly events: number;
}

/**
 * Follows the true store in InfluxDB: whole hours and their rollups, and events by a cursor. A mark goes only after the
 * server took the hour, so an hour may be written twice, to the same points: nothing is lost and nothing is doubled.
 */
export class InfluxMirror {
  private readonly source: MirrorSource;
  private readonly link: InfluxLink;
  private readonly options: MirrorOptions;
  private registry: InfluxRegistry | undefined;

  constructor(source: MirrorSource, options: MirrorOptions) {
    this.source = source;
    this.options = options;
    this.link = new InfluxLink(options);
  }

  /** Brings over all there is now. Throws KW_STORE_UNAVAILABLE when the server is gone; what was not taken stays marked. */
  async catchUp(signal?: AbortSignal): Promise<MirrorPass> {
    const registry = await this.known();
    let hours = 0;
    let events = 0;
    for (let isBehind = true; isBehind && !isStopped(signal); ) {
      const marks = await this.source.pending(HOURS_PER_PASS);
      const sent = await this.sendEvents();
      hours += await this.sendHours(marks, registry);
      events += sent;
      isBehind = marks.length === HOURS_PER_PASS || sent > 0;
    }
    return { hours, events };
  }

  private async known(): Promise<InfluxRegistry> {
    if (this.registry !== undefined) return this.registry;
    if (this.options.setUp === true) await this.link.setUp(`${Math.ceil(this.options.rawMs / DAY_MS)}d`);
    const registry = new InfluxRegistry(this.link);
    await registry.load();
    this.registry = registry;
    return registry;
  }

  private async sendHours(marks: readonly MirrorMark[], registry: InfluxRegistry): Promise<number> {
    const values: IPoint[] = [];
    const rollups: IPoint[] = [];
    // The server refuses points at the edge of its retention, and with them the request they came in.
    const oldestMs = this.options.nowMs() - this.options.rawMs + HOUR_MS;
    for (const mark of marks) {
      const hour = await this.source.hourOf(mark);
      if (hour === undefined || isUnwritable(hour.series)) continue;
      registry.rowFor(hour.series, hour.source);
      if (hour.isCorrected === true) await this.removeStale(hour, mark.hour);
      for (const { at, value, eventId } of hour.values) if (at >= oldestMs) values.push(valuePoint(hour.series, at, value, eventId));
      rollups.push(...rollupOf(hour, mark.hour));
    }
    await registry.save();
    await this.link.write(values, RAW_POLICY);
    await this.link.write(rollups);
    if (marks.length > 0) await this.source.done(marks);
    return marks.length;
  }

  private async sendEvents(): Promise<number> {
    return (await this.sendFrom('events')) + (await this.sendFrom('corrections'));
  }

  private async sendFrom(cursor: MirrorCursor): Promise<number> {
    const from = await this.source.position(cursor);
    const found = cursor === 'events' ? this.source.eventsAfter(from, EVENTS_PER_PASS) : this.source.correctedAfter(from, EVENTS_PER_PASS);
    const { events, position } = await found;
    if (position === from) return 0;
    await this.link.write(events.map(eventPoint));
    await this.source.setPosition(cursor, position);
    return events.length;
  }

  private async removeStale(hour: MirrorHour, at: number): Promise<void> {
    try {
      await removeStale(this.link, hour, at);
    } catch (error) {
      if (!isRefused(error)) throw error;
      // Some clusters know no DELETE. The rollups are right all the same.
      this.options.log.warn({ err: error, measurement: hour.series.measurement }, 'mirror keeps points that no longer count');
    }
  }
}

const isStopped = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

function rollupOf({ series, values, kept }: MirrorHour, hour: number): readonly IPoint[] {
  if (kept !== undefined) return [rollupPoint(series, hour * HOUR_MS, kept)];
  const column = { at: Float64Array.from(values, ({ at }) => at), value: Float64Array.from(values, ({ value }) => value) };
  const rollup = hourRollup(column, hour) ?? { n: 0, sum: 0, min: 0, max: 0, first: 0, last: 0 };
  return [rollupPoint(series, hour * HOUR_MS, rollup)];
}
