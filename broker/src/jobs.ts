import type { Logger } from 'pino';

/** Work that comes back: runs one at a time, never twice at once, and its failure is logged and tried again next time. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Starts the jobs; each first runs after its own interval. Returns how to stop, which waits for what is running. */
export function startJobs(jobs: readonly Job[], log: Logger): () => Promise<void> {
  const abort = new AbortController();
  const running = new Set<Promise<void>>();
  const timers = jobs.map((job) => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const run = job
        .run(abort.signal)
        .catch((error: unknown) => log.error({ job: job.name, err: error }, 'job failed'))
        .finally(() => {
          busy = false;
          running.delete(run);
        });
      running.add(run);
    }, job.everyMs);
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    abort.abort();
    await Promise.all(running);
  };
}
