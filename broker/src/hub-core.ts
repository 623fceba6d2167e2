import { randomBytes, randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { KwError } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { createLiveStream, type LiveStream } from './adapters/http/live-stream.ts';
import { openHubDb } from './adapters/hub-db/hub-db.ts';
import { createNodemailer } from './adapters/mail/nodemailer-mailer.ts';
import { createNodeSecrets } from './adapters/node-secrets.ts';
import type { HubConfig } from './config.ts';
import { type Commands, createCommands } from './core/commands.ts';
import { type Counters, createCounters } from './core/counters.ts';
import { filtersOf } from './core/foreign/mapping.ts';
import { createGroupCommit, type GroupCommit } from './core/group-commit.ts';
import { LiveModel } from './core/live-model.ts';
import { Machines } from './core/machines.ts';
import { createMessageDesk, type MessageDesk } from './core/message-desk.ts';
import { People } from './core/people.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { createForeignDesk, type ForeignDesk, type ForeignDeskDeps } from './foreign-desk.ts';
import { createAnnouncer } from './home-assistant-announcer.ts';
import { logRefusals, logStoreFailures } from './ingest-log.ts';
import { loadForeign } from './load-foreign.ts';
import { createLogLevels, type LogLevels } from './log-levels.ts';
import { type HubMirror, type OpenedStore, openStore } from './open-store.ts';
import type { HubDb } from './ports/hub-db.ts';
import type { Mailer } from './ports/mailer.ts';
import type { Secrets } from './ports/secrets.ts';
import type { SeriesStore } from './ports/series-store.ts';
import { keepMeta, rebuildLive } from './rebuild.ts';
import { fromBackup, openWholeFile } from './set-aside.ts';

export type Closer = () => void | Promise<void>;
/** Publishes as the hub. */
export type Publish = (topic: string, payload: string, options?: { readonly retain?: boolean }) => void;

/** All of the hub that has no port: what the broker and the HTTP server speak to. */
export interface HubCore {
  readonly log: Logger;
  readonly logLevels: LogLevels;
  readonly version: string;
  readonly nowMs: () => number;
  readonly folder: DataFolder;
  readonly db: HubDb;
  readonly store: SeriesStore;
  /** What follows the store in InfluxDB, when the configuration names a server. */
  readonly mirror: HubMirror | undefined;
  /** True when a backup of the data folder holds the store. */
  readonly storeIsInFolder: boolean;
  readonly counters: Counters;
  readonly machines: Machines;
  readonly people: People;
  readonly secrets: Secrets;
  readonly live: LiveModel;
  readonly stream: LiveStream;
  readonly commands: Commands;
  readonly desk: MessageDesk;
  /** Sends mail; undefined when the configuration has no mail server. */
  readonly mailer: Mailer | undefined;
  /** Sensors that do not speak our contract, when there is a mapping file for them. */
  readonly foreign: ForeignDesk | undefined;
  /** Topics those sensors may publish to. */
  readonly foreignFilters: readonly string[];
  /** Publishes as the hub. */
  readonly publish: Publish;
  /** The desk answers through the broker and the broker asks the desk: the broker is told last. */
  publishThrough(publish: Publish): void;
  /** Closes everything, once. */
  stop(): Promise<void>;
}

interface CoreDeps {
  readonly log: Logger;
  readonly nowMs?: () => number;
  readonly store?: SeriesStore;
  readonly version?: string;
}

/** Opens the data folder and builds the inside of the hub. Throws KW_DATA_NOT_WRITABLE, KW_STORE_LOCKED. */
export async function openCore(config: HubConfig, deps: CoreDeps, closers: Closer[]): Promise<HubCore> {
  const { nowMs = Date.now, version = '0.0.0' } = deps;
  const logLevels = createLogLevels(deps.log);
  const { log } = logLevels;
  const counters = createCounters();
  const files = await openFiles(config, { ...deps, log, nowMs, counters }, closers);
  const { folder, db, store } = files;

  const secrets = createNodeSecrets(folder.siteKey);
  const machines = new Machines({ db, secrets, nowMs });
  const people = new People({ db, secrets, nowMs, sessionHours: config.http.sessionHours });
  const { live, stream } = await openLive(config, { db, store, nowMs }, closers);

  let send: Publish = () => undefined;
  const publish: Publish = (topic, payload, options) => send(topic, payload, options);
  const announce = createAnnouncer({ config, live, publish, version });
  machines.onRevoked((username) => announce.forget(username));
  const site = config.site.id;
  const commands = createCommands({ site, nowMs, newId: randomUUID, publish, after: timerAfter });
  const commit = openCommit(config.store.commitEveryMs, { store, counters }, closers);
  const onRefused = logRefusals(log.child({ component: 'ingest' }), nowMs);
  const onStoreFailed = logStoreFailures(log.child({ component: 'ingest' }), nowMs);
  const shared = { site, commit, live, counters, nowMs, publish, onRefused, onStoreFailed };
  const desk: MessageDesk = createMessageDesk({
    ...shared,
    takeForeign: (topic, text) => ways.foreign?.take(topic, text),
    onChanges: (changes) => stream.push(changes),
    onMeta: (node) => {
      keepMeta(db, live, node);
      announce.node(node);
    },
    onCommandResult: (node, result) => commands.settle(node, result),
    onKioskHealth: () => undefined,
    isForeign: (topic) => announce.isBirthTopic(topic),
    onForeign: (_topic, text) => announce.birth(text),
  });
  const ways = openForeign(config, { ...shared, version, desk, store, log: log.child({ component: 'foreign' }) });
  const publishThrough = (through: Publish): void => void (send = through);
  return {
    log,
    logLevels,
    version,
    nowMs,
    ...files,
    counters,
    machines,
    people,
    secrets,
    live,
    stream,
    commands,
    desk,
    mailer: config.mail && createNodemailer(config.mail),
    ...ways,
    publish,
    publishThrough,
    stop: stopOnce(closers, log),
  };
}

/** The picture of now, brought back from disk, and those who look at it. */
async function openLive(
  { site, impact }: HubConfig,
  from: { readonly db: HubDb; readonly store: SeriesStore; readonly nowMs: () => number },
  closers: Closer[],
): Promise<Pick<HubCore, 'live' | 'stream'>> {
  const live = new LiveModel(site);
  await rebuildLive(live, from);
  const stream = createLiveStream({ live, factor: impact, nowMs: from.nowMs, boot: randomBytes(4).toString('hex') });
  closers.push(() => stream.stop());
  return { live, stream };
}

/** One commit for all that comes in together; closing waits for what is under way. */
function openCommit(
  commitEveryMs: number,
  { store, counters }: { readonly store: SeriesStore; readonly counters: Counters },
  closers: Closer[],
): GroupCommit {
  const gather = commitEveryMs > 0 ? { gather: { forMs: commitEveryMs, after: timerAfter } } : {};
  const commit = createGroupCommit({ store, defer: setImmediate, ...gather });
  closers.push(
    () => commit.idle(),
    watchProcess(counters, () => commit.waiting()),
  );
  return commit;
}

/** The way in for foreign sensors, when there is a mapping file. Throws KW_CONFIG_UNREADABLE, KW_CONFIG_INVALID. */
function openForeign(
  { foreign: file, site }: HubConfig,
  parts: Omit<ForeignDeskDeps, 'site' | 'timeZone' | 'mapping' | 'boot'>,
): Pick<HubCore, 'foreign' | 'foreignFilters'> {
  if (file === undefined) return { foreign: undefined, foreignFilters: [] };
  const mapping = loadForeign(file, site.id);
  const boot = randomBytes(8).toString('hex');
  const foreign = createForeignDesk({ ...parts, site: site.id, timeZone: site.timeZone, mapping, boot });
  return { foreign, foreignFilters: filtersOf(mapping) };
}

/** Closes everything, once, however often it is asked. */
function stopOnce(closers: Closer[], log: Logger): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= closeAll(closers).then(() => log.info('hub stopped')));
}

type Files = Pick<HubCore, 'folder' | 'db' | 'store' | 'mirror' | 'storeIsInFolder'>;
type FileDeps = CoreDeps & { readonly nowMs: () => number; readonly counters: Counters };

async function storeOf(config: HubConfig, deps: FileDeps & { readonly db: HubDb; readonly path: string }): Promise<OpenedStore> {
  if (deps.store !== undefined) return { store: deps.store, mirror: undefined, isInFolder: true };
  const onMirrorFailed = (): void => deps.counters.add('kringwijzer_mirror_failures_total');
  return openStore(config, { ...deps, log: deps.log.child({ component: 'store' }), onMirrorFailed });
}

async function openFiles(config: HubConfig, deps: FileDeps, closers: Closer[]): Promise<Files> {
  const { log } = deps;
  const folder = openDataFolder(config.data);
  const db = openWholeFile({ file: folder.hubDb, open: openHubDb, log, recover: () => fromBackup(folder.backups, 'hub.db', folder.hubDb) });
  closers.push(() => db.close());
  checkSite(db, config.site.id, folder.path);
  const { store, mirror, isInFolder } = await storeOf(config, { ...deps, db, path: folder.store });
  closers.push(() => store.admin.close());
  if (mirror !== undefined) closers.push(() => mirror.stop());
  return { folder, db, store, mirror, storeIsInFolder: isInFolder };
}

/** Closes in reverse order; one that fails does not keep the others open. */
export async function closeAll(closers: Closer[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.splice(0).toReversed()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the hub did not stop cleanly');
}

/** A data folder belongs to one site: under another id its records would seem to be gone. Throws KW_CONFIG_INVALID. */
function checkSite(db: HubDb, site: string, path: string): void {
  const known = db.facts.get('site');
  if (known === undefined) db.facts.set('site', site);
  else if (known !== site)
    throw new KwError('KW_CONFIG_INVALID', { file: 'of the hub', reason: `site.id is ${site}, but ${path} belongs to site ${known}` });
}

function timerAfter(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}

/** Figures of the process itself. */
function watchProcess(counters: Counters, waiting: () => number): Closer {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  counters.gauge('kringwijzer_event_loop_p99_ms', () => Math.round(delay.percentile(99) / 1e5) / 10);
  counters.gauge('kringwijzer_resident_bytes', () => process.memoryUsage.rss());
  counters.gauge('kringwijzer_ingest_waiting', waiting);
  return () => void delay.disable();
}
