import type { OutcomeEntry, OutcomeRequest } from '@kringwijzer/contract';
import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiFailure, apiPost, NETWORK_CODE } from './api.ts';
import { openOutcomeQueue, type OutcomeQueue, type QueuedOutcome } from './outcome-queue.ts';
import { session } from './session.ts';

/** What the sorting table needs to know of its lines. */
export interface OutcomeBook {
  /** Lines the hub has not got yet, oldest first. */
  readonly waiting: ReadonlySignal<readonly QueuedOutcome[]>;
  /** The line written last on this device, while it can be taken back. */
  readonly last: ReadonlySignal<QueuedOutcome | undefined>;
  /** Code of a line the hub refused for good; it stays on the device. */
  readonly refused: ReadonlySignal<string | undefined>;
  /** Keeps a line on this device, then sends what waits. Rejects when the browser keeps nothing. */
  readonly write: (request: OutcomeRequest, by: string) => Promise<void>;
  /** Takes the last line back, whether or not the hub had it. */
  readonly undo: () => Promise<void>;
  /** Sends what waits, as far as the hub is there. Answers how many lines it took. */
  readonly flush: () => Promise<number>;
}

const RETRY_LATER: readonly string[] = [NETWORK_CODE, 'KW_NOT_SIGNED_IN', 'KW_CSRF', 'KW_RATE_LIMITED'];

/** Opens the book on the queue of this device. */
export function createOutcomeBook(opening: Promise<OutcomeQueue> = openOutcomeQueue()): OutcomeBook {
  const waiting = signal<readonly QueuedOutcome[]>([]);
  const last = signal<QueuedOutcome | undefined>(undefined);
  const refused = signal<string | undefined>(undefined);
  const known = async (): Promise<OutcomeQueue> => {
    const queue = await opening;
    waiting.value = await queue.all();
    return queue;
  };
  let under: Promise<number> | undefined;
  const flushNow = async (): Promise<number> => {
    const queue = await known();
    let sent = 0;
    for (const item of waiting.value) {
      if (item.by !== meNow()) continue;
      const outcome = await send(item);
      if (outcome === 'later') break;
      if (outcome === 'sent') {
        sent += 1;
        refused.value = undefined;
        await removeUnlessTakenBack(queue, item);
      } else refused.value = outcome;
    }
    await known();
    return sent;
  };
  // One at a time: two flushes at once would send a line before the undo that came after it.
  const flush = (): Promise<number> => (under ??= flushNow().finally(() => (under = undefined)));
  void known().catch(() => undefined); // a browser that keeps nothing says so at the first line
  return {
    waiting,
    last,
    refused,
    write: async (request, by) => {
      const queue = await opening;
      const item: QueuedOutcome = { request, by, undo: false };
      await queue.put(item);
      last.value = item;
      waiting.value = await queue.all();
      // Twice: a flush that was under way has not seen this line.
      void flush().then(flush).catch(() => undefined);
    },
    undo: async () => {
      const item = last.value;
      if (item === undefined) return;
      const queue = await opening;
      // The hub may have it or be taking it just now: the line is sent, and then taken back.
      await queue.put({ ...item, undo: true });
      last.value = undefined;
      waiting.value = await queue.all();
      void flush().then(flush).catch(() => undefined);
    },
    flush,
  };
}

const meNow = (): string | undefined => (session.value.state === 'signed-in' ? session.value.me.name : undefined);

/** A line that was taken back while it was on its way stays in the queue, to be taken back at the hub too. */
async function removeUnlessTakenBack(queue: OutcomeQueue, item: QueuedOutcome): Promise<void> {
  const { client } = item.request;
  const now = (await queue.all()).find(({ request }) => request.client === client);
  if (item.undo || now?.undo !== true) await queue.remove(client);
}

/** Sends one line; the hub knows it by its client id, so that a lost answer costs nothing. */
async function send({ request, undo }: QueuedOutcome): Promise<string> {
  try {
    await apiPost<OutcomeEntry>('/outcomes', request);
    if (undo) await apiPost<OutcomeEntry>(`/outcomes/${request.client}/undo`);
    return 'sent';
  } catch (cause) {
    if (!(cause instanceof ApiFailure)) throw cause;
    return cause.status >= 500 || RETRY_LATER.includes(cause.code) ? 'later' : cause.code;
  }
}
