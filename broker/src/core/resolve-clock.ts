import type { KwRecord } from '@kringwijzer/contract';
import type { SeriesStore, StoredEvent } from '../ports/series-store.ts';

/** What a person or the hub found out about the clock of a boot. */
export interface ClockFinding {
  readonly site: string;
  readonly node: string;
  readonly boot: string;
  /** True time minus the time the records carry, in ms. */
  readonly shiftMs: number;
}

/** Records in one transaction: the hub's other work wants its turn. */
const AT_ONCE = 500;

/**
 * Gives the records of a boot that were stored with an untrusted time their true time, so that they count; answers them.
 * Records the store cannot take at their true time stay as they are.
 */
export async function resolveClock(store: SeriesStore, { site, node, boot, shiftMs }: ClockFinding): Promise<readonly StoredEvent[]> {
  const held = (await store.events({ node, untrustedTimeOnly: true })).filter((event) => event.site === site && event.boot === boot);
  const resolved: StoredEvent[] = [];
  for (let i = 0; i < held.length; i += AT_ONCE) {
    const answers = await store.ingest(
      held.slice(i, i + AT_ONCE).map(({ seq, receivedAt, record }) => ({
        site,
        node,
        receivedAt,
        batch: { boot, seq0: seq, clock: 'restamped' as const, records: [shifted(record, shiftMs)] },
      })),
    );
    resolved.push(...answers.flatMap((answer) => answer.resolved));
  }
  return resolved;
}

/** The record with all its times moved. */
function shifted(record: KwRecord, shiftMs: number): KwRecord {
  const at = record.at + shiftMs;
  if ('toAt' in record) return { ...record, at, toAt: record.toAt + shiftMs };
  return 'fromAt' in record ? { ...record, at, fromAt: record.fromAt + shiftMs } : { ...record, at };
}
