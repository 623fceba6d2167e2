import type { Logger } from 'pino';
import { InfluxMirror } from './adapters/influx/influx-mirror.ts';
import { createInfluxStore, setUpInflux } from './adapters/influx/influx-store.ts';
import { startMirror } from './adapters/influx/start-mirror.ts';
import { createSqliteStore } from './adapters/sqlite/sqlite-store.ts';
import type { HubConfig } from './config.ts';
import type { HubDb } from './ports/hub-db.ts';
import type { MirrorBacklog, MirrorSource } from './ports/mirror-source.ts';
import type { SeriesStore } from './ports/series-store.ts';
import { type InfluxConfig, influxOptionsOf, retentionOf } from './store-config.ts';

/** Which database on which servers the mirror followed last; empty while there was no mirror. */
const TARGET_FACT = 'mirror/target';

/** How the mirror fares. */
export interface MirrorReport extends MirrorBacklog {
  readonly database: string;
  /** Since when the mirror has not had everything, in ms; a healthy one stays below its interval. */
  readonly lagMs: number;
  /** Why it is behind; absent when the last pass went well. */
  readonly error?: string;
}

/** A mirror of the store that runs beside the hub. */
export interface HubMirror {
  report(): Promise<MirrorReport>;
  stop(): Promise<void>;
}

/** The store of the hub with what goes along with it. */
export interface OpenedStore {
  readonly store: SeriesStore;
  readonly mirror: HubMirror | undefined;
  /** True when the store is in the data folder and so in its backups. */
  readonly isInFolder: boolean;
}

interface StoreDeps {
  readonly path: string;
  readonly db: Pick<HubDb, 'facts'>;
  readonly log: Logger;
  readonly nowMs: () => number;
  readonly onMirrorFailed: () => void;
}

/**
 * Opens the store the configuration names, and starts its mirror. Throws KW_STORE_LOCKED, KW_STORE_VERSION and
 * KW_STORE_UNAVAILABLE; a mirror that cannot be reached throws nothing, it is behind.
 */
export async function openStore(config: Pick<HubConfig, 'store' | 'influx'>, deps: StoreDeps): Promise<OpenedStore> {
  const { log, nowMs, path, db } = deps;
  const { store: wanted, influx } = config;
  if (wanted.kind === 'influx' && influx !== undefined) {
    return { store: await openInflux(influx, { rawDays: wanted.rawDays, log, nowMs }), mirror: undefined, isInFolder: false };
  }
  const store = await createSqliteStore({ path, log, nowMs, retention: retentionOf(wanted), isMirrored: influx !== undefined });
  if (influx === undefined) {
    if (db.facts.get(TARGET_FACT) !== undefined) db.facts.set(TARGET_FACT, '');
    return { store, mirror: undefined, isInFolder: true };
  }
  try {
    return { store, mirror: openMirror(influx, store.mirror, { ...deps, rawDays: wanted.rawDays }), isInFolder: true };
  } catch (error) {
    await store.admin.close();
    throw error;
  }
}

type InfluxDeps = Parameters<typeof influxOptionsOf>[1];

async function openInflux(influx: InfluxConfig, deps: InfluxDeps): Promise<SeriesStore> {
  const options = influxOptionsOf(influx, deps);
  if (influx.setUp) await setUpInflux(options, `${deps.rawDays}d`);
  return createInfluxStore(options);
}

function openMirror(influx: InfluxConfig, source: MirrorSource, deps: StoreDeps & InfluxDeps): HubMirror {
  const { db, log, nowMs } = deps;
  const options = influxOptionsOf(influx, deps);
  const follower = new InfluxMirror(source, { ...options, setUp: influx.setUp });
  const target = `${influx.database} on ${options.hosts.map(({ host, port }) => `${host}:${port}`).join(', ')}`;
  /** A mirror that is new, or that was left alone for a while, gets everything there is. */
  const begin = async (): Promise<void> => {
    if (db.facts.get(TARGET_FACT) === target) return;
    await source.markAll();
    db.facts.set(TARGET_FACT, target);
    log.info({ target }, 'mirror begins with all there is');
  };
  const catchUp = async (signal: AbortSignal): ReturnType<InfluxMirror['catchUp']> => {
    try {
      await begin();
      return await follower.catchUp(signal);
    } catch (error) {
      if (!signal.aborted) deps.onMirrorFailed();
      throw error;
    }
  };
  const startedAt = nowMs();
  const running = startMirror({ catchUp }, { everyMs: influx.mirrorEveryS * 1_000, log, nowMs });
  return {
    report: async () => {
      const { caughtUpAt = startedAt, error } = running.state();
      const backlog = await source.backlog();
      return { ...backlog, database: influx.database, lagMs: Math.max(0, nowMs() - caughtUpAt), ...(error !== undefined && { error }) };
    },
    stop: () => running.stop(),
  };
}
