import { seriesIdOf, seriesMatches } from '../../core/series-id.ts';
import { textHash } from '../../core/text-hash.ts';
import type { SeriesKey, SeriesMatch } from '../../ports/series-store.ts';
import { SERIES } from './influx-lines.ts';
import { type InfluxLink, nanosOf, quoteName } from './influx-link.ts';
import { KEPT_POLICY } from './influx-options.ts';

/** Where values of a series come from: points that overwrite, or events that all count. */
export type InfluxSource = 'sample' | 'event';

export interface InfluxSeriesRow {
  readonly id: string;
  readonly key: SeriesKey;
  readonly source: InfluxSource;
}

/** All series of the database with their unit and kind, which InfluxDB itself does not keep. */
export class InfluxRegistry {
  private readonly byId = new Map<string, InfluxSeriesRow>();
  private byObject = new WeakMap<SeriesKey, InfluxSeriesRow>();
  private readonly link: InfluxLink;
  private unsaved: InfluxSeriesRow[] = [];

  constructor(link: InfluxLink) {
    this.link = link;
  }

  async load(): Promise<void> {
    for (const { rows } of await this.link.query(`SELECT json, source FROM ${quoteName(KEPT_POLICY)}.${quoteName(SERIES)} GROUP BY s`)) {
      for (const row of rows) {
        const key = JSON.parse(String(row.json)) as SeriesKey;
        this.remember({ id: seriesIdOf(key), key, source: row.source === 'event' ? 'event' : 'sample' });
      }
    }
  }

  get(id: string): InfluxSeriesRow | undefined {
    return this.byId.get(id);
  }

  rowFor(key: SeriesKey, source: InfluxSource): InfluxSeriesRow {
    const seen = this.byObject.get(key) ?? this.byId.get(seriesIdOf(key));
    if (seen !== undefined) {
      this.byObject.set(key, seen);
      return seen;
    }
    const row = { id: seriesIdOf(key), key, source };
    this.remember(row);
    this.unsaved.push(row);
    return row;
  }

  /** Writes series seen for the first time; before their points, so that no point is ever without its unit. */
  async save(): Promise<void> {
    if (this.unsaved.length === 0) return;
    const points = this.unsaved.map(({ id, key, source }) => ({
      measurement: SERIES,
      tags: { s: textHash(id).toString(16) + id.length.toString(16) },
      fields: { json: JSON.stringify(key), source },
      timestamp: nanosOf(1, textHash(id) % 900_000),
    }));
    await this.link.write(points);
    this.unsaved = [];
  }

  matching(match: SeriesMatch): readonly InfluxSeriesRow[] {
    return [...this.byId.values()].filter(({ key }) => seriesMatches(key, match));
  }

  private remember(row: InfluxSeriesRow): void {
    this.byId.set(row.id, row);
    this.byObject.set(row.key, row);
  }
}
