import type { Database, Statement } from 'better-sqlite3';
import { seriesIdOf, seriesMatches } from '../../core/series-id.ts';
import type { SeriesKey, SeriesMatch } from '../../ports/series-store.ts';

/** Where the raw values of a series come from: points that a later one overwrites, or events that all count. */
export type SeriesSource = 'sample' | 'event';

/** A series as it is stored; the last three grow in memory with each point and are derived again at start. */
export interface SeriesRow {
  readonly id: number;
  readonly key: SeriesKey;
  readonly source: SeriesSource;
  /** Nothing before this is accepted any more: its raw data were given up by retention. */
  horizonAt: number;
  firstAt: number;
  lastAt: number;
  lastValue: number;
}

interface StoredRow {
  readonly id: number;
  readonly key: string;
  readonly measurement: string;
  readonly tags: string;
  readonly field: string;
  readonly unit: string;
  readonly kind: SeriesKey['kind'];
  readonly source: SeriesSource;
  readonly step_ms: number | null;
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly last_value: number | null;
  readonly horizon_at: number;
}

/** All series of the file, in memory: a site has tens to hundreds. */
export class SeriesTable {
  private readonly byText = new Map<string, SeriesRow>();
  private readonly byId = new Map<number, SeriesRow>();
  private byObject = new WeakMap<SeriesKey, SeriesRow>();
  private readonly insert: Statement<[string, string, string, string, string, string, string, number | null]>;

  constructor(db: Database) {
    this.insert = db.prepare(
      'INSERT INTO series(key, measurement, tags, field, unit, kind, source, step_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const row of db.prepare<[], StoredRow>('SELECT * FROM series ORDER BY id').all()) this.remember(row.key, rowOf(row));
    this.applyUnsealed(db);
  }

  get(id: number): SeriesRow | undefined {
    return this.byId.get(id);
  }

  /** The row of a series, made on first sight. Call inside a transaction. */
  rowFor(key: SeriesKey, source: SeriesSource): SeriesRow {
    const seen = this.byObject.get(key);
    if (seen !== undefined) return seen;
    const text = seriesIdOf(key);
    let row = this.byText.get(text);
    if (row === undefined) {
      const { measurement, tags, field, unit, kind, stepMs } = key;
      const { lastInsertRowid } = this.insert.run(text, measurement, JSON.stringify(tags), field, unit, kind, source, stepMs ?? null);
      row = { id: Number(lastInsertRowid), key, source, horizonAt: 0, firstAt: Infinity, lastAt: -Infinity, lastValue: 0 };
      this.remember(text, row);
    }
    this.byObject.set(key, row);
    return row;
  }

  matching(match: SeriesMatch): readonly SeriesRow[] {
    return [...this.byId.values()].filter((row) => row.firstAt !== Infinity && seriesMatches(row.key, match));
  }

  /** Learns first and last of event series again after values of theirs were taken away. */
  refreshEvents(db: Database, ids: ReadonlySet<number>): void {
    const edge = (order: 'ASC' | 'DESC') =>
      db
        .prepare<[number], [number, number]>(
          `SELECT at, value FROM event_value WHERE series = ? ORDER BY at ${order}, event ${order} LIMIT 1`,
        )
        .raw();
    for (const id of ids) {
      const row = this.byId.get(id);
      if (row === undefined) continue;
      row.firstAt = edge('ASC').get(id)?.[0] ?? Infinity;
      [row.lastAt, row.lastValue] = edge('DESC').get(id) ?? [-Infinity, 0];
    }
  }

  all(): Iterable<SeriesRow> {
    return this.byId.values();
  }

  private remember(text: string, row: SeriesRow): void {
    this.byText.set(text, row);
    this.byId.set(row.id, row);
  }

  /** First and last times are written when days are sealed; what came after them is still in the hot rows. */
  private applyUnsealed(db: Database): void {
    for (const table of ['sample', 'event_value']) {
      const rows = db.prepare<[], [number, number, number]>(`SELECT series, min(at), max(at) FROM ${table} GROUP BY series`).raw().all();
      const valueAt = db.prepare<[number, number], number>(`SELECT value FROM ${table} WHERE series = ? AND at = ?`).pluck();
      for (const [id, firstAt, lastAt] of rows) {
        const row = this.byId.get(id);
        if (row === undefined) continue;
        row.firstAt = Math.min(row.firstAt, firstAt);
        if (lastAt < row.lastAt) continue;
        row.lastAt = lastAt;
        row.lastValue = valueAt.get(id, lastAt) ?? row.lastValue;
      }
    }
  }
}

function rowOf(row: StoredRow): SeriesRow {
  const { measurement, field, unit, kind } = row;
  const tags = JSON.parse(row.tags) as Readonly<Record<string, string>>;
  return {
    id: row.id,
    key: { measurement, tags, field, unit, kind, ...(row.step_ms === null ? {} : { stepMs: row.step_ms }) },
    source: row.source,
    horizonAt: row.horizon_at,
    firstAt: row.first_at ?? Infinity,
    lastAt: row.last_at ?? -Infinity,
    lastValue: row.last_value ?? 0,
  };
}

/** Lets the row know of a value at a time, for `latest` and `series`. */
export function noteValue(row: SeriesRow, at: number, value: number): void {
  if (at < row.firstAt) row.firstAt = at;
  if (at < row.lastAt) return;
  row.lastAt = at;
  row.lastValue = value;
}
