import { join } from 'node:path';
import type { KwRecord } from '@kringwijzer/contract';
import { pino } from 'pino';
import { SqliteSpool } from '../../../firmware-bridge/src/adapters/sqlite-spool.ts';
import { NodeTime } from '../../../firmware-bridge/src/node-time.ts';

/** Records in one commit: well under what a spool keeps in memory. */
const COMMIT_RECORDS = 5_000;

/** Writes records into the spool of a node as that node would have, as boot `boot` with a right clock at `nowMs`. Returns how many. */
export function fillSpool(dataDir: string, boot: string, nowMs: number, records: Iterable<KwRecord>): number {
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined, every: () => () => undefined };
  const time = new NodeTime({ clock, evidence: { isSynced: () => true, kernelBoot: () => undefined } });
  const log = pino({ level: 'silent' });
  const spool = new SqliteSpool({
    file: join(dataDir, 'spool.db'),
    boot,
    time,
    log,
    maxBytes: 256 * 1024 * 1024,
    maxAgeMs: 90 * 86_400_000,
  });
  let count = 0;
  for (const record of records) {
    spool.append(record);
    count += 1;
    if (count % COMMIT_RECORDS === 0) spool.flush();
  }
  spool.close();
  return count;
}
