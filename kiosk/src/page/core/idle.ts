/** How long a visitor may stand still before the screen asks, and how long it then waits, ms. */
export const IDLE_ASK_MS = 45_000;
export const IDLE_COUNTDOWN_MS = 15_000;

/** What an unused screen does: nothing, ask "Bent u er nog?" with the seconds left, or start anew. */
export type Idle = { readonly type: 'in_use' } | { readonly type: 'asking'; readonly leftS: number } | { readonly type: 'reset' };

/** What to do `stillMs` after the last touch. */
export function idleAfter(stillMs: number): Idle {
  if (stillMs < IDLE_ASK_MS) return { type: 'in_use' };
  const leftMs = IDLE_ASK_MS + IDLE_COUNTDOWN_MS - stillMs;
  return leftMs > 0 ? { type: 'asking', leftS: Math.ceil(leftMs / 1_000) } : { type: 'reset' };
}
