import { DAY_MS, HOUR_MS, type KwRecord } from '@kringwijzer/contract';
import type { IPoint } from 'influx';
import { FUTURE_MS, pointFault } from '../../core/point-fault.ts';
import { createPointsOf, isEventKind, SESSION_MAX_MS } from '../../core/points-of.ts';
import { hasSeq } from '../../core/seq-runs.ts';
import type { IngestBatch, IngestResult, Point, RejectReason, StoredEvent, WriteResult } from '../../ports/series-store.ts';
import { type InfluxDirty, markPoint } from './influx-dirty.ts';
import { eventPoint, isUnwritable, valuePoint } from './influx-lines.ts';
import type { InfluxLink } from './influx-link.ts';
import { RAW_POLICY } from './influx-options.ts';
import { type InfluxBoot, type InfluxReceived, joinSeqs, receivedPoint, type UnsyncedEvent } from './influx-received.ts';
import type { InfluxRegistry, InfluxSource } from './influx-registry.ts';

interface WriterParts {
  readonly link: InfluxLink;
  readonly registry: InfluxRegistry;
  readonly received: InfluxReceived;
  readonly dirty: InfluxDirty;
  readonly rawMs: number;
}

/** What one call writes, gathered before anything is sent. */
interface Outgoing {
  readonly marks: { readonly id: string; readonly hour: number }[];
  readonly values: IPoint[];
  readonly events: IPoint[];
  readonly boots: Map<InfluxBoot, number[]>;
  /** Events with an untrusted time as they will be when all of this is written. */
  readonly unsynced: Map<string, UnsyncedEvent>;
}

type Answer = { -readonly [K in keyof IngestResult]: IngestResult[K] extends readonly (infer T)[] ? T[] : IngestResult[K] };

/**
 * Writes in an order that a crash cannot harm: marks, then values and events, last what was received. InfluxDB has no
 * transactions; a batch that failed half-way comes again and overwrites itself.
 */
export class InfluxWriter {
  private readonly parts: WriterParts;
  private readonly pointsOf = createPointsOf();

  constructor(parts: WriterParts) {
    this.parts = parts;
  }

  async ingest(batches: readonly IngestBatch[], nowMs: number): Promise<readonly IngestResult[]> {
    const out = newOutgoing(this.parts.received.unsynced);
    const answers = batches.map((batch) => this.planBatch(batch, nowMs, out));
    const grown = [...out.boots].map(([row, seqs]) => ({ row, runs: joinSeqs(row.runs, seqs) }));
    await this.send(
      out,
      grown.map(({ row, runs }) => receivedPoint(row, runs)),
    );
    for (const { row, runs } of grown) row.runs = runs;
    this.parts.received.unsynced = out.unsynced;
    return answers;
  }

  async write(points: readonly Point[], nowMs: number): Promise<WriteResult> {
    const out = newOutgoing(new Map());
    const rejected: { index: number; reason: RejectReason }[] = [];
    points.forEach((point, index) => {
      const reason = this.fault(point, nowMs);
      if (reason === undefined) this.put(point, 'sample', out);
      else rejected.push({ index, reason });
    });
    await this.send(out, []);
    return { written: points.length - rejected.length, unchanged: 0, rejected };
  }

  /** Nothing before this is accepted: whole UTC days, as in the other store. */
  horizonAt(nowMs: number): number {
    return Math.floor((nowMs - this.parts.rawMs) / DAY_MS) * DAY_MS;
  }

  private async send({ marks, values, events }: Outgoing, received: readonly IPoint[]): Promise<void> {
    const { link, registry, dirty } = this.parts;
    try {
      await registry.save();
      await link.write(marks.map(({ id, hour }) => markPoint(id, hour, 1)));
    } catch (error) {
      // A mark that is only in memory would not survive a restart: the next attempt has to write it.
      for (const { id, hour } of marks) dirty.unmark(id, hour);
      throw error;
    }
    await link.write(values, RAW_POLICY);
    await link.write(events);
    await link.write(received);
  }

  private planBatch(batch: IngestBatch, nowMs: number, out: Outgoing): IngestResult {
    const { boot, seq0, clock, records } = batch.batch;
    const row = this.parts.received.rowFor(batch.site, batch.node, boot);
    const seqs = out.boots.get(row) ?? [];
    out.boots.set(row, seqs);
    const answer: Answer = { stored: 0, duplicates: 0, rejected: [], fresh: [], resolved: [] };
    records.forEach((record, index) => {
      const seq = seq0 + index;
      const trust = record.at > nowMs + FUTURE_MS ? 'unsynced' : clock;
      const id = `${batch.node}/${boot}/${seq}`;
      const event: StoredEvent = { id, site: batch.site, node: batch.node, boot, seq, clock: trust, receivedAt: batch.receivedAt, record };
      if (hasSeq(row.runs, seq) || seqs.includes(seq)) {
        answer.duplicates += 1;
        this.resolve(event, nowMs, answer, out);
        return;
      }
      const reason = this.take(event, nowMs, out);
      if (reason === undefined) {
        seqs.push(seq);
        answer.fresh.push(event);
        if (trust === 'unsynced') out.unsynced.set(id, { record: JSON.stringify(record), receivedAt: batch.receivedAt });
      } else answer.rejected.push({ seq, reason });
    });
    answer.stored = answer.fresh.length;
    return answer;
  }

  private take(event: StoredEvent, nowMs: number, out: Outgoing): RejectReason | undefined {
    const { record, clock } = event;
    const points = clock === 'unsynced' ? [] : this.plan(event, record, nowMs);
    if (typeof points === 'string') return points;
    const isEvent = isEventKind(record.kind);
    for (const point of points) this.put(point, isEvent ? 'event' : 'sample', out, isEvent ? event.id : undefined);
    if (isEvent || clock === 'unsynced') out.events.push(eventPoint(event));
    return undefined;
  }

  /** The record held with an untrusted time is overwritten as replaced; InfluxDB cannot move a point. */
  private resolve(event: StoredEvent, nowMs: number, answer: Answer, out: Outgoing): void {
    const held = out.unsynced.get(event.id);
    if (held === undefined || event.clock === 'unsynced') return;
    const resolved = { ...event, receivedAt: held.receivedAt };
    if (this.take(resolved, nowMs, out) !== undefined) return;
    out.unsynced.delete(event.id);
    const old = eventPoint({ ...event, record: JSON.parse(held.record) as KwRecord });
    if (!isEventKind(event.record.kind) || !isSamePlace(old, eventPoint(resolved))) {
      out.events.push({ ...old, fields: { ...old.fields, clock: 'replaced' } });
    }
    answer.resolved.push(resolved);
  }

  private plan({ site, node }: StoredEvent, record: KwRecord, nowMs: number): readonly Point[] | RejectReason {
    if (record.kind === 'session' && record.toAt - record.at > SESSION_MAX_MS) return 'type';
    const points = this.pointsOf(site, node, record);
    return !isEventKind(record.kind) && points.some(({ at }) => at < this.horizonAt(nowMs)) ? 'too_old' : points;
  }

  private put(point: Point, source: InfluxSource, out: Outgoing, eventId?: string): void {
    const row = this.parts.registry.rowFor(point.series, source);
    const hour = Math.floor(point.at / HOUR_MS);
    if (this.parts.dirty.mark(row.id, hour)) out.marks.push({ id: row.id, hour });
    out.values.push(valuePoint(point.series, point.at, point.value, eventId));
  }

  private fault(point: Point, nowMs: number): RejectReason | undefined {
    if (isUnwritable(point.series)) return 'type';
    const fault = pointFault(point, this.parts.registry.rowFor(point.series, 'sample'), nowMs);
    return fault ?? (point.at < this.horizonAt(nowMs) ? 'too_old' : undefined);
  }
}

const newOutgoing = (unsynced: ReadonlyMap<string, UnsyncedEvent>): Outgoing => ({
  marks: [],
  values: [],
  events: [],
  boots: new Map(),
  unsynced: new Map(unsynced),
});

/** True when one point would overwrite the other. */
const isSamePlace = (a: IPoint, b: IPoint): boolean =>
  a.timestamp === b.timestamp && a.tags?.kind === b.tags?.kind && a.tags?.device === b.tags?.device;
