import { statfs } from 'node:fs/promises';
import { type AlarmSettings, DAY_MS, GRAMS_PER_KG, HOUR_MS, MINUTE_MS } from '@kringwijzer/contract';
import type { LiveModel } from '../core/live-model.ts';
import type { SeriesStore } from '../ports/series-store.ts';
import type { AlarmMemory } from './alarm-memory.ts';
import type { OpenHours } from './core/open-hours.ts';
import type { AfterHours, SlowFacts } from './core/site-now.ts';

export interface SlowFactsDeps {
  readonly store: Pick<SeriesStore, 'events' | 'aggregate' | 'latest'>;
  readonly live: Pick<LiveModel, 'snapshot'>;
  readonly memory: Pick<AlarmMemory, 'servicedAt'>;
  readonly folder: string;
  readonly timeZone: string;
  readonly nowMs: () => number;
}

/** What a calibration, a service or a session may reach back; older figures are known to be over any limit. */
const BACK_MS = 10 * 366 * DAY_MS;
const EVENTS_MAX = 500;

/** Asks the store and the disk what the live picture does not tell. */
export async function readSlowFacts(deps: SlowFactsDeps, settings: AlarmSettings, open: OpenHours): Promise<SlowFacts> {
  return {
    afterHours: await readAfterHours(deps, settings, open),
    calibratedAt: await readCalibrations(deps),
    runH: await readRunHours(deps),
    nodeDiskMb: await readNodeDisks(deps),
    hubDiskMb: await freeMb(deps.folder),
  };
}

/** Removals and loads of the last day that fell between closing and opening, oldest first. Times nobody vouches for are left out. */
async function readAfterHours({ store, nowMs }: SlowFactsDeps, settings: AlarmSettings, open: OpenHours): Promise<readonly AfterHours[]> {
  const now = nowMs();
  const found: AfterHours[] = [];
  for (const { from, to } of open.closed(now - DAY_MS, now, settings.afterHoursMarginMin * MINUTE_MS)) {
    const kinds = ['removal', 'deposit'] as const;
    for (const event of await store.events({ kinds, from, to, trustedTimeOnly: true, order: 'asc', limit: EVENTS_MAX })) {
      const { record, node, receivedAt } = event;
      if (record.kind !== 'removal' && record.kind !== 'deposit') continue;
      if (event.correction?.struck === true || record.massG < settings.afterHoursKg * GRAMS_PER_KG) continue;
      found.push({ node, device: record.device, at: record.at, massG: record.massG, receivedAt, what: record.kind });
    }
  }
  return found;
}

async function readCalibrations({ store }: SlowFactsDeps): Promise<ReadonlyMap<string, number>> {
  const events = await store.events({ kinds: ['calibration'], order: 'desc', limit: EVENTS_MAX });
  // Oldest first, so that the newest of each scale stays.
  return new Map(events.toReversed().map(({ node, record }) => [`${node}/${record.device}`, record.at]));
}

async function readRunHours({ store, live, memory, timeZone, nowMs }: SlowFactsDeps): Promise<ReadonlyMap<string, number>> {
  const now = nowMs();
  const runH = new Map<string, number>();
  for (const { node, meta } of live.snapshot(now).devices) {
    if (meta.kind !== 'tool') continue;
    const key = `${node}/${meta.id}`;
    const match = { measurement: 'tool_use', field: 'run_s', tags: { node, device: meta.id } };
    const from = memory.servicedAt(key) ?? now - BACK_MS;
    const buckets = from >= now ? [] : await store.aggregate({ match, from, to: now, bucket: 'year', timeZone, fn: ['sum'] });
    runH.set(key, (buckets.reduce((sum, { values }) => sum + (values.sum ?? 0), 0) * 1_000) / HOUR_MS);
  }
  return runH;
}

/** The latest word of each node; one of yesterday says nothing of now. */
async function readNodeDisks({ store, nowMs }: SlowFactsDeps): Promise<ReadonlyMap<string, number>> {
  const samples = await store.latest({ measurement: 'node_health', field: 'disk_free_mb' });
  const fresh = samples.filter(({ at }) => nowMs() - at < HOUR_MS);
  return new Map(fresh.map(({ series, value }) => [series.tags['node'] ?? '', value]));
}

async function freeMb(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return (bavail * bsize) / 1_000_000;
  } catch {
    return undefined; // a file system that does not tell its space raises nothing
  }
}
