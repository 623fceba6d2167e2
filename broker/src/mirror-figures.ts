import type { Counters } from './core/counters.ts';
import type { Job } from './jobs.ts';
import type { HubMirror, MirrorReport } from './open-store.ts';

/** Figures of the mirror for Prometheus, measured again and again; none without a mirror. */
export function mirrorJobs(mirror: HubMirror | undefined, counters: Counters): readonly Job[] {
  if (mirror === undefined) return [];
  let last: MirrorReport = { hours: 0, events: 0, lagMs: 0, database: '' };
  counters.gauge('kringwijzer_mirror_lag_seconds', () => Math.round(last.lagMs / 1_000));
  counters.gauge('kringwijzer_mirror_pending_hours', () => last.hours);
  counters.gauge('kringwijzer_mirror_pending_events', () => last.events);
  const run = async (): Promise<void> => {
    last = await mirror.report();
  };
  return [{ name: 'mirror figures', everyMs: 5_000, run }];
}
