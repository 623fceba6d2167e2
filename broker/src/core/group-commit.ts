import { KwError, type RecordKind } from '@kringwijzer/contract';
import type { IngestBatch, IngestResult, SeriesStore } from '../ports/series-store.ts';
import { FairLanes } from './fair-lanes.ts';

interface Waiting {
  readonly records: number;
  readonly batches: readonly IngestBatch[];
  readonly resolve: (results: readonly IngestResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A node that has a line sends what it records at once: few records at a time. */
const LIVE_RECORDS = 20;

export interface GroupCommitOptions {
  readonly store: Pick<SeriesStore, 'ingest'>;
  /** Runs the task once this turn's messages have all come in. */
  readonly defer: (task: () => void) => void;
  /** Most records in one transaction, unless one message alone has more: a long commit would hold up everything else. */
  readonly maxRecords?: number;
  /** Most messages waiting; more are refused, so that their senders keep them. */
  readonly maxWaiting?: number;
  /** Measurements wait for company this long, to spare an SD card; without it nobody waits. */
  readonly gather?: Gathering;
}

interface Gathering {
  readonly forMs: number;
  /** Runs the task after a while, unless the answer is called before. */
  readonly after: (ms: number, task: () => void) => () => void;
}

export interface GroupCommit {
  /** Resolves after the batches are on disk. Rejects with KW_STORE_UNAVAILABLE, or the store's own error. */
  submit(batches: readonly IngestBatch[]): Promise<readonly IngestResult[]>;
  /** Messages not yet committed. */
  waiting(): number;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

/**
 * Gathers what arrives while the disk is busy into one transaction: one sync of the disk serves everybody who waits.
 * A transaction that fails is tried again message by message, so that one bad message cannot fail its neighbours.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { store, defer, maxRecords = 2_000, maxWaiting = 5_000, gather } = options;
  const queue = new FairLanes<Waiting>();
  let inFlight = 0;
  let scheduled = false;
  let cancelWait: (() => void) | undefined;
  const onIdle: (() => void)[] = [];

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = takeGroup(queue, maxRecords);
      inFlight = group.length;
      try {
        await commit(store, group);
      } catch (error) {
        if (group.length === 1) group[0]?.reject(error);
        else await commitAlone(store, group);
      }
      inFlight = 0;
      // Other work gets its turn between two commits, or live screens would wait for a whole backlog.
      await new Promise<void>((resolve) => defer(resolve));
    }
    scheduled = false;
    for (const call of onIdle.splice(0)) call();
  };

  /** What begins to drain does not wait any more, whatever came in meanwhile. */
  const begin = (): void => {
    cancelWait?.();
    cancelWait = undefined;
    if (scheduled) return;
    scheduled = true;
    defer(() => void drain());
  };

  return {
    submit: (batches) =>
      new Promise((resolve, reject) => {
        if (queue.length >= maxWaiting) {
          reject(new KwError('KW_STORE_UNAVAILABLE', { reason: `${queue.length} messages wait for the disk` }));
          return;
        }
        const records = recordsIn(batches);
        queue.push(batches[0]?.node ?? '', records, { records, batches, resolve, reject });
        if (gather === undefined || !mayWait(records, batches)) begin();
        else if (!scheduled) cancelWait ??= gather.after(gather.forMs, begin);
      }),
    waiting: () => queue.length + inFlight,
    idle: () =>
      new Promise((resolve) => {
        if (cancelWait !== undefined) begin();
        if (scheduled) onIdle.push(resolve);
        else resolve();
      }),
  };
}

/**
 * What goes into one transaction. Live messages go with the next one, before a backlog; they leave at least half of it to
 * the others, so that nobody waits for ever. What a node sent stays in its order.
 */
function takeGroup(queue: FairLanes<Waiting>, maxRecords: number): Waiting[] {
  const group: Waiting[] = [];
  let records = 0;
  const fill = (limit: number, isWanted?: (item: Waiting) => boolean): void => {
    for (let next = queue.first(isWanted); next !== undefined; next = queue.first(isWanted)) {
      if (group.length > 0 && records + next.item.records > limit) return;
      queue.shift(next);
      group.push(next.item);
      records += next.item.records;
    }
  };
  fill(maxRecords / 2, (item) => item.records <= LIVE_RECORDS);
  fill(maxRecords);
  return group;
}

/** Measurements of the moment may wait; a deposit is looked forward to, a fault may not be late, and a backlog wants to go on. */
const mayWait = (records: number, batches: readonly IngestBatch[]): boolean =>
  records <= LIVE_RECORDS && batches.every(({ batch }) => batch.records.every(({ kind }) => MEASUREMENTS.has(kind)));

const MEASUREMENTS: ReadonlySet<RecordKind> = new Set<RecordKind>(['weight', 'level', 'health', 'passages']);

const recordsIn = (batches: readonly IngestBatch[]): number => batches.reduce((sum, { batch }) => sum + batch.records.length, 0);

async function commit(store: GroupCommitOptions['store'], group: readonly Waiting[]): Promise<void> {
  const results = await store.ingest(group.flatMap((item) => item.batches));
  let from = 0;
  for (const item of group) {
    item.resolve(results.slice(from, from + item.batches.length));
    from += item.batches.length;
  }
}

async function commitAlone(store: GroupCommitOptions['store'], group: readonly Waiting[]): Promise<void> {
  for (const item of group) {
    try {
      await commit(store, [item]);
    } catch (error) {
      item.reject(error);
    }
  }
}
