import { idSchema, impactFactorSchema, scaleRoleSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { mailConfigSchema } from './mail-config.ts';
import { notifyConfigSchema } from './notify-config.ts';
import { influxConfigSchema, storeConfigSchema } from './store-config.ts';

const portSchema = z.int().min(0).max(65_535);
const minuteOfDay = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/u, 'a time of day is HH:MM, 00:00 to 24:00');
const openDaySchema = z.strictObject({ from: minuteOfDay, to: minuteOfDay }).nullable();

const timeZoneSchema = z.string().refine(isTimeZone, 'an IANA time zone such as Europe/Amsterdam');

/** True when this runtime knows the IANA zone. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false; // the only way Intl tells an unknown zone is a RangeError
  }
}

/** How much is logged; each level holds those after it. */
export const logLevelSchema = z.enum(['trace', 'debug', 'info', 'warn', 'error']);
export type LogLevel = z.infer<typeof logLevelSchema>;

const siteSchema = z.strictObject({
  id: idSchema.default('kringloop').meta({ env: 'KW_SITE_ID', description: 'Id of the site, in every topic' }),
  name: z.string().min(1).max(64).default('Circulair ambachtscentrum').meta({ env: 'KW_SITE_NAME' }),
  timeZone: timeZoneSchema.default('Europe/Amsterdam').meta({ env: 'KW_SITE_TIME_ZONE', description: 'IANA zone of local days' }),
  inflowRole: scaleRoleSchema
    .exclude(['outflow'])
    .optional()
    .meta({ env: 'KW_SITE_INFLOW_ROLE', description: 'Scales that count as inflow; default: intake when there is one, else container' }),
  openingHours: z
    .strictObject({
      mon: openDaySchema.default({ from: '09:00', to: '17:00' }),
      tue: openDaySchema.default({ from: '09:00', to: '17:00' }),
      wed: openDaySchema.default({ from: '09:00', to: '17:00' }),
      thu: openDaySchema.default({ from: '09:00', to: '17:00' }),
      fri: openDaySchema.default({ from: '09:00', to: '17:00' }),
      sat: openDaySchema.default({ from: '09:00', to: '16:00' }),
      sun: openDaySchema.default(null),
    })
    .prefault({}),
  closedDates: z
    .array(z.iso.date())
    .max(400)
    .default([])
    .meta({ env: 'KW_SITE_CLOSED_DATES', description: 'Local days on which the site is closed, YYYY-MM-DD' }),
});

const httpSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').meta({ env: 'KW_HTTP_HOST' }),
  port: portSchema.default(8080).meta({ env: 'KW_HTTP_PORT', description: '0 takes a free port' }),
  publicUrl: z.url().optional().meta({ env: 'KW_HTTP_PUBLIC_URL', description: 'How browsers reach the hub, behind a proxy' }),
  sessionHours: z.int().min(1).max(720).default(12).meta({ env: 'KW_HTTP_SESSION_HOURS', unit: 'h' }),
  tls: z.boolean().optional().meta({ env: 'KW_HTTP_TLS', description: 'HTTPS; default: on unless host is loopback' }),
});

const tlsSchema = z.strictObject({
  host: z.string().min(1).default('0.0.0.0').meta({ env: 'KW_MQTT_TLS_HOST' }),
  port: portSchema.default(8883).meta({ env: 'KW_MQTT_TLS_PORT' }),
  enabled: z.boolean().default(false).meta({ env: 'KW_MQTT_TLS', description: 'Listen with TLS for nodes on other machines' }),
  certFile: z.string().optional().meta({ env: 'KW_TLS_CERT_FILE', description: 'Own certificate (PEM) instead of one of the site CA' }),
  keyFile: z.string().optional().meta({ env: 'KW_TLS_KEY_FILE' }),
  names: z
    .array(z.string().min(1))
    .max(16)
    .default([])
    .meta({ env: 'KW_TLS_NAMES', description: 'Host names and addresses in the certificate, beside those of this machine' }),
});

const mqttSchema = z.strictObject({
  host: z
    .string()
    .refine(isLoopback, 'plain MQTT listens on loopback only; use mqtt.tls for other machines')
    .default('127.0.0.1')
    .meta({ env: 'KW_MQTT_HOST' }),
  port: portSchema.default(1883).meta({ env: 'KW_MQTT_PORT' }),
  tls: tlsSchema.prefault({}),
  maxConnections: z.int().min(1).max(10_000).default(500).meta({ env: 'KW_MQTT_MAX_CONNECTIONS' }),
  maxConnectionsPerIp: z.int().min(1).max(10_000).default(100).meta({ env: 'KW_MQTT_MAX_CONNECTIONS_PER_IP' }),
  messagesPerSecond: z
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .meta({ env: 'KW_MQTT_MESSAGES_PER_SECOND', description: 'Of one client; faster ones are slowed down, not cut off' }),
  keepaliveMaxS: z
    .int()
    .min(0)
    .max(65_535)
    .default(300)
    .meta({ env: 'KW_MQTT_KEEPALIVE_MAX_S', unit: 's', description: 'Longest keepalive of a client; 0 lets in clients without one' }),
  drainTimeoutMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(5_000)
    .meta({ env: 'KW_MQTT_DRAIN_TIMEOUT_MS', unit: 'ms', description: 'A subscriber that takes nothing for this long is cut off' }),
  queuePerClient: z
    .int()
    .min(10)
    .max(1_000_000)
    .default(10_000)
    .meta({ env: 'KW_MQTT_QUEUE_PER_CLIENT', description: 'Messages kept for one absent subscriber; the oldest go first' }),
});

/** True for https, and for http on this machine only. */
export function isSecureUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replaceAll(/[[\]]/gu, '')));
}

/** True for addresses only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/u.test(host);
}

/**
 * Settings of the hub. The factor of climate impact has the source's own reading: 1.1 kg CO2e for each kilogram reused
 * (Startersgids circulair ambachtscentrum, foreword), and 56 % of what kringlopen collect is reused (BKN, 2023).
 */
const hubSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  site: siteSchema.prefault({}),
  data: z.string().min(1).default('./data').meta({ env: 'KW_DATA', description: 'Folder of the databases, keys and backups' }),
  http: httpSchema.prefault({}),
  mqtt: mqttSchema.prefault({}),
  impact: impactFactorSchema
    .refine((factor) => factor.basis !== 'reused' || factor.reusedShare !== undefined, {
      path: ['reusedShare'],
      message: 'needed when basis is reused',
    })
    .default({
      value: 1.1,
      basis: 'reused',
      source: 'Startersgids circulair ambachtscentrum, voorwoord',
      reusedShare: { value: 0.56, source: 'Branchevereniging Kringloop Nederland, 2023', year: 2023 },
    }),
  homeAssistant: z
    .strictObject({
      enabled: z.boolean().default(true).meta({ env: 'KW_HOME_ASSISTANT', description: 'Announce devices for Home Assistant' }),
      prefix: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,32}$/u)
        .default('homeassistant')
        .meta({ env: 'KW_HOME_ASSISTANT_PREFIX' }),
    })
    .prefault({}),
  backup: z
    .strictObject({
      everyHours: z.int().min(0).max(744).default(24).meta({ env: 'KW_BACKUP_EVERY_HOURS', unit: 'h', description: '0 is never' }),
      keep: z.int().min(1).max(365).default(14).meta({ env: 'KW_BACKUP_KEEP', description: 'Backups kept, newest first' }),
    })
    .prefault({}),
  ingestWorker: z
    .strictObject({
      url: z
        .string()
        .regex(/^mqtts?:\/\//u)
        .meta({ env: 'KW_INGEST_URL', description: 'MQTT broker of others, such as mosquitto' }),
      clientId: z.string().min(1).max(64).default('ingest-0').meta({ env: 'KW_INGEST_CLIENT_ID' }),
      username: z.string().optional().meta({ env: 'KW_INGEST_USERNAME' }),
      password: z.string().optional().meta({ env: 'KW_INGEST_PASSWORD', secret: true }),
      shareGroup: z
        .string()
        .regex(/^[a-z0-9-]{1,32}$/u)
        .optional()
        .meta({ env: 'KW_INGEST_SHARE_GROUP', description: 'Shared subscription, for several workers' }),
    })
    .optional(),
  mail: mailConfigSchema.optional(),
  notify: notifyConfigSchema
    .refine(({ ntfyServer, allowHttp }) => allowHttp || isSecureUrl(ntfyServer), {
      path: ['ntfyServer'],
      message: 'use https, or an address of this machine; allowHttp allows others',
    })
    .prefault({}),
  store: storeConfigSchema.prefault({}),
  influx: influxConfigSchema
    .refine(({ urls, allowHttp }) => allowHttp || urls.every(isSecureUrl), {
      path: ['urls'],
      message: 'use https, or a server on this machine; allowHttp allows others',
    })
    .optional(),
  foreign: z.string().min(1).optional().meta({ env: 'KW_FOREIGN', description: 'Mapping file of sensors that do not speak our contract' }),
  logLevel: logLevelSchema.default('info').meta({ env: 'KW_LOG_LEVEL' }),
});

/** The same with what keys ask of one another. */
export const hubConfigSchema = hubSchema.refine(({ store, influx }) => store.kind === 'sqlite' || influx !== undefined, {
  path: ['influx'],
  message: 'needed when store.kind is influx: it says where the server is',
});
export type HubConfig = z.infer<typeof hubConfigSchema>;
/** What a person may write: every key with a default may be left out. */
export type HubConfigInput = z.input<typeof hubConfigSchema>;
