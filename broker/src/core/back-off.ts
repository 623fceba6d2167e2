/** Failed attempts of one name or address. */
export interface Attempts {
  readonly failures: number;
  readonly lastAt: number;
}

const FREE_FAILURES = 4;
const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;

/** Milliseconds to wait before the next attempt: none for four failures, then 2 s doubling to 15 minutes. */
export function waitMs(attempts: Attempts | undefined, atMs: number): number {
  if (attempts === undefined || attempts.failures <= FREE_FAILURES) return 0;
  const wait = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, attempts.failures - FREE_FAILURES - 1));
  return Math.max(0, attempts.lastAt + wait - atMs);
}

/** The count after one more failure; an hour without one forgets the past. */
export function failed(attempts: Attempts | undefined, atMs: number): Attempts {
  const past = attempts === undefined || atMs - attempts.lastAt > FORGET_AFTER_MS ? 0 : attempts.failures;
  return { failures: past + 1, lastAt: atMs };
}

/** Remembers failures by key, at most `capacity` keys; the ones longest ago go first. */
export function createLockout(capacity = 5_000): {
  waitMs(key: string, atMs: number): number;
  fail(key: string, atMs: number): void;
  clear(key: string): void;
} {
  const byKey = new Map<string, Attempts>();
  return {
    waitMs: (key, atMs) => waitMs(byKey.get(key), atMs),
    fail: (key, atMs) => {
      const next = failed(byKey.get(key), atMs);
      byKey.delete(key);
      byKey.set(key, next);
      if (byKey.size > capacity) byKey.delete(byKey.keys().next().value ?? '');
    },
    clear: (key) => void byKey.delete(key),
  };
}
