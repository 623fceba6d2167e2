const FIRST_MS = 1_000;
const MOST_MS = 60_000;

/** Wait before attempt `attempt` (from 0) in ms: doubles from 1 s to 60 s, of which the upper half is random. `random` is 0..1. */
export function backoffMs(attempt: number, random: number): number {
  const wholeMs = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(wholeMs / 2 + (wholeMs / 2) * random);
}
