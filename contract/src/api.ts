import { z } from 'zod';
import { atMsSchema, bootSchema, idSchema, nodeIdSchema } from './ids.ts';
import { impactFactorSchema } from './public.ts';
import { correctionSchema, mirrorStatusSchema } from './store.ts';
import { streamSchema } from './words.ts';

/** Roles of people and machines, weakest first; `kiosk` and `node` stand beside the ladder of people. */
export const ROLES = ['viewer', 'staff', 'coordinator', 'admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

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
