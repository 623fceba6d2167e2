import { readFileSync, statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { HOUR_MS, MINUTE_MS } from '@kringwijzer/contract';
import { pino } from 'pino';
import { createSqliteStore, type SqliteStore } from '../../../broker/src/adapters/sqlite/sqlite-store.ts';
import { batchesOf, type DataShape } from './bench-data.ts';
import { peakMb } from './peak-memory.ts';
import { type Checksum, type Question, sumOfBuckets } from './questions.ts';

/** What the bench may ask of the process that holds our store alone, so that its memory is the store's. */
export type OurTask =
  | { readonly do: 'load'; readonly path: string; readonly shape: DataShape }
  | { readonly do: 'ask'; readonly question: Question['ours'] }
  | { readonly do: 'ingest'; readonly path: string; readonly shape: DataShape; readonly batch: number }
  | { readonly do: 'minuteCommits'; readonly path: string; readonly series: number; readonly minutes: number }
  | { readonly do: 'peak' };

export interface OurAnswer {
  readonly ms: number;
  readonly checksum: Checksum;
}

let open: SqliteStore | undefined;

async function openStore(path: string, nowMs: () => number): Promise<SqliteStore> {
  await open?.admin.close();
  open = await createSqliteStore({ path, log: pino({ level: 'silent' }), nowMs, retention: { rawMs: 20 * 366 * 24 * HOUR_MS } });
  return open;
}

async function load(path: string, shape: DataShape): Promise<Checksum> {
  let nowMs = shape.from;
  const store = await openStore(path, () => nowMs);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let batches = 0;
  // 3,600 points in each commit, as an import goes; upkeep now and then, a live hub's every minute.
  for (const batch of batchesOf(shape, 3_600)) {
    nowMs = batch.at(-1)?.at ?? nowMs;
    await store.write(batch);
    batches += 1;
    if (batches % 60 === 0) await store.admin.maintain();
  }
  nowMs = shape.to;
  delay.enable();
  await store.admin.maintain();
  delay.disable();
  nowMs += 3 * HOUR_MS;
  await store.admin.maintain();
  await store.admin.close();
  const bytes = statSync(path).size;
  await openStore(path, () => nowMs);
  return { bytes, upkeepGapMs: delay.max / 1e6 };
}

async function ask(question: Question['ours']): Promise<Checksum> {
  if (open === undefined) throw new TypeError('load first');
  if (question !== 'latest') return sumOfBuckets(await open.aggregate(question));
  return { sum: (await open.latest({})).reduce((sum, { value }) => sum + value, 0) };
}

/** Durable commits with all their rollups made in the time measured. */
async function ingest(task: Extract<OurTask, { do: 'ingest' }>): Promise<OurAnswer> {
  const store = await createSqliteStore({ path: task.path, log: pino({ level: 'silent' }), nowMs: () => task.shape.to + 3 * HOUR_MS });
  const startedAt = performance.now();
  let written = 0;
  for (const batch of batchesOf(task.shape, task.batch)) written += (await store.write(batch)).written;
  await store.admin.maintain();
  const ms = performance.now() - startedAt;
  await store.admin.close();
  return { ms, checksum: { written } };
}

/** A node that sends every 10 s and a hub that commits every minute, with its upkeep every quarter of an hour. */
async function minuteCommits(task: Extract<OurTask, { do: 'minuteCommits' }>): Promise<Checksum> {
  const from = Date.UTC(2025, 5, 2, 6);
  let nowMs = from;
  const store = await createSqliteStore({ path: task.path, log: pino({ level: 'silent' }), nowMs: () => nowMs });
  const before = bytesWritten();
  const shape = { series: task.series, from, to: from + task.minutes * MINUTE_MS, stepMs: 10_000 };
  let written = 0;
  for (const batch of batchesOf(shape, task.series * 6)) {
    nowMs = (batch.at(-1)?.at ?? nowMs) + 1_000;
    written += (await store.write(batch)).written;
    if (Math.floor(nowMs / MINUTE_MS) % 15 === 0) await store.admin.maintain();
  }
  await store.admin.close();
  return { bytesPerPoint: (bytesWritten() - before) / written };
}

const bytesWritten = (): number => Number(/^write_bytes: (\d+)/mu.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);

async function perform(task: OurTask): Promise<OurAnswer> {
  if (task.do === 'ingest') return ingest(task);
  const startedAt = performance.now();
  const checksum = await resultOf(task);
  return { ms: performance.now() - startedAt, checksum };
}

async function resultOf(task: Exclude<OurTask, { do: 'ingest' }>): Promise<Checksum> {
  if (task.do === 'load') return load(task.path, task.shape);
  if (task.do === 'ask') return ask(task.question);
  return task.do === 'peak' ? { mb: peakMb('self') } : minuteCommits(task);
}

process.on('message', (task: OurTask) => {
  perform(task).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
