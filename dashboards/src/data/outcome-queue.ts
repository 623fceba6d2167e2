import type { OutcomeRequest } from '@kringwijzer/contract';

/** A line that waits on this device until the hub has it. */
export interface QueuedOutcome {
  readonly request: OutcomeRequest;
  /** Who wrote it; it is sent when that person is signed in. */
  readonly by: string;
  /** Taken back after the hub had it. */
  readonly undo: boolean;
}

const DB = 'kw-outcomes';
const STORE = 'queue';

/** Lines on the disk of this device: what `put` resolved survives a reload, a dead battery and weeks without the hub. */
export interface OutcomeQueue {
  readonly put: (item: QueuedOutcome) => Promise<void>;
  readonly remove: (client: string) => Promise<void>;
  /** Oldest first. */
  readonly all: () => Promise<readonly QueuedOutcome[]>;
}

/** Opens the queue. Rejects when the browser keeps nothing, as in some private windows. */
export async function openOutcomeQueue(): Promise<OutcomeQueue> {
  const opening = indexedDB.open(DB, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: 'request.client' });
  };
  const db = await answerOf(opening);
  const run = async (mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> => {
    const transaction = db.transaction(STORE, mode, { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error ?? new Error('the browser refused'));
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up'));
    });
    const answer = await answerOf(work(transaction.objectStore(STORE)));
    await done;
    return answer;
  };
  return {
    put: async (item) => void (await run('readwrite', (store) => store.put(item))),
    remove: async (client) => void (await run('readwrite', (store) => store.delete(client))),
    all: async () => {
      const items = (await run('readonly', (store) => store.getAll())) as QueuedOutcome[];
      return items.toSorted((a, b) => a.request.at - b.request.at);
    },
  };
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser refused'));
  });
}
