import { HOUR_MS, KwError, type KwRecord } from '@kringwijzer/contract';
import { type Calendar, createCalendar } from '../../core/calendar.ts';
import { createDecimator } from '../../core/decimate.ts';
import { checkSpan, QUERY_LIMITS, tooLarge } from '../../core/query-limits.ts';
import type {
  AggregateQuery,
  Bucket,
  EventQuery,
  IngestBatch,
  IngestResult,
  Point,
  RangeQuery,
  Received,
  Sample,
  SeriesInfo,
  SeriesMatch,
  SeriesStore,
  StoreAdmin,
  StoredEvent,
  WriteResult,
} from '../../ports/series-store.ts';
import { InfluxAggregator } from './influx-aggregator.ts';
import { InfluxDirty } from './influx-dirty.ts';
import { EVENT } from './influx-lines.ts';
import { InfluxLink, msOf, quoteName, quoteText } from './influx-link.ts';
import { rollUpDirtyHours } from './influx-maintenance.ts';
import { type InfluxOptions, KEPT_POLICY } from './influx-options.ts';
import { fromOf, readRaw, whereOf } from './influx-reader.ts';
import { InfluxReceived } from './influx-received.ts';
import { InfluxRegistry, type InfluxSeriesRow } from './influx-registry.ts';
import { InfluxWriter } from './influx-writer.ts';

/**
 * Opens the store over a server that speaks the InfluxDB 1.x API; the database and its policies must be there (see
 * `setUpInflux`). One hub writes to a database. Throws KW_STORE_UNAVAILABLE when no server answers or the rights are wrong.
 */
export async function createInfluxStore(options: InfluxOptions): Promise<InfluxStore> {
  const store = new InfluxStore(options);
  await store.load();
  return store;
}

/** Makes the database and its retention policies; needs an administrator on a 1.x server. Others are set up by their own tools. */
export async function setUpInflux(options: InfluxOptions, rawDuration: string): Promise<void> {
  await new InfluxLink(options).setUp(rawDuration);
}

/** The hub's memory in InfluxDB; docs/store.md tells its layout. */
export class InfluxStore implements SeriesStore {
  readonly admin: StoreAdmin;
  private readonly nowMs: () => number;
  private readonly link: InfluxLink;
  private readonly registry: InfluxRegistry;
  private readonly known: InfluxReceived;
  private readonly dirty: InfluxDirty;
  private readonly writer: InfluxWriter;
  private readonly calendars = new Map<string, Calendar>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: InfluxOptions) {
    this.nowMs = options.nowMs;
    this.link = new InfluxLink(options);
    this.registry = new InfluxRegistry(this.link);
    this.known = new InfluxReceived(this.link);
    this.dirty = new InfluxDirty(this.link);
    this.writer = new InfluxWriter({
      link: this.link,
      registry: this.registry,
      received: this.known,
      dirty: this.dirty,
      rawMs: options.rawMs,
    });
    this.admin = {
      health: () => this.health(),
      maintain: () => this.inTurn(() => this.maintain()),
      applyRetention: () => this.inTurn(() => this.maintain()),
      backup: async () => {
        throw new KwError('KW_STORE_UNAVAILABLE', { reason: 'an InfluxDB server is backed up by its own tool, influxd backup -portable' });
      },
      close: async () => {
        await this.queue.catch(() => undefined);
      },
    };
  }

  async load(): Promise<void> {
    await this.registry.load();
    await this.known.load();
    await this.dirty.load();
  }

  ingest(batches: readonly IngestBatch[]): Promise<readonly IngestResult[]> {
    return this.inTurn(() => this.writer.ingest(batches, this.nowMs()));
  }

  write(points: readonly Point[]): Promise<WriteResult> {
    return this.inTurn(() => this.writer.write(points, this.nowMs()));
  }

  async aggregate(query: AggregateQuery): Promise<readonly Bucket[]> {
    const nowMs = this.nowMs();
    const aggregator = new InfluxAggregator(this.link, this.dirty);
    const rows = this.registry.matching(query.match);
    return aggregator.aggregate(rows, {
      query,
      calendar: () => this.calendarOf(query.timeZone),
      nowMs,
      horizonAt: this.writer.horizonAt(nowMs),
    });
  }

  async *range(query: RangeQuery): AsyncGenerator<Sample> {
    checkSpan(query);
    const rows = this.registry.matching(query.match);
    tooLarge(rows.length, QUERY_LIMITS.series);
    let left = query.limit ?? Infinity;
    for (const row of rows) {
      const samples = query.maxPoints === undefined ? this.raw(row, query) : this.thinned(row, query, query.maxPoints);
      for await (const sample of samples) {
        if (left <= 0) return;
        left -= 1;
        yield sample;
      }
    }
  }

  async latest(match: SeriesMatch): Promise<readonly Sample[]> {
    const found = await Promise.all(this.registry.matching(match).map((row) => this.edge(row, 'DESC')));
    return found.filter((sample) => sample !== undefined);
  }

  async series(match: SeriesMatch = {}): Promise<readonly SeriesInfo[]> {
    const found = await Promise.all(
      this.registry.matching(match).map(async (row) => {
        const [first, last] = [await this.edge(row, 'ASC'), await this.edge(row, 'DESC')];
        return first === undefined || last === undefined ? [] : [{ series: row.key, firstAt: first.at, lastAt: last.at }];
      }),
    );
    return found.flat();
  }

  async events(query: EventQuery): Promise<readonly StoredEvent[]> {
    const order = query.order === 'desc' ? 'DESC' : 'ASC';
    const q = `SELECT id, site, boot, seq, clock, received_at, record FROM ${quoteName(KEPT_POLICY)}.${quoteName(EVENT)} WHERE ${eventWhere(query)} ORDER BY time ${order} LIMIT ${query.limit ?? 100_000}`;
    return (await this.link.query(q)).flatMap(({ rows }) =>
      rows.map(({ id, site, boot, seq, clock, received_at, record }) => ({
        id: String(id),
        site: String(site),
        node: String(id).split('/')[0] ?? '',
        boot: String(boot),
        seq: Number(seq),
        clock: clock === 'synced' || clock === 'restamped' ? clock : 'unsynced',
        receivedAt: Number(received_at),
        record: JSON.parse(String(record)) as KwRecord,
      })),
    );
  }

  async received(node?: string): Promise<readonly Received[]> {
    return this.known.received(node);
  }

  private async *raw(row: InfluxSeriesRow, query: RangeQuery): AsyncGenerator<Sample> {
    for await (const { at, value } of readRaw(this.link, row.key, query)) {
      for (let i = 0; i < at.length; i += 1) yield { series: row.key, at: at[i] ?? 0, value: value[i] ?? 0 };
    }
  }

  private async *thinned(row: InfluxSeriesRow, query: RangeQuery, maxPoints: number): AsyncGenerator<Sample> {
    const [first, last] = [await this.edge(row, 'ASC'), await this.edge(row, 'DESC')];
    if (first === undefined || last === undefined) return;
    const from = Math.max(query.from, first.at);
    const to = Math.min(query.to, last.at + 1);
    if (from >= to) return;
    const decimator = createDecimator(from, to, Math.max(2, maxPoints));
    for await (const { at, value } of this.raw(row, { ...query, from, to })) decimator.add({ at, value });
    for (const point of decimator.done()) yield { series: row.key, ...point };
  }

  private async edge({ key }: InfluxSeriesRow, order: 'ASC' | 'DESC'): Promise<Sample | undefined> {
    const where = whereOf(key, { from: 0, to: this.nowMs() + 48 * HOUR_MS });
    const [found] = await this.link.query(
      `SELECT ${quoteName(key.field)} AS v FROM ${fromOf(key)} WHERE ${where} ORDER BY time ${order} LIMIT 1`,
    );
    const row = found?.rows[0];
    return row === undefined ? undefined : { series: key, at: msOf(row.time ?? null), value: Number(row.v) };
  }

  private async maintain(): Promise<void> {
    const nowMs = this.nowMs();
    await rollUpDirtyHours(
      { link: this.link, registry: this.registry, dirty: this.dirty },
      Math.floor(nowMs / HOUR_MS),
      this.writer.horizonAt(nowMs),
    );
  }

  private async health(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    try {
      await this.link.query('SHOW MEASUREMENTS LIMIT 1');
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Writes and upkeep one after the other: an hour is never rolled up while points come into it. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.queue.then(work, work);
    this.queue = next.catch(() => undefined);
    return next;
  }

  private calendarOf(timeZone: string): Calendar {
    const calendar = this.calendars.get(timeZone) ?? createCalendar(timeZone);
    this.calendars.set(timeZone, calendar);
    return calendar;
  }
}

function eventWhere({ kinds, node, device, trustedTimeOnly, untrustedTimeOnly, from, to }: EventQuery): string {
  const wheres = [`clock <> 'replaced'`];
  if (kinds !== undefined) wheres.push(`(${kinds.map((kind) => `kind = ${quoteText(kind)}`).join(' OR ')})`);
  if (node !== undefined) wheres.push(`node = ${quoteText(node)}`);
  if (device !== undefined) wheres.push(`device = ${quoteText(device)}`);
  if (trustedTimeOnly === true) wheres.push(`clock <> 'unsynced'`);
  if (untrustedTimeOnly === true) wheres.push(`clock = 'unsynced'`);
  if (from !== undefined) wheres.push(`time >= ${from}ms`);
  if (to !== undefined) wheres.push(`time < ${to}ms`);
  return wheres.join(' AND ');
}
