import { z } from 'zod';
import { backupNames, isBackupDue, makeBackup } from './backup.ts';
import type { HubConfig } from './config.ts';
import { type Completeness, completenessOf, type Gap } from './core/completeness.ts';
import { derivedJob } from './derived.ts';
import { forecastJob } from './forecast-job.ts';
import type { HubCore } from './hub-core.ts';
import type { Job } from './jobs.ts';
import { mirrorJobs } from './mirror-figures.ts';
import { openingHoursOf } from './monitoring/monitoring.ts';
import type { Received } from './ports/series-store.ts';

const HOUR_MS = 3_600_000;
const BACKUP_LOOK_MS = 600_000;
const GAP_FACT = 'gaps/';
const gapsSchema = z.array(z.strictObject({ boot: z.string(), from: z.number(), to: z.number(), seenAt: z.number() }));

/** What the hub does by itself, again and again. */
export function hubJobs(config: HubConfig, core: HubCore): readonly Job[] {
  const { store, nowMs } = core;
  const { everyHours, keep } = config.backup;
  // Looked at often: a hub that is switched off each evening would never be up for a whole interval.
  const backup: Job = {
    name: 'backup',
    everyMs: BACKUP_LOOK_MS,
    run: async () => {
      if (isBackupDue(backupNames(core.folder.backups), everyHours * HOUR_MS, nowMs())) await makeBackup(core, keep);
    },
  };
  return [
    { name: 'maintain', everyMs: 60_000, run: () => store.admin.maintain() },
    { name: 'retention', everyMs: 6 * HOUR_MS, run: () => store.admin.applyRetention(nowMs()) },
    { name: 'completeness', everyMs: 60_000, run: async () => void (await measureCompleteness(core)) },
    derivedJob({ ...core, site: config.site.id }),
    forecastJob({
      ...core,
      site: config.site.id,
      timeZone: config.site.timeZone,
      opening: openingHoursOf(config.site),
      push: (changes) => core.stream.push(changes),
    }),
    ...(core.foreign === undefined ? [] : [{ name: 'foreign', everyMs: 1_000, run: () => core.foreign?.tick() ?? Promise.resolve() }]),
    ...mirrorJobs(core.mirror, core.counters),
    ...(everyHours > 0 ? [backup] : []),
  ];
}

/** Looks for holes in what every node sent, tells the screens, and remembers since when each hole is there. */
export async function measureCompleteness({ store, db, live, stream, nowMs }: HubCore): Promise<readonly Completeness[]> {
  const byNode = new Map<string, Received[]>();
  for (const boot of await store.received()) byNode.set(boot.node, [...(byNode.get(boot.node) ?? []), boot]);
  return [...byNode].map(([node, boots]) => {
    const found = completenessOf(node, boots, knownGaps(db.facts.get(GAP_FACT + node)), nowMs());
    const text = JSON.stringify(found.gaps);
    if (text !== (db.facts.get(GAP_FACT + node) ?? '[]')) db.facts.set(GAP_FACT + node, text);
    stream.push(live.missing(node, found.missingDay));
    return found;
  });
}

const knownGaps = (text: string | undefined): readonly Gap[] =>
  text === undefined ? [] : (gapsSchema.safeParse(JSON.parse(text)).data ?? []);
