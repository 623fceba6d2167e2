/**
 * Lets one message through per key and window, so that a broken sender cannot fill the disk with log lines. Returns the
 * number kept back since the last one, or undefined when this one is to be kept back too.
 */
export function createLogGate(options: {
  readonly windowMs: number;
  readonly capacity?: number;
}): (key: string, atMs: number) => number | undefined {
  const { windowMs, capacity = 1_000 } = options;
  const seen = new Map<string, { from: number; suppressed: number }>();
  return (key, atMs) => {
    const entry = seen.get(key);
    if (entry !== undefined && atMs >= entry.from && atMs - entry.from < windowMs) {
      entry.suppressed += 1;
      return undefined;
    }
    seen.delete(key);
    seen.set(key, { from: atMs, suppressed: 0 });
    if (seen.size > capacity) seen.delete(seen.keys().next().value ?? '');
    return entry?.suppressed ?? 0;
  };
}
