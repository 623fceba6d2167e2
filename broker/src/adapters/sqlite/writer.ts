import { crc32 } from 'node:zlib';
import { DAY_MS, type KwRecord } from '@kringwijzer/contract';
import type { Database, Statement } from 'better-sqlite3';
import { FUTURE_MS, pointFault } from '../../core/point-fault.ts';
import { createPointsOf, isEventKind, SESSION_MAX_MS } from '../../core/points-of.ts';
import { hasSeq } from '../../core/seq-runs.ts';
import type { IngestBatch, IngestResult, Point, RejectReason, StoredEvent, WriteResult } from '../../ports/series-store.ts';
import type { BootRow, BootTable } from './boot-table.ts';
import type { DirtyHours } from './dirty-hours.ts';
import { noteValue, type SeriesRow, type SeriesTable } from './series-table.ts';
import type { Retention } from './store-options.ts';

/** What the writer works on; all of one connection. */
export interface WriterParts {
  readonly db: Database;
  readonly series: SeriesTable;
  readonly boots: BootTable;
  readonly dirty: DirtyHours;
  /** What a mirror has still to be told, when there is one. */
  readonly unmirrored: DirtyHours | undefined;
  readonly retention: Retention;
}

type Answer = { -readonly [K in keyof IngestResult]: IngestResult[K] extends readonly (infer T)[] ? T[] : IngestResult[K] };

/** Writes records and points; each method must run inside one transaction of the caller. */
export class Writer {
  private readonly parts: WriterParts;
  private readonly pointsOf = createPointsOf();
  private readonly upsertSample: Statement<[number, number, number]>;
  private readonly insertEvent: Statement<[number, number, number, string, string, string, number, string, number]>;
  private readonly insertValue: Statement<[number, number, number, number]>;
  private readonly findUnsynced: Statement<[number, number], { id: number; received_at: number }>;
  private readonly deleteEvent: Statement<[number]>;

  constructor(parts: WriterParts) {
    this.parts = parts;
    const { db } = parts;
    this.upsertSample = db.prepare(
      `INSERT INTO sample(at, series, value) VALUES(?, ?, ?)
       ON CONFLICT(at, series) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value`,
    );
    this.insertEvent = db.prepare(
      'INSERT INTO event(boot, seq, at, kind, device, clock, received_at, record, crc) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.insertValue = db.prepare(
      `INSERT INTO event_value(series, at, event, value) VALUES(?, ?, ?, ?)
       ON CONFLICT(series, at, event) DO UPDATE SET value = value + excluded.value`,
    );
    this.findUnsynced = db.prepare("SELECT id, received_at FROM event WHERE boot = ? AND seq = ? AND clock = 'unsynced'");
    this.deleteEvent = db.prepare('DELETE FROM event WHERE id = ?');
  }

  ingestBatch(batch: IngestBatch, nowMs: number): IngestResult {
    const answer: Answer = { stored: 0, duplicates: 0, rejected: [], fresh: [], resolved: [] };
    const { boot, seq0, records } = batch.batch;
    const row = this.parts.boots.rowFor(batch.site, batch.node, boot);
    const runsBefore = row.runs;
    let runStart = -1;
    records.forEach((record, index) => {
      const seq = seq0 + index;
      const isNew = !hasSeq(runsBefore, seq) && this.take({ batch, row, seq, record, nowMs }, answer);
      if (hasSeq(runsBefore, seq)) this.seenBefore({ batch, row, seq, record, nowMs }, answer);
      if (isNew && runStart < 0) runStart = seq;
      if (isNew || runStart < 0) return;
      this.parts.boots.add(row, { from: runStart, to: seq - 1 });
      runStart = -1;
    });
    if (runStart >= 0) this.parts.boots.add(row, { from: runStart, to: seq0 + records.length - 1 });
    answer.stored = answer.fresh.length;
    return answer;
  }

  write(points: readonly Point[], nowMs: number): WriteResult {
    let written = 0;
    const rejected: { index: number; reason: RejectReason }[] = [];
    points.forEach((point, index) => {
      const row = this.parts.series.rowFor(point.series, 'sample');
      const reason = pointFault(point, row, nowMs) ?? (point.at < this.horizonOf(row, nowMs) ? 'too_old' : undefined);
      if (reason !== undefined) rejected.push({ index, reason });
      else if (this.putSample(row, point.at, point.value)) written += 1;
    });
    return { written, unchanged: points.length - written - rejected.length, rejected };
  }

  /** First moment at which points of the series are still accepted; whole UTC days, so no hour is ever half deleted. */
  horizonOf(row: SeriesRow, nowMs: number): number {
    const named = this.parts.retention.byMeasurement?.[row.key.measurement];
    const keptMs = named ?? (row.source === 'event' ? Infinity : this.parts.retention.rawMs);
    if (keptMs === Infinity) return row.horizonAt;
    return Math.max(row.horizonAt, Math.floor((nowMs - keptMs) / DAY_MS) * DAY_MS);
  }

  /** Puts the values of an event in its series and marks their hours. */
  putValues(event: number, points: readonly Point[]): void {
    for (const point of points) {
      const row = this.parts.series.rowFor(point.series, 'event');
      this.insertValue.run(row.id, point.at, event, point.value);
      this.markChanged(row.id, point.at);
      noteValue(row, point.at, point.value);
    }
  }

  /** Marks an hour whose raw values changed. */
  markChanged(series: number, at: number): void {
    this.parts.dirty.mark(series, at);
    this.parts.unmirrored?.mark(series, at);
  }

  private take(one: Incoming, answer: Answer): boolean {
    const { batch, row, seq, record, nowMs } = one;
    const clock = record.at > nowMs + FUTURE_MS ? 'unsynced' : batch.batch.clock;
    const planned = clock === 'unsynced' ? [] : this.plan(batch, record, nowMs);
    if (typeof planned === 'string') {
      answer.rejected.push({ seq, reason: planned });
      return false;
    }
    const event = storedEventOf(one, clock, batch.receivedAt);
    this.put(event, row, planned);
    answer.fresh.push(event);
    return true;
  }

  private put(event: StoredEvent, row: BootRow, points: readonly Point[]): void {
    const { record, clock, seq, receivedAt } = event;
    if (clock !== 'unsynced' && !isEventKind(record.kind)) {
      for (const point of points) this.putSample(this.parts.series.rowFor(point.series, 'sample'), point.at, point.value);
      return;
    }
    const text = JSON.stringify(record);
    const inserted = this.insertEvent.run(row.id, seq, record.at, record.kind, record.device, clock, receivedAt, text, crc32(text));
    this.putValues(Number(inserted.lastInsertRowid), points);
  }

  /** A record stored with an untrusted time that comes again with a trusted one takes its place. */
  private seenBefore(one: Incoming, answer: Answer): void {
    const { batch, row, seq, record, nowMs } = one;
    answer.duplicates += 1;
    if (batch.batch.clock === 'unsynced' || record.at > nowMs + FUTURE_MS) return;
    const held = this.findUnsynced.get(row.id, seq);
    if (held === undefined) return;
    const planned = this.plan(batch, record, nowMs);
    if (typeof planned === 'string') return;
    this.deleteEvent.run(held.id);
    const event = storedEventOf(one, batch.batch.clock, held.received_at);
    this.put(event, row, planned);
    answer.resolved.push(event);
  }

  /** The points of a record, or why it can never be stored. */
  private plan(batch: IngestBatch, record: KwRecord, nowMs: number): readonly Point[] | RejectReason {
    if (record.kind === 'session' && record.toAt - record.at > SESSION_MAX_MS) return 'type';
    const points = this.pointsOf(batch.site, batch.node, record);
    const source = isEventKind(record.kind) ? 'event' : 'sample';
    const tooOld = points.some((point) => point.at < this.horizonOf(this.parts.series.rowFor(point.series, source), nowMs));
    return tooOld ? 'too_old' : points;
  }

  private putSample(row: SeriesRow, at: number, value: number): boolean {
    const { changes } = this.upsertSample.run(at, row.id, value);
    noteValue(row, at, value);
    if (changes === 0) return false;
    this.markChanged(row.id, at);
    return true;
  }
}

interface Incoming {
  readonly batch: IngestBatch;
  readonly row: BootRow;
  readonly seq: number;
  readonly record: KwRecord;
  readonly nowMs: number;
}

const storedEventOf = ({ batch, seq, record }: Incoming, clock: StoredEvent['clock'], receivedAt: number): StoredEvent => ({
  id: `${batch.node}/${batch.batch.boot}/${seq}`,
  site: batch.site,
  node: batch.node,
  boot: batch.batch.boot,
  seq,
  clock,
  receivedAt,
  record,
});
