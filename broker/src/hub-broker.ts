import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type AedesHub, createAedesHub } from './adapters/aedes/aedes-hub.ts';
import { ownerOf } from './adapters/aedes/client-names.ts';
import { createDoorkeeper, createMqttTlsServer, type Doorkeeper, listenMqtt } from './adapters/aedes/listeners.ts';
import { openSessionDb } from './adapters/aedes/session-db.ts';
import { SqlitePersistence } from './adapters/aedes/sqlite-persistence.ts';
import { startIngestWorker } from './adapters/mqtt/ingest-worker.ts';
import { fingerprintOf } from './adapters/tls/fingerprint.ts';
import { openTlsFiles, type TlsMaterial } from './adapters/tls/tls-files.ts';
import { type HubConfig, isLoopback } from './config.ts';
import { type MqttIdentity, type Rights, rightsOf } from './core/acl.ts';
import type { Closer, HubCore, Publish } from './hub-core.ts';
import { startJobs } from './jobs.ts';
import { rebuildStates } from './rebuild.ts';
import { openWholeFile } from './set-aside.ts';
import { sysJob } from './sys-topics.ts';

/** The running broker with its listeners. */
export interface HubBroker {
  readonly mqtt: AedesHub;
  readonly doorkeeper: Doorkeeper;
  readonly ports: {
    readonly mqttUrl: string;
    readonly mqttPort: number;
    readonly mqttTlsPort?: number;
    readonly caPem?: string;
    /** SHA-256 of that authority, for a person to compare. */
    readonly caFingerprint?: string;
  };
  /** How the HTTP server is to be secured. */
  readonly web: { readonly secureCookies: boolean; readonly tls: { readonly key: string; readonly cert: string } | undefined };
}

/** Starts the broker on its ports, and the ingest worker when one is configured. Throws KW_PORT_TAKEN, KW_TLS_FILES. */
export async function startBroker(config: HubConfig, core: HubCore, closers: Closer[]): Promise<HubBroker> {
  const { machines, counters, nowMs, desk } = core;
  const log = core.log.child({ component: 'mqtt' });
  const site = config.site.id;
  const secureHttp = config.http.tls ?? !isLoopback(config.http.host);
  const tls = secureHttp || config.mqtt.tls.enabled ? await openTls(config, core) : undefined;

  const persistence = openSessions(core, { site, maxQueued: config.mqtt.queuePerClient, log });
  closers.push(() => persistence.destroy());
  rebuildStates(core.live, site, persistence.retained());
  const rights = (identity: MqttIdentity): Rights => rightsOf(site, identity, core.foreignFilters);
  const mqtt = await createAedesHub({
    ...config.mqtt,
    site,
    machines,
    onPublish: desk,
    log,
    counters,
    nowMs,
    persistence,
    rightsOf: rights,
  });
  closers.push(() => mqtt.close());
  closers.push(startJobs([sysJob({ ...core, mqtt })], log));
  core.publishThrough(withWorker(config, core, closers, (topic, payload, options) => mqtt.publish(topic, payload, options)));

  const doorkeeper = createDoorkeeper({ total: config.mqtt.maxConnections, perIp: config.mqtt.maxConnectionsPerIp });
  const common = { doorkeeper, handle: (stream: Duplex, from: string) => mqtt.handle(stream, from), log };
  const plain = await listenMqtt({ ...config.mqtt, ...common });
  closers.push(() => plain.close());
  const secure =
    tls && config.mqtt.tls.enabled ? await listenMqtt({ ...config.mqtt.tls, ...common, server: createMqttTlsServer(tls) }) : undefined;
  if (secure) closers.push(() => secure.close());
  return {
    mqtt,
    doorkeeper,
    ports: {
      mqttUrl: `mqtt://${config.mqtt.host}:${plain.port}`,
      mqttPort: plain.port,
      ...(secure && { mqttTlsPort: secure.port }),
      ...(tls?.caPem !== undefined && { caPem: tls.caPem, caFingerprint: fingerprintOf(tls.caPem) }),
    },
    web: { secureCookies: secureHttp, tls: secureHttp && tls ? { key: tls.keyPem, cert: tls.certPem } : undefined },
  };
}

/** What a node needs beside its password: plain MQTT on this machine, TLS with our authority from anywhere else. */
export function enrolmentOf(
  { ports }: HubBroker,
  { ip, hostname }: { readonly ip: string; readonly hostname: string },
): { readonly mqttUrl: string; readonly caPem?: string } {
  const isLocal = isLoopback(ip.replace('::ffff:', ''));
  if (isLocal || ports.mqttTlsPort === undefined) return { mqttUrl: ports.mqttUrl };
  return { mqttUrl: `mqtts://${hostname}:${ports.mqttTlsPort}`, ...(ports.caPem !== undefined && { caPem: ports.caPem }) };
}

/** With an ingest worker, what the hub says is said on both brokers: a node is on one of them. */
function withWorker(config: HubConfig, core: HubCore, closers: Closer[], publish: Publish): Publish {
  if (config.ingestWorker === undefined) return publish;
  const log = core.log.child({ component: 'ingest-worker' });
  const worker = startIngestWorker({ ...config.ingestWorker, site: config.site.id, onPublish: core.desk, log });
  closers.push(() => worker.stop());
  core.counters.gauge('kringwijzer_ingest_worker_connected', () => (worker.isConnected() ? 1 : 0));
  return (topic, payload, options) => {
    publish(topic, payload, options);
    worker.publish(topic, payload, options);
  };
}

function openTls({ mqtt, site }: HubConfig, { folder, nowMs }: HubCore): Promise<TlsMaterial> {
  const { certFile, keyFile, names } = mqtt.tls;
  const own = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined;
  return openTlsFiles({ folder: folder.tls, site: site.id, nowMs, names, own });
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
  const db = openWholeFile({ file: folder.broker, open: openSessionDb, log: options.log });
  return new SqlitePersistence({ db, maxQueued: options.maxQueued, mayReceive, onDropped });
}
