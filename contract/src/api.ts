import { z } from 'zod';
import { type Alarm, alarmSchema } from './alarm.ts';
import { doorStateSchema } from './door.ts';
import { atMsSchema, bootSchema, idSchema, nodeIdSchema } from './ids.ts';
import { levelStateSchema } from './level.ts';
import { deviceMetaSchema, statusSchema } from './node.ts';
import { massGSchema, massSumGSchema, scaleStateSchema } from './scale.ts';
import { correctionSchema, mirrorStatusSchema } from './store.ts';
import { toolStateSchema } from './tool.ts';
import { streamSchema } from './words.ts';

/** Roles of people and machines, weakest first; `kiosk` and `node` stand beside the ladder of people. */
export const ROLES = ['viewer', 'staff', 'coordinator', 'admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

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

/** A factor of climate impact with where it comes from; printed under each figure made with it. */
export const impactFactorSchema = z.strictObject({
  value: z.number().positive().meta({ unit: 'kg CO2e per kg' }),
  basis: z.enum(['collected', 'reused']),
  source: z.string().min(1).max(200),
  year: z.int().min(1990).max(2100).optional().meta({ description: 'Year of the source, when it gives one' }),
  reusedShare: z
    .strictObject({ value: z.number().min(0).max(1), source: z.string().min(1).max(200), year: z.int() })
    .optional()
    .meta({ description: 'Share of collected mass that is reused; needed when basis is reused' }),
});
export type ImpactFactor = z.infer<typeof impactFactorSchema>;

/** What became of every kilogram by the centre's own register; the three shares add up to 1. */
export const outcomeSharesSchema = z.strictObject({
  from: atMsSchema,
  to: atMsSchema,
  year: z.int().meta({ description: 'Local year of the latest line' }),
  reused: z.number().min(0).max(1).meta({ description: 'Resold, repaired, refurbished or repurposed' }),
  recycled: z.number().min(0).max(1),
  residual: z.number().min(0).max(1),
});
export type OutcomeShares = z.infer<typeof outcomeSharesSchema>;

/** What the kiosk may know: public figures only. */
export const publicSummarySchema = z.strictObject({
  at: atMsSchema,
  site: idSchema,
  siteName: z.string(),
  timeZone: z.string(),
  totals: totalsSchema.omit({ todayUncertaintyG: true }),
  co2: z.strictObject({
    todayG: massSumGSchema,
    yearG: massSumGSchema,
    factor: impactFactorSchema,
  }),
  room: z.array(z.strictObject({ name: z.string(), band: fillBandSchema })).meta({ description: 'Containers in fill words' }),
  working: z.int().min(0).meta({ description: 'Tools running now' }),
  sensorFault: z.boolean(),
  outcomes: outcomeSharesSchema.optional().meta({ description: 'Absent until enough was written down to say it of the centre itself' }),
});
export type PublicSummary = z.infer<typeof publicSummarySchema>;

/** What the kiosk shows in the live moment: no node, no exact figure of one visitor. */
export const publicDepositSchema = z.strictObject({
  id: z.string(),
  at: atMsSchema,
  shownG: massGSchema.meta({ description: 'Mass rounded to what the scale can tell' }),
});
export type PublicDeposit = z.infer<typeof publicDepositSchema>;

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
export interface PublicStreamEvents {
  summary: PublicSummary;
  deposit: PublicDeposit;
}

/** An error as every route answers it. */
export const apiErrorSchema = z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean() });
export type ApiError = z.infer<typeof apiErrorSchema>;

/** Header in which pages send back the token of their session with every change. */
export const CSRF_HEADER = 'x-kw-csrf';

export const meSchema = z.strictObject({
  name: z.string(),
  role: roleSchema,
  csrf: z.string(),
  language: z.string().meta({ description: 'Empty while the person chose none' }),
  how: z.enum(['password', 'pin']).optional().meta({ description: 'How this session began' }),
});
export type Me = z.infer<typeof meSchema>;

const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N} ._@-]+$/u, 'letters, digits, space and . _ @ - only');
export const passwordSchema = z.string().min(10).max(200);

export const signInRequestSchema = z.strictObject({ name: nameSchema, password: z.string().max(200) });
export const acceptInviteRequestSchema = z.strictObject({ invite: z.string().max(128), name: nameSchema, password: passwordSchema });
export const kioskSessionRequestSchema = z.strictObject({ token: z.string().max(128) });

/** A node asks for its credential with a one-time code. */
export const enrolRequestSchema = z.strictObject({ code: z.string().min(6).max(64), node: idSchema });
export const enrolResponseSchema = z.strictObject({
  site: idSchema,
  node: idSchema,
  username: z.string(),
  password: z.string(),
  mqttUrl: z.string(),
  caPem: z.string().optional(),
});
export type EnrolResponse = z.infer<typeof enrolResponseSchema>;

/** A stored record as the API gives it back. */
export const storedRecordSchema = z.strictObject({
  node: idSchema,
  boot: bootSchema,
  seq: z.int().min(0),
  clock: z.enum(['synced', 'restamped', 'unsynced']),
  receivedAt: atMsSchema,
  record: z.record(z.string(), z.unknown()).meta({ description: 'What counts: the corrected record when somebody corrected it' }),
  correction: correctionSchema.optional(),
});
export type StoredRecord = z.infer<typeof storedRecordSchema>;

/** What everybody who is signed in may know of the site. */
export const siteInfoSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  timeZone: z.string(),
  impact: impactFactorSchema,
  openingHours: z.record(z.string(), z.strictObject({ from: z.string(), to: z.string() }).nullable()),
});
export type SiteInfo = z.infer<typeof siteInfoSchema>;

/** A command for a device, without what the hub fills in: id, time limit, device and who asks. */
export const deviceCommandRequestSchema = z.strictObject({
  name: z.enum(['tare', 'clear_tare', 'zero', 'calibrate', 'learn_tool', 'correct_door', 'identify']),
  args: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
export type DeviceCommandRequest = z.input<typeof deviceCommandRequestSchema>;

export const enrolCodeRequestSchema = z.strictObject({ node: nodeIdSchema.optional() });
export const enrolCodeResponseSchema = z.strictObject({ code: z.string(), expiresAt: atMsSchema });
export type EnrolCodeResponse = z.infer<typeof enrolCodeResponseSchema>;

export const inviteRequestSchema = z.strictObject({ role: roleSchema });
export const inviteResponseSchema = z.strictObject({ invite: z.string(), path: z.string() });
export type InviteResponse = z.infer<typeof inviteResponseSchema>;

/** A machine's credential as administrators see it. */
export const machineSchema = z.strictObject({
  username: z.string(),
  role: z.string(),
  createdAt: atMsSchema,
  revokedAt: atMsSchema.optional(),
  lastSeenAt: atMsSchema.optional(),
  connected: z.boolean(),
});
export type Machine = z.infer<typeof machineSchema>;

/**
 * Roles of machines that are not nodes: a kiosk's screen, readers of MQTT, foreign sensors, another ingest, tools of
 * administrators; a `reader` reads figures over HTTP with its secret as a bearer token and has no MQTT.
 */
export const MACHINE_ROLES = ['kiosk', 'integration', 'guest', 'sensor', 'ingest', 'admin', 'reader'] as const;
export const machineRequestSchema = z.strictObject({ username: nodeIdSchema, role: z.enum(MACHINE_ROLES) });
/** The secret is shown once. */
export const machineResponseSchema = z.strictObject({ username: z.string(), secret: z.string() });
export type MachineResponse = z.infer<typeof machineResponseSchema>;

/** Health of the hub for service managers: 200 when it can store, 503 when not. */
export const healthzSchema = z.strictObject({
  ok: z.boolean(),
  store: z.boolean(),
  reason: z.string().optional(),
  mirror: mirrorStatusSchema.optional(),
});

/** A visitor's tap on *Wat bracht u?*: the gifts just told belong to this stream. Nothing about the visitor or the moment goes with it. */
export const kioskStreamRequestSchema = z.strictObject({
  deposits: z.array(z.string().min(1).max(96)).min(1).max(20),
  stream: streamSchema,
});
export type KioskStreamRequest = z.infer<typeof kioskStreamRequestSchema>;

/** Faces of the one-question opinion, happiest first; four, so that there is no middle to hide in. */
export const OPINION_FACES = ['very_happy', 'happy', 'unhappy', 'very_unhappy'] as const;
export const opinionFaceSchema = z.enum(OPINION_FACES);
export type OpinionFace = z.infer<typeof opinionFaceSchema>;

/** A tap on a face. The hub keeps a count per local hour, nothing finer; `suspect` taps are counted apart. */
export const kioskOpinionRequestSchema = z.strictObject({ face: opinionFaceSchema, suspect: z.boolean() });
export type KioskOpinionRequest = z.infer<typeof kioskOpinionRequestSchema>;
