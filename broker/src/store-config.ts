import { readFileSync } from 'node:fs';
import { DAY_MS, KwError } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { InfluxOptions } from './adapters/influx/influx-options.ts';
import type { Retention } from './adapters/sqlite/store-options.ts';

/** Where records and series are kept. */
export const storeConfigSchema = z.strictObject({
  kind: z.enum(['sqlite', 'influx']).default('sqlite').meta({
    env: 'KW_STORE',
    description: 'sqlite: a file in the data folder, for a site; influx: the server under `influx` alone, for a region',
  }),
  rawDays: z
    .int()
    .min(8)
    .max(36_500)
    .default(400)
    .meta({ env: 'KW_STORE_RAW_DAYS', unit: 'days', description: 'How long single points are kept; hours, days and records stay' }),
  rawDaysOf: z
    .record(z.string().regex(/^[a-z_]{1,64}$/u), z.int().min(8).max(36_500))
    .default({})
    .meta({
      env: 'KW_STORE_RAW_DAYS_OF',
      unit: 'days',
      description:
        'Other times by measurement, such as {node_health: 90}; deposits and sessions are kept for ever unless named. SQLite only',
    }),
  commitEveryMs: z.int().min(0).max(8_000).default(0).meta({
    env: 'KW_STORE_COMMIT_EVERY_MS',
    unit: 'ms',
    description: 'Measurements wait this long for others, so that an SD card is written less often; deposits and faults never wait',
  }),
});

/** A server that speaks the InfluxDB 1.x API. With the store in SQLite it is a mirror; with `store.kind: influx` it is the store. */
export const influxConfigSchema = z
  .strictObject({
    urls: z
      .array(z.url({ protocol: /^https?$/u }))
      .min(1)
      .max(8)
      .meta({ env: 'KW_INFLUX_URLS', description: 'Servers; the next one takes over when one fails' }),
    database: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/u)
      .default('kringwijzer')
      .meta({ env: 'KW_INFLUX_DATABASE' }),
    username: z.string().max(128).default('').meta({ env: 'KW_INFLUX_USERNAME' }),
    password: z.string().max(256).optional().meta({ env: 'KW_INFLUX_PASSWORD', secret: true }),
    passwordFile: z
      .string()
      .min(1)
      .optional()
      .meta({ env: 'KW_INFLUX_PASSWORD_FILE', description: 'File that holds the password and nothing else' }),
    linesPerRequest: z.int().min(100).max(50_000).default(5_000).meta({ env: 'KW_INFLUX_LINES_PER_REQUEST' }),
    mirrorEveryS: z
      .int()
      .min(1)
      .max(3_600)
      .default(10)
      .meta({ env: 'KW_INFLUX_MIRROR_EVERY_S', unit: 's', description: 'How often a mirror is brought up to date' }),
    allowHttp: z
      .boolean()
      .default(false)
      .meta({ env: 'KW_INFLUX_ALLOW_HTTP', description: 'Send the password unencrypted to a server on another machine' }),
    setUp: z.boolean().default(false).meta({
      env: 'KW_INFLUX_SET_UP',
      description: 'Make the database and its retention policies; needs an administrator of a 1.x server',
    }),
  })
  .refine((influx) => influx.password === undefined || influx.passwordFile === undefined, {
    path: ['passwordFile'],
    message: 'give password or passwordFile, not both',
  });
export type InfluxConfig = z.infer<typeof influxConfigSchema>;

/** How long the store in SQLite keeps raw values. */
export const retentionOf = ({ rawDays, rawDaysOf }: z.infer<typeof storeConfigSchema>): Retention => ({
  rawMs: rawDays * DAY_MS,
  byMeasurement: Object.fromEntries(Object.entries(rawDaysOf).map(([measurement, days]) => [measurement, days * DAY_MS])),
});

/** What the adapters of InfluxDB want, from the configuration. Throws KW_CONFIG_UNREADABLE for the file of the password. */
export function influxOptionsOf(
  { urls, database, username, password, passwordFile, linesPerRequest }: InfluxConfig,
  { rawDays, log, nowMs }: { readonly rawDays: number; readonly log: Logger; readonly nowMs: () => number },
): InfluxOptions {
  return {
    hosts: urls.map(hostOf),
    database,
    username,
    password: password ?? (passwordFile === undefined ? '' : secretIn(passwordFile)),
    rawMs: rawDays * DAY_MS,
    linesPerRequest,
    log,
    nowMs,
  };
}

function hostOf(url: string): InfluxOptions['hosts'][number] {
  const { protocol, hostname, port, pathname } = new URL(url);
  const isSecure = protocol === 'https:';
  return {
    protocol: isSecure ? 'https' : 'http',
    host: hostname.replace(/^\[|\]$/gu, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    path: pathname.replace(/\/$/u, ''),
  };
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) }, { cause: error });
  }
}
