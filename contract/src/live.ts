import { z } from 'zod';
import { type Alarm, alarmSchema } from './alarm.ts';
import { doorStateSchema } from './door.ts';
import { atMsSchema, idSchema } from './ids.ts';
import { levelStateSchema } from './level.ts';
import { deviceMetaSchema, statusSchema } from './node.ts';
import { massGSchema, massSumGSchema, scaleStateSchema } from './scale.ts';
import { toolStateSchema } from './tool.ts';
import { streamSchema } from './words.ts';

/** Fill words of a container, from the share of its full mass. */
export const FILL_BANDS = ['empty', 'quarter', 'half', 'nearly_full', 'full'] as const;
export const fillBandSchema = z.enum(FILL_BANDS);
export type FillBand = z.infer<typeof fillBandSchema>;

/** A deposit as screens see it; `id` is `<node>/<boot>/<seq>`. */
export const depositNoticeSchema = z.strictObject({
  id: z.string(),
  at: atMsSchema,
  node: idSchema,
  device: idSchema,
  massG: massGSchema,
  uncertaintyG: massGSchema,
  divisionG: z.int().min(1),
  confidence: z.number().min(0).max(1),
  counted: z.boolean().meta({ description: 'True when this scale counts as inflow of the site' }),
  stream: streamSchema.optional(),
});
export type DepositNotice = z.infer<typeof depositNoticeSchema>;

/** Sums of inflow; each kilogram once. */
export const totalsSchema = z.strictObject({
  at: atMsSchema,
  todayG: massSumGSchema,
  todayDeposits: z.int().min(0),
  todayUncertaintyG: massSumGSchema,
  yearG: massSumGSchema,
  yearDeposits: z.int().min(0),
});
export type Totals = z.infer<typeof totalsSchema>;

/** How far a forecast can be relied on, from the width of its interval, the length of its past and whether the sensors agree. */
export const RELIABILITIES = ['low', 'medium', 'high'] as const;
export const reliabilitySchema = z.enum(RELIABILITIES);
export type Reliability = z.infer<typeof reliabilitySchema>;

/** When a container will be full. Field names are those of the smart-waste field. */
export const forecastSchema = z.strictObject({
  at: atMsSchema.meta({ description: 'Moment it was made' }),
  fill_rate: z.number().min(0).meta({ unit: 'g/h', description: 'Expected inflow per opening hour' }),
  full_g: massGSchema.meta({ description: 'Net mass at which this container is full' }),
  full_from: z.enum(['learned', 'set']).meta({ description: 'From past emptyings, or as set' }),
  disagrees: z.boolean().meta({ description: 'True when mass and level sensor tell very different fills' }),
  estimated_full_time: z
    .strictObject({
      earliest: atMsSchema.meta({ description: 'Lower end of the 80 % interval' }),
      likely: atMsSchema,
      latest: atMsSchema.meta({ description: 'Upper end of the 80 % interval' }),
      reliability: reliabilitySchema,
    })
    .optional()
    .meta({ description: 'Absent when it will not be full within 90 days, or when too little is known' }),
  held: z
    .strictObject({ share: z.number().min(0).max(1), n: z.int().min(1) })
    .optional()
    .meta({ description: 'Share of earlier forecasts of this container whose 80 % interval held' }),
});
export type Forecast = z.infer<typeof forecastSchema>;

/** The latest emptying of a container; `by` is there once staff confirmed it. */
export const lastEmptyingSchema = z.strictObject({
  id: z.string().meta({ description: '<node>/<boot>/<seq> of its record' }),
  at: atMsSchema,
  massG: massGSchema,
  by: z.string().optional(),
  partner: z.string().optional().meta({ description: 'Who took it away' }),
});
export type LastEmptying = z.infer<typeof lastEmptyingSchema>;

/** One device on the live page: its description, its latest state and its age basis. */
export const deviceLiveSchema = z.strictObject({
  node: idSchema,
  meta: deviceMetaSchema,
  state: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('scale'), value: scaleStateSchema }),
      z.strictObject({ kind: z.literal('door'), value: doorStateSchema }),
      z.strictObject({ kind: z.literal('tool'), value: toolStateSchema }),
      z.strictObject({ kind: z.literal('level'), value: levelStateSchema }),
    ])
    .optional(),
  receivedAt: atMsSchema.optional().meta({ description: 'Hub time at which the state came in' }),
  fill: z.strictObject({ ratio: z.number().min(0).max(2), band: fillBandSchema, basis: z.enum(['mass', 'level', 'both']) }).optional(),
  lastEmptiedAt: atMsSchema.optional(),
  lastEmptying: lastEmptyingSchema.optional(),
  forecast: forecastSchema.optional(),
  retiredAt: atMsSchema.optional().meta({ description: 'Present once, when the device was taken out of use: screens drop it' }),
});
export type DeviceLive = z.infer<typeof deviceLiveSchema>;

/** One node on the live page. */
export const nodeLiveSchema = z.strictObject({
  node: idSchema,
  name: z.string(),
  status: statusSchema.optional(),
  simulated: z.boolean(),
  lastRecordAt: atMsSchema.optional(),
  missing: z.int().min(0).meta({ description: 'Records known to be missing in the last 24 hours' }),
  faults: z.array(z.strictObject({ device: idSchema, code: z.string(), at: atMsSchema })),
});
export type NodeLive = z.infer<typeof nodeLiveSchema>;

/** Everything the staff live page needs at once. */
export const liveSnapshotSchema = z.strictObject({
  at: atMsSchema,
  site: idSchema,
  siteName: z.string(),
  timeZone: z.string(),
  nodes: z.array(nodeLiveSchema),
  devices: z.array(deviceLiveSchema),
  deposits: z.array(depositNoticeSchema).meta({ description: 'Latest 20, newest first' }),
  totals: totalsSchema,
  alarms: z.array(alarmSchema).optional().meta({ description: 'What goes on now, worst first' }),
});
export type LiveSnapshot = z.infer<typeof liveSnapshotSchema>;

/** Server-sent events; the name is the `event:` field, the value the `data:` field. */
export interface StaffStreamEvents {
  snapshot: LiveSnapshot;
  device: DeviceLive;
  node: NodeLive;
  deposit: DepositNotice;
  totals: Totals;
  /** All that goes on now, whenever one of it changes. */
  alarms: readonly Alarm[];
}
