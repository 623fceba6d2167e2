import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../broker/src/adapters/sqlite/sqlite-store.ts';
import { recordsOfBatch } from './series-store/killed-writer.ts';
import { ModelStore } from './series-store/model-store.ts';
import { batchOf, comparable, KEEP_RAW_MS, NOW_MS, queryOf } from './series-store/sut.ts';

const WRITER = fileURLToPath(new URL('./series-store/killed-writer.ts', import.meta.url));
const KILLS = 8;
const DAY = 86_400_000;

const startWriter = (path: string, first: number): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', '--conditions=source', WRITER, path, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Lets the writer commit `count` more batches, kills it at once and answers all it told of. */
async function killAfter(writer: ChildProcess, count: number): Promise<readonly string[]> {
  const told: string[] = [];
  if (writer.stdout === null) throw new TypeError('the writer has no stdout');
  for await (const line of createInterface({ input: writer.stdout })) {
    told.push(line);
    if (told.length === count) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  return told;
}

describe('a writer that is killed', () => {
  it(`keeps every committed batch whole and counts none twice, ${KILLS} kills`, { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kw-kill-'));
    const path = join(folder, 'store.db');
    const told: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The last batch told of comes again each time, as from a node that saw no ack.
      told.push(...(await killAfter(startWriter(path, Math.max(0, ...told.map(Number))), 3 + ((kill * 7) % 13))));
    }
    const store = await createSqliteStore({ path, log: pino({ level: 'silent' }), nowMs: () => NOW_MS });
    const [received] = await store.received();
    const stored = ((received?.runs.at(-1)?.to ?? -1) + 1) / 20;

    expect(told).not.toContain('set aside');
    expect(received?.runs).toHaveLength(1);
    expect(Number.isInteger(stored)).toBe(true);
    expect(stored).toBeGreaterThan(Math.max(...told.map(Number)));

    const model = new ModelStore({ nowMs: () => NOW_MS, keepRawMs: KEEP_RAW_MS });
    for (let number = 0; number < stored; number += 1) await model.ingest([batchOf(number * 20, recordsOfBatch(number))]);
    for (const bucket of ['hour', 'day'] as const) {
      const query = queryOf(NOW_MS - 4 * DAY, NOW_MS + 4 * DAY, { bucket });
      expect(comparable(await store.aggregate(query))).toEqual(comparable(await model.aggregate(query)));
    }
    expect((await store.events({})).length).toBe((await model.events({})).length);
    await store.admin.close();
    await rm(folder, { recursive: true });
  });
});
