/** A limit of rate with room for a burst. */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Tokens that come in each second, and how many may lie there. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Takes one token; `waitMs` is how long to hold back when none was left. The debt is bounded by the caller's own queue. */
export function takeToken(bucket: Bucket | undefined, limit: RateLimit, atMs: number): Bucket & { readonly waitMs: number } {
  const before = bucket ?? { tokens: limit.burst, at: atMs };
  const gained = (Math.max(0, atMs - before.at) * limit.perSecond) / 1_000;
  const tokens = Math.min(limit.burst, before.tokens + gained) - 1;
  return { tokens, at: atMs, waitMs: tokens >= 0 ? 0 : Math.ceil((-tokens * 1_000) / limit.perSecond) };
}

/**
 * A limit of rate for each key by itself: answers how long this call has to wait, 0 when it may go on. A call that has to
 * wait costs nothing, or a stubborn client would never come in again. The keys used longest ago are forgotten beyond `maxKeys`.
 */
export function createKeyedLimit(limit: RateLimit, maxKeys: number): (key: string, atMs: number) => number {
  const buckets = new Map<string, Bucket>();
  return (key, atMs) => {
    const { waitMs, ...bucket } = takeToken(buckets.get(key), limit, atMs);
    if (waitMs > 0) return waitMs;
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value ?? '');
    return 0;
  };
}
