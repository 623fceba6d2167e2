import type { KwRecord } from '@kringwijzer/contract';
import { pino } from 'pino';
import { createSqliteStore } from '../../../broker/src/adapters/sqlite/sqlite-store.ts';
import { batchOf, depositOf, NOW_MS, passagesOf, weightOf } from './sut.ts';

/** Records of a batch, the same for the same number: both sides of the test can make them. */
export const recordsOfBatch = (number: number): readonly KwRecord[] =>
  Array.from({ length: 20 }, (_, i) => {
    const at = NOW_MS - 3 * 86_400_000 + (number * 20 + i) * 60_000;
    if (i % 3 === 0) return depositOf(at, 1_000 + i);
    return i % 3 === 1 ? weightOf(at, number * 100 + i) : passagesOf(at, i, number % 7);
  });

/** Writes batch after batch, upkeep in between, and tells of each commit on stdout, until it is killed. */
async function writeUntilKilled(path: string, first: number): Promise<void> {
  const store = await createSqliteStore({ path, log: pino({ level: 'silent' }), nowMs: () => NOW_MS });
  if (store.setAside !== undefined) process.stdout.write('set aside\n');
  for (let number = first; ; number += 1) {
    await store.ingest([batchOf(number * 20, recordsOfBatch(number))]);
    process.stdout.write(`${number}\n`);
    if (number % 3 === 0) await store.admin.maintain();
  }
}

const [, , path, first] = process.argv;
if (path?.endsWith('.db') === true) await writeUntilKilled(path, Number(first));
