import { KwError } from '@kringwijzer/contract';
import type { IngestBatch, IngestResult, SeriesStore } from '../ports/series-store.ts';

interface Waiting {
  readonly batches: readonly IngestBatch[];
  readonly resolve: (results: readonly IngestResult[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly store: Pick<SeriesStore, 'ingest'>;
  /** Runs the task once this turn's messages have all come in. */
  readonly defer: (task: () => void) => void;
  /** Most records in one transaction, beyond its first message: a long commit would hold up everything else. */
  readonly maxRecords?: number;
  /** Most messages waiting; more are refused, so that their senders keep them. */
  readonly maxWaiting?: number;
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
  const { store, defer, maxRecords = 2_000, maxWaiting = 5_000 } = options;
  let queue: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;
  const onIdle: (() => void)[] = [];

  const takeGroup = (): Waiting[] => {
    let records = 0;
    let size = 0;
    for (const item of queue) {
      records += recordsIn(item.batches);
      if (size > 0 && records > maxRecords) break;
      size += 1;
    }
    const group = queue.slice(0, size);
    queue = queue.slice(size);
    return group;
  };

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = takeGroup();
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

  return {
    submit: (batches) =>
      new Promise((resolve, reject) => {
        if (queue.length >= maxWaiting) {
          reject(new KwError('KW_STORE_UNAVAILABLE', { reason: `${queue.length} messages wait for the disk` }));
          return;
        }
        queue.push({ batches, resolve, reject });
        if (scheduled) return;
        scheduled = true;
        defer(() => void drain());
      }),
    waiting: () => queue.length + inFlight,
    idle: () => new Promise((resolve) => (scheduled ? onIdle.push(resolve) : resolve())),
  };
}

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
