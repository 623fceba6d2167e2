import type { StoredEvent } from '../ports/series-store.ts';

/** What a node recorded with a clock nobody trusts, since one start of it. */
export interface UntrustedBoot {
  readonly boot: string;
  readonly records: number;
  /** Times the records carry, UTC epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** When the hub got them, UTC epoch ms. */
  readonly firstReceivedAt: number;
  readonly lastReceivedAt: number;
  /**
   * True time minus the time the records carry, in ms: at most this, for nothing arrives before it happened; just this when
   * the node had a line all the while.
   */
  readonly shiftAtMostMs: number;
}

/** The starts of a node whose records wait for their true time, the latest arrival first. */
export function untrustedBoots(events: readonly StoredEvent[]): readonly UntrustedBoot[] {
  const boots = new Map<string, UntrustedBoot>();
  for (const event of events) boots.set(event.boot, withEvent(boots.get(event.boot), event));
  return [...boots.values()].sort((a, b) => b.lastReceivedAt - a.lastReceivedAt);
}

function withEvent(known: UntrustedBoot | undefined, { boot, receivedAt, record }: StoredEvent): UntrustedBoot {
  const { at } = record;
  const shiftAtMostMs = receivedAt - endOf(record);
  if (known === undefined) {
    return { boot, records: 1, firstAt: at, lastAt: at, firstReceivedAt: receivedAt, lastReceivedAt: receivedAt, shiftAtMostMs };
  }
  return {
    boot,
    records: known.records + 1,
    firstAt: Math.min(known.firstAt, at),
    lastAt: Math.max(known.lastAt, at),
    firstReceivedAt: Math.min(known.firstReceivedAt, receivedAt),
    lastReceivedAt: Math.max(known.lastReceivedAt, receivedAt),
    shiftAtMostMs: Math.min(known.shiftAtMostMs, shiftAtMostMs),
  };
}

/** A record is sent when its window is over. */
function endOf(record: StoredEvent['record']): number {
  if (record.kind === 'session') return record.toAt;
  return record.kind === 'weight' ? record.at + record.durationMs : record.at;
}
