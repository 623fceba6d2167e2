import { crc32 } from 'node:zlib';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@kringwijzer/contract';
import { type Column, EMPTY_COLUMN } from '../../core/column.ts';
import { hourRollup } from '../../core/hour-rollups.ts';
import { firstAtOrAfter, overlay } from '../../core/overlay.ts';
import { decodeRollupDay, EMPTY_ROLLUP_DAY, encodeRollupDay } from '../../core/rollup-day.ts';
import type { Connection, ConnectionKeeper } from './connection.ts';
import { readHot } from './hot-rows.ts';
import { Pacer } from './pacer.ts';
import { chunkId, packDay } from './raw-reader.ts';
import type { SeriesRow } from './series-table.ts';

const HOURS_PER_DAY = DAY_MS / HOUR_MS;
/** Hot rows are deleted in pieces of this length, so that one transaction stays short. */
const DELETE_STEP_MS = 10 * MINUTE_MS;

/** Empty pages of 4 KiB that are kept: 2 MB. */
const RESERVE_PAGES = 500;

export interface MaintenanceOptions {
  readonly sealAfterMs: number;
  readonly sliceMs: number;
  readonly signal: AbortSignal;
}

/** One UTC day in work: its hot rows as they were read, its dirty hours, and how far it may be sealed. */
interface DayWork {
  readonly day: number;
  readonly hot: ReadonlyMap<number, Column>;
  readonly dirty: ReadonlyMap<number, readonly number[]>;
  readonly sealBefore: number;
  /** False when the hour changed after it was read: it keeps its mark and its rows until the next time. */
  readonly isAsRead: (hour: number) => boolean;
}

/**
 * Recomputes the rollups of dirty hours that have ended and packs old hot rows into day chunks. Each step is a short
 * transaction; a crash between two leaves marks and hot rows that say what is left to do.
 */
export class Maintenance {
  private readonly keeper: ConnectionKeeper;
  private readonly options: MaintenanceOptions;

  constructor(keeper: ConnectionKeeper, options: MaintenanceOptions) {
    this.keeper = keeper;
    this.options = options;
  }

  async run(nowMs: number): Promise<void> {
    const thisHour = Math.floor(nowMs / HOUR_MS);
    const sealBefore = Math.floor((nowMs - this.options.sealAfterMs) / HOUR_MS) * HOUR_MS;
    for (const day of this.daysToDo(thisHour, sealBefore)) {
      if (this.options.signal.aborted) return;
      await this.runDay(day, thisHour, sealBefore);
    }
    await this.giveBackPages();
  }

  /** After a large import the file is mostly empty pages; a reserve of them stays for the days to come. */
  private async giveBackPages(): Promise<void> {
    const pacer = new Pacer(this.options.sliceMs);
    for (let free = this.freePages(); free > RESERVE_PAGES && !this.options.signal.aborted; ) {
      this.keeper.transact(({ db }) => db.exec('PRAGMA incremental_vacuum(100)'));
      await pacer.rest();
      const left = this.freePages();
      if (left >= free) return;
      free = left;
    }
  }

  private freePages(): number {
    return this.keeper.read(({ db }) => Number(db.pragma('freelist_count', { simple: true })));
  }

  private daysToDo(thisHour: number, sealBefore: number): readonly number[] {
    return this.keeper.read(({ db, dirty }) => {
      const days = new Set(dirty.between(0, thisHour).map(([hour]) => Math.floor(hour / HOURS_PER_DAY)));
      const next = db.prepare<[number, number], number | null>('SELECT min(at) FROM sample WHERE at >= ? AND at < ?').pluck();
      for (let at = next.get(0, sealBefore); typeof at === 'number'; ) {
        const day = Math.floor(at / DAY_MS);
        days.add(day);
        at = next.get((day + 1) * DAY_MS, sealBefore);
      }
      return [...days].sort((a, b) => a - b);
    });
  }

  private async runDay(day: number, thisHour: number, sealBefore: number): Promise<void> {
    const connection = this.keeper.use();
    const fromHour = day * HOURS_PER_DAY;
    const endHour = Math.min(fromHour + HOURS_PER_DAY, thisHour);
    const versions = new Map<number, number>();
    for (let hour = fromHour; hour < endHour; hour += 1) versions.set(hour, connection.dirty.versionOf(hour));
    const hot = await readHot(connection.db, { from: fromHour * HOUR_MS, to: endHour * HOUR_MS }, this.options.sliceMs);
    const dirty = new Map<number, number[]>();
    for (const [hour, series] of this.keeper.use().dirty.between(fromHour, endHour)) {
      const hours = dirty.get(series) ?? [];
      hours.push(hour);
      dirty.set(series, hours);
    }
    const isAsRead = (hour: number): boolean => this.keeper.use().dirty.versionOf(hour) === versions.get(hour);
    const work: DayWork = { day, hot, dirty, sealBefore, isAsRead };
    await this.settle(work, [...new Set([...hot.keys(), ...dirty.keys()])]);
    await this.deleteSealed(work, Math.min(endHour * HOUR_MS, sealBefore));
  }

  private async settle(work: DayWork, seriesIds: readonly number[]): Promise<void> {
    const pacer = new Pacer(this.options.sliceMs);
    for (let next = 0; next < seriesIds.length && !this.options.signal.aborted; ) {
      this.keeper.transact((connection) => {
        const settler = new Settler(connection);
        do {
          const row = connection.series.get(seriesIds[next] ?? 0);
          if (row !== undefined) settler.settle(row, work);
          next += 1;
        } while (next < seriesIds.length && !pacer.isDue);
      });
      await pacer.rest();
    }
  }

  private async deleteSealed(work: DayWork, before: number): Promise<void> {
    if (this.options.signal.aborted || work.hot.size === 0) return;
    const pacer = new Pacer(this.options.sliceMs);
    const steps: number[] = [];
    for (let from = work.day * DAY_MS; from < before; from += DELETE_STEP_MS) steps.push(from);
    for (let next = 0; next < steps.length; ) {
      this.keeper.transact(({ db }) => {
        const remove = db.prepare<[number, number]>('DELETE FROM sample WHERE at >= ? AND at < ?');
        do {
          const from = steps[next] ?? before;
          if (work.isAsRead(Math.floor(from / HOUR_MS))) remove.run(from, from + DELETE_STEP_MS);
          next += 1;
        } while (next < steps.length && !pacer.isDue);
      });
      await pacer.rest();
    }
  }
}

/** The writes of one slice; lives inside one transaction. */
class Settler {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  settle(row: SeriesRow, work: DayWork): void {
    const hot = work.hot.get(row.id) ?? EMPTY_COLUMN;
    const sealed = row.source === 'event' ? EMPTY_COLUMN : this.connection.reader.sealed(row.id, work.day);
    const column = row.source === 'event' ? this.connection.reader.day(row, work.day) : overlay(sealed, hot);
    this.recompute(row, work, column);
    const toSeal = firstAtOrAfter(hot.at, work.sealBefore);
    if (toSeal === 0) return;
    this.seal(row, work.day, overlay(sealed, { at: hot.at.subarray(0, toSeal), value: hot.value.subarray(0, toSeal) }));
  }

  /** An hour before the horizon has lost its raw data: its rollup is all there is, and stays. */
  private recompute(row: SeriesRow, work: DayWork, column: Column): void {
    const { upkeep, dirty } = this.connection;
    const hours = (work.dirty.get(row.id) ?? []).filter((hour) => row.source === 'event' || work.isAsRead(hour));
    if (hours.length === 0) return;
    const id = chunkId(row.id, work.day);
    const held = upkeep.rollups.get(id);
    const day = [...(held === undefined ? EMPTY_ROLLUP_DAY : decodeRollupDay(held))];
    for (const hour of hours) {
      if (hour * HOUR_MS >= row.horizonAt) day[hour % HOURS_PER_DAY] = hourRollup(column, hour);
      dirty.clear(row.id, hour);
    }
    if (day.some((rollup) => rollup !== undefined)) upkeep.upsertRollups.run(id, encodeRollupDay(day));
    else upkeep.deleteRollups.run(id);
  }

  private seal(row: SeriesRow, day: number, column: Column): void {
    const data = packDay(column, day);
    this.connection.upkeep.upsertChunk.run(chunkId(row.id, day), column.at.length, crc32(data), data);
    this.connection.upkeep.updateSeries.run(row.firstAt, row.lastAt, row.lastValue, row.id);
  }
}
