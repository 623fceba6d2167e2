import { KwError } from '@kringwijzer/contract';
import type {
  Aggregate,
  AggregateQuery,
  Bucket,
  EventQuery,
  IngestBatch,
  IngestResult,
  Point,
  RangeQuery,
  Received,
  RejectReason,
  Sample,
  SeriesInfo,
  SeriesKey,
  SeriesMatch,
  SeriesStore,
  StoreAdmin,
  StoredEvent,
  WriteResult,
} from '../../../broker/src/ports/series-store.ts';
import { modelBuckets } from './model-buckets.ts';
import { modelPoints } from './model-points.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

interface Value {
  readonly at: number;
  readonly value: number;
}

interface Held {
  readonly key: SeriesKey;
  readonly samples: Map<number, number>;
  readonly events: Map<string, Value>;
}

export interface ModelOptions {
  readonly nowMs: () => number;
  readonly keepRawMs: number;
}

/** The store as one would write it in an afternoon: everything in maps, everything recounted at each question. */
export class ModelStore implements SeriesStore {
  readonly admin: StoreAdmin;
  private readonly held = new Map<string, Held>();
  private readonly stored = new Map<string, StoredEvent>();
  private readonly seen = new Map<string, Set<number>>();
  private readonly options: ModelOptions;

  constructor(options: ModelOptions) {
    this.options = options;
    const nothing = async (): Promise<void> => undefined;
    this.admin = { health: async () => ({ ok: true }), maintain: nothing, applyRetention: nothing, backup: nothing, close: nothing };
  }

  async ingest(batches: readonly IngestBatch[]): Promise<readonly IngestResult[]> {
    return batches.map((batch) => this.ingestOne(batch));
  }

  async write(points: readonly Point[]): Promise<WriteResult> {
    let written = 0;
    const rejected: { index: number; reason: RejectReason }[] = [];
    points.forEach((point, index) => {
      const reason = this.refusal(point);
      const held = this.holder(point.series);
      if (reason !== undefined) rejected.push({ index, reason });
      else if (held.samples.get(point.at) !== point.value) {
        held.samples.set(point.at, point.value);
        written += 1;
      }
    });
    return { written, unchanged: points.length - written - rejected.length, rejected };
  }

  async aggregate(query: AggregateQuery): Promise<readonly Bucket[]> {
    if (!Intl.supportedValuesOf('timeZone').includes(query.timeZone) && query.timeZone !== 'Asia/Kolkata') {
      throw new KwError('KW_QUERY_INVALID', { reason: 'zone' });
    }
    const buckets = modelBuckets(query);
    return this.matching(query.match).flatMap((held) =>
      buckets.map(({ start, end, pieces }) => {
        const values = pieces.flatMap((piece) => valuesIn(held, piece));
        const pastMs = pieces.reduce((sum, piece) => sum + Math.max(0, Math.min(piece.to, this.options.nowMs()) - piece.from), 0);
        const { stepMs } = held.key;
        const completeness =
          stepMs === undefined || pastMs < stepMs ? {} : { completeness: Math.min(1, values.length / Math.floor(pastMs / stepMs)) };
        return { series: held.key, start, end, n: values.length, values: pickValues(query.fn, values), ...completeness };
      }),
    );
  }

  async *range({ match, from, to, limit = Infinity }: RangeQuery): AsyncGenerator<Sample> {
    const found = this.matching(match).flatMap((held) =>
      sorted(held)
        .filter(({ at }) => at >= from && at < to)
        .map((v) => ({ series: held.key, ...v })),
    );
    yield* found.slice(0, limit);
  }

  async latest(match: SeriesMatch): Promise<readonly Sample[]> {
    return this.matching(match).flatMap((held) =>
      sorted(held)
        .slice(-1)
        .map((v) => ({ series: held.key, ...v })),
    );
  }

  async series(match: SeriesMatch = {}): Promise<readonly SeriesInfo[]> {
    return this.matching(match).map((held) => {
      const times = sorted(held).map(({ at }) => at);
      return { series: held.key, firstAt: times[0] ?? 0, lastAt: times.at(-1) ?? 0 };
    });
  }

  async events({
    kinds,
    node,
    device,
    trustedTimeOnly,
    untrustedTimeOnly,
    from = -Infinity,
    to = Infinity,
    order,
    limit,
  }: EventQuery): Promise<readonly StoredEvent[]> {
    const found = [...this.stored.values()]
      .filter(({ record }) => kinds === undefined || kinds.includes(record.kind))
      .filter((event) => (node === undefined || event.node === node) && (device === undefined || event.record.device === device))
      .filter(({ clock }) => (trustedTimeOnly !== true || clock !== 'unsynced') && (untrustedTimeOnly !== true || clock === 'unsynced'))
      .filter(({ record }) => record.at >= from && record.at < to)
      .sort((a, b) => a.record.at - b.record.at);
    return (order === 'desc' ? found.toReversed() : found).slice(0, limit);
  }

  async received(node?: string): Promise<readonly Received[]> {
    return [...this.seen].flatMap(([name, seqs]) => {
      const [, owner = '', boot = ''] = name.split('/');
      const runs: { from: number; to: number }[] = [];
      for (const seq of [...seqs].sort((a, b) => a - b)) {
        const last = runs.at(-1);
        if (last !== undefined && last.to === seq - 1) last.to = seq;
        else runs.push({ from: seq, to: seq });
      }
      return node === undefined || owner === node ? [{ node: owner, boot, runs }] : [];
    });
  }

  private ingestOne(batch: IngestBatch): IngestResult {
    const { boot, seq0, clock, records } = batch.batch;
    const seen = this.seen.get(`${batch.site}/${batch.node}/${boot}`) ?? new Set<number>();
    this.seen.set(`${batch.site}/${batch.node}/${boot}`, seen);
    const answer = { duplicates: 0, fresh: [] as StoredEvent[], resolved: [] as StoredEvent[] };
    records.forEach((record, index) => {
      const seq = seq0 + index;
      const id = `${batch.node}/${boot}/${seq}`;
      const trust = record.at > this.options.nowMs() + DAY ? 'unsynced' : clock;
      const event: StoredEvent = { id, site: batch.site, node: batch.node, boot, seq, clock: trust, receivedAt: batch.receivedAt, record };
      const before = this.stored.get(id);
      if (!seen.has(seq)) this.put(event, answer.fresh);
      else {
        answer.duplicates += 1;
        if (before?.clock === 'unsynced' && trust !== 'unsynced') this.put({ ...event, receivedAt: before.receivedAt }, answer.resolved);
      }
      seen.add(seq);
    });
    return { ...answer, stored: answer.fresh.length, rejected: [] };
  }

  private put(event: StoredEvent, answer: StoredEvent[]): void {
    answer.push(event);
    this.stored.delete(event.id);
    const isRhythm = ['weight', 'passages', 'level', 'health'].includes(event.record.kind);
    if (event.clock === 'unsynced' || !isRhythm) this.stored.set(event.id, event);
    if (event.clock === 'unsynced') return;
    for (const { series, at, value } of modelPoints(event.site, event.node, event.record)) {
      const held = this.holder(series);
      if (isRhythm) held.samples.set(at, value);
      else held.events.set(`${event.id} ${at}`, { at, value });
    }
  }

  private refusal({ at, value, series }: Point): RejectReason | undefined {
    const held = this.held.get(nameOf(series));
    if (!Number.isFinite(value)) return 'not_finite';
    if (held !== undefined && (held.key.kind !== series.kind || held.key.unit !== series.unit || held.events.size > 0)) return 'type';
    if (at > this.options.nowMs() + DAY) return 'future';
    return at < Math.floor((this.options.nowMs() - this.options.keepRawMs) / DAY) * DAY ? 'too_old' : undefined;
  }

  private holder(key: SeriesKey): Held {
    const held = this.held.get(nameOf(key)) ?? { key, samples: new Map(), events: new Map() };
    this.held.set(nameOf(key), held);
    return held;
  }

  private matching({ measurement, field, tags = {} }: SeriesMatch): readonly Held[] {
    return [...this.held.values()].filter(
      ({ key, samples, events }) =>
        samples.size + events.size > 0 &&
        (measurement === undefined || key.measurement === measurement) &&
        (field === undefined || key.field === field) &&
        Object.entries(tags).every(([name, value]) => key.tags[name] === value),
    );
  }
}

/** The same series has the same name whatever the order of its tags. */
export const nameOf = ({ measurement, field, tags }: SeriesKey): string =>
  [
    measurement,
    field,
    ...Object.keys(tags)
      .sort()
      .map((tag) => `${tag}=${tags[tag]}`),
  ].join('\u0000');

const sorted = ({ samples, events }: Held): readonly Value[] =>
  [...[...samples].map(([at, value]) => ({ at, value })), ...events.values()].sort((a, b) => a.at - b.at);

function valuesIn(held: Held, { from, to }: { from: number; to: number }): readonly Value[] {
  if (held.key.kind !== 'interval') return sorted(held).filter(({ at }) => at >= from && at < to);
  return sorted(held)
    .filter(({ at, value }) => at < to && at + value * 1_000 > from && at > from - HOUR)
    .map(({ at, value }) => ({ at: Math.max(at, from), value: (Math.min(to, at + value * 1_000) - Math.max(at, from)) / 1_000 }));
}

function pickValues(fn: readonly Aggregate[], found: readonly Value[]): Bucket['values'] {
  if (found.length === 0) return {};
  const values = found.map(({ value }) => value);
  const ranked = [...values].sort((a, b) => a - b);
  const rank = (share: number): number => ranked[Math.max(0, Math.ceil(share * ranked.length) - 1)] ?? NaN;
  const sum = values.reduce((a, b) => a + b, 0);
  const all: Record<Aggregate, number> = {
    n: values.length,
    sum,
    mean: sum / values.length,
    min: ranked[0] ?? NaN,
    max: ranked.at(-1) ?? NaN,
    first: values[0] ?? NaN,
    last: values.at(-1) ?? NaN,
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
  };
  return Object.fromEntries(fn.map((name) => [name, all[name]]));
}
