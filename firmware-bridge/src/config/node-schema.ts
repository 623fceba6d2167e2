import { idSchema, nodeIdSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { deviceSchema } from './device-schema.ts';

const section = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).prefault({} as never);

const hub = section({
  url: z
    .string()
    .regex(/^(mqtts?|wss?):\/\/[^\s]+$/u, 'must be a URL such as mqtts://hub.local:8883')
    .default('mqtt://127.0.0.1:1883')
    .meta({ description: 'Broker of the hub', env: 'KW_HUB_URL' }),
  user: z.string().min(1).max(128).optional().meta({ description: 'User name and client id; the node id when absent', env: 'KW_HUB_USER' }),
  password: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: 'Credential of the node, from enrolment', env: 'KW_HUB_PASSWORD', secret: true }),
  caFile: z.string().min(1).optional().meta({ description: 'PEM file of the only authority that is trusted', env: 'KW_HUB_CA_FILE' }),
});

const spool = section({
  maxMb: z
    .number()
    .min(1)
    .max(100_000)
    .default(256)
    .meta({ unit: 'MB', description: 'Most the records may take; the least valuable go first', env: 'KW_SPOOL_MAX_MB' }),
  maxAgeDays: z
    .number()
    .min(1)
    .max(3_650)
    .default(90)
    .meta({ unit: 'days', description: 'Older records are given up', env: 'KW_SPOOL_MAX_AGE_DAYS' }),
  journal: z.boolean().default(false).meta({ description: 'Keep a digest of every record for ever, for audits', env: 'KW_SPOOL_JOURNAL' }),
});

const delivery = section({
  drainRecordsPerS: z
    .number()
    .min(1)
    .max(100_000)
    .default(1_000)
    .meta({ unit: '1/s', description: 'Rate cap of the backlog', env: 'KW_DELIVERY_DRAIN_RECORDS_PER_S' }),
  drainJitterMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .meta({ unit: 'ms', description: 'The backlog starts at a random moment within this', env: 'KW_DELIVERY_DRAIN_JITTER_MS' }),
  ackTimeoutMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(10_000)
    .meta({ unit: 'ms', description: 'A batch without ack is sent again after this', env: 'KW_DELIVERY_ACK_TIMEOUT_MS' }),
  holdUnsyncedS: z.int().min(0).max(3_600).default(120).meta({
    unit: 's',
    description: 'After a start with a wrong clock records wait this long for the right time',
    env: 'KW_DELIVERY_HOLD_UNSYNCED_S',
  }),
});

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'must be a time such as 09:30');

const openingSchema = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).max(7).meta({ description: '1 Monday to 7 Sunday' }),
  from: timeOfDaySchema.meta({ description: 'Local time' }),
  to: timeOfDaySchema.meta({ description: 'Local time, later than from' }),
});
export type Opening = z.infer<typeof openingSchema>;

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    // RangeError: the only way Intl says that it does not know a zone.
    return false;
  }
}

/** The whole configuration of a node. */
export const nodeConfigSchema = z
  .strictObject({
    schemaVersion: z.literal(1).default(1).meta({ description: 'Version of this file format' }),
    site: idSchema.default('site').meta({ description: 'Site id', env: 'KW_SITE' }),
    node: nodeIdSchema.default('node').meta({ description: 'Node id, one per machine', env: 'KW_NODE' }),
    name: z.string().min(1).max(64).optional().meta({ description: 'Name people read; the node id when absent', env: 'KW_NODE_NAME' }),
    dataDir: z.string().min(1).default('./data/node').meta({ description: 'Folder of the spool', env: 'KW_NODE_DATA_DIR' }),
    healthEveryS: z
      .int()
      .min(1)
      .max(3_600)
      .default(60)
      .meta({ unit: 's', description: 'Time between health records', env: 'KW_NODE_HEALTH_EVERY_S' }),
    logLevel: z
      .enum(['error', 'warn', 'info', 'debug'])
      .default('info')
      .meta({ description: 'Least important line to log', env: 'KW_LOG_LEVEL' }),
    timeZone: z
      .string()
      .refine(isTimeZone, 'is not a time zone such as Europe/Amsterdam')
      .default('Europe/Amsterdam')
      .meta({ description: 'Zone of local midnight and opening hours', env: 'KW_TIME_ZONE' }),
    opening: z
      .array(openingSchema)
      .max(50)
      .default([])
      .meta({ description: 'Opening hours; a beam that is never broken is an alarm only then. Empty: no such alarm' }),
    hub,
    spool,
    delivery,
    devices: z.array(deviceSchema).max(32).default([]).meta({ description: 'The devices of this node' }),
  })
  .superRefine((config, context) => {
    const seen = new Set<string>();
    config.devices.forEach((device, index) => {
      if (seen.has(device.id))
        context.addIssue({ code: 'custom', path: ['devices', index, 'id'], message: `a second device ${device.id}` });
      seen.add(device.id);
    });
  })
  .meta({ title: 'Kringwijzer node', description: 'Configuration of a node' });

export type NodeConfig = z.infer<typeof nodeConfigSchema>;
/** What may be written: everything with a default may be absent. */
export type NodeConfigInput = z.input<typeof nodeConfigSchema>;
