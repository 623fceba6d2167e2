import { HOUR_MS } from '@kringwijzer/contract';
import type { Database, Statement } from 'better-sqlite3';

const SERIES_SPAN = 2 ** 20;

/** Hours whose raw data changed, marked in the very transaction that changed them: their rollup, or a mirror, has to follow. */
export class DirtyHours {
  private readonly marked = new Set<number>();
  private readonly versions = new Map<number, number>();
  private lastTouched = -1;
  private ticks = 0;
  private readonly insert: Statement<[number, number]>;
  private readonly remove: Statement<[number, number]>;
  private readonly inRange: Statement<[number, number], [number, number]>;

  /** `table` is a table of (hour, series). */
  constructor(db: Database, table: 'dirty' | 'unmirrored') {
    this.insert = db.prepare(`INSERT OR IGNORE INTO ${table}(hour, series) VALUES(?, ?)`);
    this.remove = db.prepare(`DELETE FROM ${table} WHERE hour = ? AND series = ?`);
    this.inRange = db
      .prepare<[number, number], [number, number]>(`SELECT hour, series FROM ${table} WHERE hour >= ? AND hour < ? ORDER BY hour, series`)
      .raw();
  }

  /** Call inside a transaction; costs a look-up in memory when the hour is marked already. */
  mark(series: number, at: number): void {
    const hour = Math.floor(at / HOUR_MS);
    if (hour !== this.lastTouched) {
      this.ticks += 1;
      this.versions.set(hour, this.ticks);
      this.lastTouched = hour;
    }
    const key = hour * SERIES_SPAN + series;
    if (this.marked.has(key)) return;
    this.insert.run(hour, series);
    this.marked.add(key);
  }

  clear(series: number, hour: number): void {
    this.remove.run(hour, series);
    this.marked.delete(hour * SERIES_SPAN + series);
  }

  /** Grows with each change of the hour's raw data: upkeep that read the hour before may see that it must read again. */
  versionOf(hour: number): number {
    this.lastTouched = -1;
    return this.versions.get(hour) ?? 0;
  }

  /** Marks with fromHour <= hour < toHour, as [hour, series]. */
  between(fromHour: number, toHour: number): readonly (readonly [number, number])[] {
    return this.inRange.all(fromHour, toHour);
  }
}
