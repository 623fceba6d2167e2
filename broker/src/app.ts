import type { Role } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { listenOn } from './adapters/aedes/listeners.ts';
import { createHttpServer } from './adapters/http/http-server.ts';
import { serveMqttWebSocket } from './adapters/http/mqtt-websocket.ts';
import { openAlarms } from './alarms/alarms.ts';
import { invitePath } from './api/staff-routes.ts';
import { type BackupInfo, makeBackup } from './backup.ts';
import type { HubConfig } from './config.ts';
import { openContent } from './content/content.ts';
import type { MachineRole } from './core/acl.ts';
import { enrolmentOf, startBroker } from './hub-broker.ts';
import { type Closer, closeAll, openCore } from './hub-core.ts';
import { hubJobs, measureCompleteness } from './hub-jobs.ts';
import { startJobs } from './jobs.ts';
import { startMonitoring } from './monitoring/monitoring.ts';
import type { SeriesStore } from './ports/series-store.ts';
import { openStaffWork } from './staff-work.ts';

export interface HubDeps {
  readonly log: Logger;
  /** The hub's clock, UTC epoch ms; the machine's own without it. */
  readonly nowMs?: () => number;
  /** Folders of the built pages. */
  readonly staticDirs?: { readonly dashboards?: string | undefined; readonly kiosk?: string | undefined };
  /** Another store than the one in the data folder; the hub closes it. */
  readonly store?: SeriesStore;
  readonly version?: string;
}

/** A running hub. */
export interface Hub {
  readonly httpUrl: string;
  readonly httpPort: number;
  /** Plain MQTT, for this machine only. */
  readonly mqttUrl: string;
  readonly mqttPort: number;
  /** MQTT with TLS, when it is enabled. */
  readonly mqttTlsPort?: number;
  /** The site's certificate authority, when the hub made one. */
  readonly caPem?: string;
  /** SHA-256 of that authority, for a person to compare when a node enrols. */
  readonly caFingerprint?: string;
  /** Present while the site has no administrator yet: `path` is the page that accepts it. */
  readonly adminInvite?: { readonly code: string; readonly path: string };
  issueEnrolCode(node?: string): string;
  /** A new token of a kiosk; an earlier one stops opening sessions. */
  issueKioskToken(kiosk: string): string;
  issueMachine(username: string, role: Exclude<MachineRole, 'node'>): string;
  issueInvite(role: Role): string;
  /** Makes a backup now, into the data folder. */
  backup(): Promise<BackupInfo>;
  metrics(): string;
  stop(): Promise<void>;
}

/** Starts the hub: store, broker, ingest, HTTP. Throws KW_DATA_NOT_WRITABLE, KW_PORT_TAKEN, KW_STORE_CORRUPT. */
export async function startHub(config: HubConfig, deps: HubDeps): Promise<Hub> {
  const closers: Closer[] = [];
  try {
    return await wire(config, deps, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function wire(config: HubConfig, deps: HubDeps, closers: Closer[]): Promise<Hub> {
  const core = await openCore(config, deps, closers);
  const { log, db, people, machines, counters } = core;
  const broker = await startBroker(config, core, closers);
  closers.push(async () => core.foreign?.stop());
  await core.foreign?.start((node) => machines.identity(node)?.role === 'node');
  const monitoring = startMonitoring({ ...core, config, facts: db.facts, folder: core.folder.path });
  closers.push(() => monitoring.stop());
  const work = await openStaffWork(config, core, monitoring);
  const content = openContent({
    ...core,
    folder: core.folder.path,
    kioskDir: deps.staticDirs?.kiosk,
    hours: config.site.openingHours,
    audit: db.audit,
    log: log.child({ component: 'content' }),
  });
  let pageUrl: string | undefined;
  const alarms = openAlarms(config, core, () => pageUrl);
  const http = await createHttpServer({
    ...core,
    alarms,
    content,
    monitoring,
    work,
    config,
    mqtt: broker.mqtt,
    audit: db.audit,
    completeness: () => measureCompleteness(core),
    log: log.child({ component: 'http' }),
    enrolment: (request) => enrolmentOf(broker, request),
    ...broker.web,
    staticDirs: deps.staticDirs ?? {},
  });
  closers.push(() => http.close());
  await http.ready();
  const { host } = config.http;
  const httpPort = await listenOn(http.server, host, config.http.port);
  const { doorkeeper, mqtt } = broker;
  closers.push(serveMqttWebSocket({ server: http.server, doorkeeper, handle: (stream, from) => mqtt.handle(stream, from) }));
  closers.push(startJobs([...hubJobs(config, core), ...alarms.jobs, ...work.jobs], log.child({ component: 'jobs' })));

  const httpUrl = config.http.publicUrl ?? `${broker.web.secureCookies ? 'https' : 'http'}://${host}:${httpPort}`;
  // An address that stands for all of this machine's is of no use on a phone.
  pageUrl = config.http.publicUrl ?? (host === '0.0.0.0' || host === '::' ? undefined : httpUrl);
  const code = people.hasPeople() ? undefined : people.invite('admin', 'first start');
  log.info({ httpUrl, mqttUrl: broker.ports.mqttUrl, site: config.site.id }, 'hub started');
  return {
    httpUrl,
    httpPort,
    ...broker.ports,
    ...(code !== undefined && { adminInvite: { code, path: invitePath(code) } }),
    issueEnrolCode: (node) => machines.enrolCode({ node, by: 'hub' }).code,
    issueKioskToken: (kiosk) => machines.issue({ username: kiosk, role: 'kiosk', by: 'hub' }),
    issueMachine: (username, role) => machines.issue({ username, role, by: 'hub' }),
    issueInvite: (role) => people.invite(role, 'hub'),
    backup: () => makeBackup(core, config.backup.keep),
    metrics: () => counters.text(),
    stop: () => core.stop(),
  };
}
