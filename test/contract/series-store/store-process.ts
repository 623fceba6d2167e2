import { pino } from 'pino';
import { createSqliteStore } from '../../../broker/src/adapters/sqlite/sqlite-store.ts';
import type { IngestBatch, Point } from '../../../broker/src/ports/series-store.ts';
import { KEEP_RAW_MS, NOW_MS } from './sut.ts';

/** What a store in a process of its own is told to do; it answers with the number when it is done. */
export interface Task {
  readonly number: number;
  readonly batches?: readonly IngestBatch[];
  readonly points?: readonly Point[];
}

/** Opens the store and does what it is told, one task after the other, until it is killed or its parent leaves. */
async function serve(path: string): Promise<void> {
  const options = { path, log: pino({ level: 'silent' }), nowMs: () => NOW_MS, retention: { rawMs: KEEP_RAW_MS } };
  const store = await createSqliteStore(options);
  let queue: Promise<void> = Promise.resolve();
  process.on('message', (task: Task) => {
    queue = queue.then(async () => {
      if (task.batches !== undefined) await store.ingest(task.batches);
      else if (task.points !== undefined) await store.write(task.points);
      else await store.admin.maintain();
      process.send?.(task.number);
    });
  });
  process.send?.(store.setAside ?? 'sound');
}

const [, , path] = process.argv;
if (process.send !== undefined && path?.endsWith('.db') === true) await serve(path);
