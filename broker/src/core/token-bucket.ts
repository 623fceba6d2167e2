/** A limit of rate with room for a burst. */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Takes one token; `waitMs` is how long to hold back when none was left. The debt is bounded by the caller's own queue. */
export function takeToken(
  bucket: Bucket | undefined,
  limit: { readonly perSecond: number; readonly burst: number },
  atMs: number,
): Bucket & { readonly waitMs: number } {
  const before = bucket ?? { tokens: limit.burst, at: atMs };
  const gained = (Math.max(0, atMs - before.at) * limit.perSecond) / 1_000;
  const tokens = Math.min(limit.burst, before.tokens + gained) - 1;
  return { tokens, at: atMs, waitMs: tokens >= 0 ? 0 : Math.ceil((-tokens * 1_000) / limit.perSecond) };
}
