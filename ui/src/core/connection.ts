/**
 * What the page may say of its data: `starting` nothing came yet, `live` the stream is open and speaks, `stale` it is open but silent,
 * `offline` it is not open.
 */
export type LiveState = 'starting' | 'live' | 'stale' | 'offline';

/** The stream as far as it is known; a value, never changed in place. */
export interface Connection {
  readonly link: 'connecting' | 'open' | 'waiting';
  /** Failed attempts in a row, 0 after anything came in. */
  readonly attempt: number;
  /** Local moment of the last message of this or an earlier visit, in epoch ms. */
  readonly lastMessageAtMs: number | undefined;
  /** True once a message came in since the page opened; data from a cache does not make it so. */
  readonly heard: boolean;
}

/** What can happen to a stream. */
export type ConnectionEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'open' }
  | { readonly type: 'message'; readonly atMs: number }
  | { readonly type: 'failed' };

/** A stream that has not been tried yet, with the moment of cached data when there is any. */
export const newConnection = (cachedAtMs?: number): Connection => ({
  link: 'connecting',
  attempt: 0,
  lastMessageAtMs: cachedAtMs,
  heard: false,
});

/** The stream after an event. */
export function nextConnection(before: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case 'connect':
      return { ...before, link: 'connecting' };
    case 'open':
      return { ...before, link: 'open' };
    case 'message':
      return { link: 'open', attempt: 0, lastMessageAtMs: event.atMs, heard: true };
    default:
      return { ...before, link: 'waiting', attempt: before.attempt + 1 };
  }
}

/** The word for a stream at a moment. `staleAfterMs` is the silence after which its data is no longer called live. */
export function liveStateOf(connection: Connection, nowMs: number, staleAfterMs: number): LiveState {
  const { link, attempt, lastMessageAtMs, heard } = connection;
  // A dropped link is told at once; during a planned reconnect (attempt 0) the page keeps its word.
  if (link === 'waiting' || (attempt > 0 && link === 'connecting')) return 'offline';
  if (!heard || lastMessageAtMs === undefined) return 'starting';
  return nowMs - lastMessageAtMs < staleAfterMs ? 'live' : 'stale';
}

const BACKOFF_FIRST_MS = 500;
const BACKOFF_CAP_MS = 5_000;

/** Wait before attempt `attempt` (1 is the first after a failure): 0.5 s doubling to 5 s, half of it by chance (`random` 0..1). */
export function backoffMs(attempt: number, random: number): number {
  const fullMs = Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}
