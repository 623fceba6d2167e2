import { z } from 'zod';
import { atMsSchema, bootSchema, deviceIdSchema, seqSchema } from './ids.ts';
import { massGSchema } from './scale.ts';
import { scaleRoleSchema, streamSchema } from './words.ts';

/** Version of the wire contract, as in the topic `kw/v1`. */
export const CONTRACT_VERSION = 1;

const versionSchema = z.string().min(1).max(64);

/** Retained life sign of a node: birth `online`, clean stop `offline`, will `lost`. */
export const statusSchema = z.strictObject({
  state: z.enum(['online', 'offline', 'lost']),
  boot: bootSchema,
  version: versionSchema,
  at: atMsSchema,
});
export type NodeStatus = z.infer<typeof statusSchema>;

const deviceMeta = {
  id: deviceIdSchema,
  name: z.string().min(1).max(64),
  firmware: z.string().max(64).optional(),
};

/** A scale as its node describes it. */
export const scaleMetaSchema = z.strictObject({
  ...deviceMeta,
  kind: z.literal('scale'),
  role: scaleRoleSchema,
  stream: streamSchema.optional(),
  capacityG: massGSchema,
  divisionG: z.int().min(1).max(100_000).meta({ unit: 'g' }),
  cells: z.int().min(1).max(4),
  calibrationId: z.string().max(64).optional(),
  fullG: massGSchema.optional().meta({ description: 'Net mass at which the container is full, when known' }),
});
export type ScaleMeta = z.infer<typeof scaleMetaSchema>;

export const doorMetaSchema = z.strictObject({
  ...deviceMeta,
  kind: z.literal('door'),
  correction: z.number().min(0.1).max(10).optional(),
});
export type DoorMeta = z.infer<typeof doorMetaSchema>;
export const toolMetaSchema = z.strictObject({ ...deviceMeta, kind: z.literal('tool') });
export type ToolMeta = z.infer<typeof toolMetaSchema>;
export const levelMetaSchema = z.strictObject({
  ...deviceMeta,
  kind: z.literal('level'),
  container: deviceIdSchema.optional().meta({ description: 'The container scale it looks into' }),
});
export type LevelMeta = z.infer<typeof levelMetaSchema>;

export const deviceMetaSchema = z.discriminatedUnion('kind', [scaleMetaSchema, doorMetaSchema, toolMetaSchema, levelMetaSchema]);
export type DeviceMeta = z.infer<typeof deviceMetaSchema>;

/** Retained description of a node and its devices: the one source of every convention. */
export const metaSchema = z.strictObject({
  contract: z.literal(CONTRACT_VERSION),
  name: z.string().min(1).max(64),
  version: versionSchema,
  simulated: z.boolean(),
  devices: z.array(deviceMetaSchema).max(32),
});
export type NodeMeta = z.infer<typeof metaSchema>;

/** A fault that began or ended; the code is one of `ERRORS` or a device fault code. */
export const faultSchema = z.strictObject({
  kind: z.literal('fault'),
  device: deviceIdSchema,
  at: atMsSchema,
  code: z.string().regex(/^KW_[A-Z0-9_]{2,40}$/u),
  state: z.enum(['raised', 'cleared']),
  detail: z.string().max(256).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** Records a node gave up: a range of its own sequence, with the reason. Measured loss, never silent. */
export const lossSchema = z.strictObject({
  kind: z.literal('loss'),
  device: deviceIdSchema,
  at: atMsSchema,
  lostBoot: bootSchema,
  fromSeq: seqSchema,
  toSeq: seqSchema,
  count: z.int().min(1),
  reason: z.enum(['spool_full', 'spool_age', 'spool_corrupt', 'disk_full', 'poison']),
});
export type Loss = z.infer<typeof lossSchema>;

/** Health of a node, one record a minute. What cannot be read on a machine is absent, not zero. */
export const healthSchema = z.strictObject({
  kind: z.literal('health'),
  device: deviceIdSchema,
  at: atMsSchema,
  uptimeS: z.int().min(0).meta({ unit: 's' }),
  rssMb: z.number().min(0),
  cpuRatio: z.number().min(0).max(64).optional(),
  temperatureC: z.number().min(-60).max(150).optional(),
  throttled: z.boolean().optional(),
  undervoltage: z.boolean().optional(),
  diskFreeMb: z.number().min(0).optional(),
  spoolRecords: z.int().min(0),
  spoolAgeS: z.int().min(0),
  restarts: z.int().min(0).optional(),
});
export type Health = z.infer<typeof healthSchema>;
