import type { Duplex } from 'node:stream';
import type { Role } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { type AedesHub, createAedesHub } from './adapters/aedes/aedes-hub.ts';
import { ownerOf } from './adapters/aedes/client-names.ts';
import { createDoorkeeper, createMqttTlsServer, type Doorkeeper, listenMqtt, listenOn } from './adapters/aedes/listeners.ts';
import { openSessionDb } from './adapters/aedes/session-db.ts';
import { SqlitePersistence } from './adapters/aedes/sqlite-persistence.ts';
import { createHttpServer } from './adapters/http/http-server.ts';
import { serveMqttWebSocket } from './adapters/http/mqtt-websocket.ts';
import { openTlsFiles, type TlsMaterial } from './adapters/tls/tls-files.ts';
import { invitePath } from './api/staff-routes.ts';
import { type HubConfig, isLoopback } from './config.ts';
import { type MqttRole, rightsOf } from './core/acl.ts';
import { type Closer, closeAll, type HubCore, openCore } from './hub-core.ts';
import { type Job, startJobs } from './jobs.ts';
import type { SeriesStore } from './ports/series-store.ts';
import { rebuildStates } from './rebuild.ts';
import { openWholeFile } from './set-aside.ts';

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
  /** Present while the site has no administrator yet: `path` is the page that accepts it. */
  readonly adminInvite?: { readonly code: string; readonly path: string };
  issueEnrolCode(node?: string): string;
  /** A new token of a kiosk; an earlier one stops opening sessions. */
  issueKioskToken(kiosk: string): string;
  issueMachine(username: string, role: Exclude<MqttRole, 'node'>): string;
  issueInvite(role: Role): string;
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
  const { log, nowMs, machines, people, counters, db } = core;
  const secureHttp = config.http.tls ?? !isLoopback(config.http.host);
  const tls = secureHttp || config.mqtt.tls.enabled ? await openTls(config, core) : undefined;
  const broker = await startBroker(config, { ...core, tls }, closers);
  const { mqtt, mqttUrl, mqttPort, doorkeeper } = broker;
  const http = await createHttpServer({
    ...core,
    config,
    mqtt,
    audit: db.audit,
    log: log.child({ component: 'http' }),
    enrolment: (request) => enrolmentOf(broker, tls, request),
    secureCookies: secureHttp,
    tls: secureHttp && tls ? { key: tls.keyPem, cert: tls.certPem } : undefined,
    staticDirs: deps.staticDirs ?? {},
    version: deps.version ?? '0.0.0',
  });
  closers.push(() => http.close());
  await http.ready();
  const { host } = config.http;
  const httpPort = await listenOn(http.server, host, config.http.port);
  closers.push(serveMqttWebSocket({ server: http.server, doorkeeper, handle: (stream, from) => mqtt.handle(stream, from) }));
  closers.push(startJobs(jobsOf(core), log.child({ component: 'jobs' })));

  const httpUrl = config.http.publicUrl ?? `${secureHttp ? 'https' : 'http'}://${host}:${httpPort}`;
  const code = people.hasPeople() ? undefined : people.invite('admin', 'first start');
  log.info({ httpUrl, mqttUrl, site: config.site.id, at: nowMs() }, 'hub started');
  return {
    httpUrl,
    httpPort,
    mqttUrl,
    mqttPort,
    ...(broker.mqttTlsPort !== undefined && { mqttTlsPort: broker.mqttTlsPort }),
    ...(tls?.caPem !== undefined && { caPem: tls.caPem }),
    ...(code !== undefined && { adminInvite: { code, path: invitePath(code) } }),
    issueEnrolCode: (node) => machines.enrolCode({ node, by: 'hub' }).code,
    issueKioskToken: (kiosk) => machines.issue({ username: kiosk, role: 'kiosk', by: 'hub' }),
    issueMachine: (username, role) => machines.issue({ username, role, by: 'hub' }),
    issueInvite: (role) => people.invite(role, 'hub'),
    metrics: () => counters.text(),
    stop: () => core.stop(),
  };
}

interface Broker {
  readonly mqtt: AedesHub;
  readonly doorkeeper: Doorkeeper;
  readonly mqttUrl: string;
  readonly mqttPort: number;
  readonly mqttTlsPort?: number;
}

async function startBroker(
  config: HubConfig,
  core: HubCore & { readonly tls: TlsMaterial | undefined },
  closers: Closer[],
): Promise<Broker> {
  const { machines, counters, nowMs, desk } = core;
  const log = core.log.child({ component: 'mqtt' });
  const site = config.site.id;
  const persistence = openSessions(core, { site, maxQueued: config.mqtt.queuePerClient, log });
  closers.push(() => persistence.destroy());
  rebuildStates(core.live, site, persistence.retained());
  const mqtt = await createAedesHub({ ...config.mqtt, site, machines, onPublish: desk, log, counters, nowMs, persistence });
  closers.push(() => mqtt.close());
  core.publishThrough((topic, payload) => mqtt.publish(topic, payload));
  const doorkeeper = createDoorkeeper({ total: config.mqtt.maxConnections, perIp: config.mqtt.maxConnectionsPerIp });
  const common = { doorkeeper, handle: (stream: Duplex, from: string) => mqtt.handle(stream, from), log };
  const listener = await listenMqtt({ ...config.mqtt, ...common });
  closers.push(() => listener.close());
  const plain = { mqtt, doorkeeper, mqttUrl: `mqtt://${config.mqtt.host}:${listener.port}`, mqttPort: listener.port };
  if (!config.mqtt.tls.enabled || core.tls === undefined) return plain;
  const secure = await listenMqtt({ ...config.mqtt.tls, ...common, server: createMqttTlsServer(core.tls) });
  closers.push(() => secure.close());
  return { ...plain, mqttTlsPort: secure.port };
}

const openTls = ({ mqtt, site }: HubConfig, { folder, nowMs }: HubCore): Promise<TlsMaterial> => {
  const { certFile, keyFile, names } = mqtt.tls;
  const own = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined;
  return openTlsFiles({ folder: folder.tls, site: site.id, nowMs, names, own });
};

/** What a node needs beside its password: plain MQTT on this machine, TLS with our authority from anywhere else. */
function enrolmentOf(
  broker: Broker,
  tls: TlsMaterial | undefined,
  { ip, hostname }: { ip: string; hostname: string },
): { mqttUrl: string; caPem?: string } {
  const isLocal = isLoopback(ip.replace('::ffff:', ''));
  if (isLocal || broker.mqttTlsPort === undefined) return { mqttUrl: broker.mqttUrl };
  return { mqttUrl: `mqtts://${hostname}:${broker.mqttTlsPort}`, ...(tls?.caPem !== undefined && { caPem: tls.caPem }) };
}

/** The broker's memory of sessions. A damaged file is set aside: clients subscribe and publish their retained messages anew. */
function openSessions(
  core: HubCore,
  options: { readonly site: string; readonly maxQueued: number; readonly log: Logger },
): SqlitePersistence {
  const { machines, counters, folder } = core;
  const mayReceive = (clientId: string, topic: string): boolean => {
    const identity = machines.identity(ownerOf(clientId));
    return identity !== undefined && rightsOf(options.site, identity).forward(topic);
  };
  const onDropped = (): void => counters.add('kringwijzer_mqtt_queue_dropped_total');
  const db = openWholeFile(folder.broker, openSessionDb, options.log);
  return new SqlitePersistence({ db, maxQueued: options.maxQueued, mayReceive, onDropped });
}

function jobsOf({ store, nowMs }: HubCore): readonly Job[] {
  return [
    { name: 'maintain', everyMs: 60_000, run: () => store.admin.maintain() },
    { name: 'retention', everyMs: 6 * 3_600_000, run: () => store.admin.applyRetention(nowMs()) },
  ];
}
