import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../broker/src/adapters/sqlite/sqlite-store.ts';
import { expectSameAnswers, lives, questions, type Step, take } from './series-store/describe-random-life.ts';
import { ModelStore } from './series-store/model-store.ts';
import type { Task } from './series-store/store-process.ts';
import { KEEP_RAW_MS, NOW_MS } from './series-store/sut.ts';

const PROGRAM = fileURLToPath(new URL('./series-store/store-process.ts', import.meta.url));
/** Each kill costs the start of a process, about a second; KW_STORE_LIVES asks for more lives by hand. */
const LIVES = Number(process.env['KW_STORE_LIVES'] ?? 2);

/** A life in stretches; each ends with a kill, this many ms after its last task was sent. */
const killedLives = fc.array(fc.tuple(lives(25), fc.integer({ min: 0, max: 12 })), { minLength: 4, maxLength: 4 });

async function start(path: string): Promise<ChildProcess> {
  const child = fork(PROGRAM, [path], {
    execArgv: ['--import', 'tsx', '--conditions=source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [word] = (await once(child, 'message')) as [unknown];
  expect(word).toBe('sound');
  return child;
}

const taskOf = (step: Step, number: number): Task => {
  if (step.do === 'ingest') return { number, batches: step.batches };
  return step.do === 'write' ? { number, points: step.points } : { number };
};

/** Sends all steps at once, kills the process a moment after, and answers how many it said were done. */
async function liveAndKill(child: ChildProcess, steps: readonly Step[], afterMs: number): Promise<number> {
  let done = 0;
  child.on('message', (number: number) => (done = number));
  steps.forEach((step, index) => child.send(taskOf(step, index + 1)));
  await pause(afterMs);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  return done;
}

describe('random life with kills: SQLite', () => {
  it('answers as the model does after kills at any moment, late days, repeats and overwrites', { timeout: 240_000 }, async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(killedLives, fc.array(questions, { minLength: 3, maxLength: 3 }), async (stretches, asked) => {
        const folder = await mkdtemp(join(tmpdir(), 'kw-random-kill-'));
        const path = join(folder, 'store.db');
        const model = new ModelStore({ nowMs: () => NOW_MS, keepRawMs: KEEP_RAW_MS });
        let open: readonly Step[] = [];
        for (const [steps, afterMs] of stretches) {
          // What nobody was told of comes again, in its order, as from a node that saw no ack.
          const sent = [...open, ...steps.filter((step) => step.do !== 'restart')];
          for (const step of sent.slice(open.length)) await take(model, step);
          const done = await liveAndKill(await start(path), sent, afterMs);
          open = sent.slice(done);
        }
        const store = await createSqliteStore({
          path,
          log: pino({ level: 'silent' }),
          nowMs: () => NOW_MS,
          retention: { rawMs: KEEP_RAW_MS },
        });
        for (const step of open) await take(store, step);
        await expectSameAnswers(store, model, asked);
        await store.admin.maintain();
        await expectSameAnswers(store, model, asked);
        await store.admin.close();
        await rm(folder, { recursive: true });
      }),
      { numRuns: LIVES, endOnFailure: true },
    );
  });
});
