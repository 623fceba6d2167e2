import { z } from 'zod';
import { atMsSchema, deviceIdSchema, idSchema } from './ids.ts';

/** What the hub watches over, in the order people read it. */
export const ALARM_KINDS = [
  'after_hours',
  'overload',
  'full',
  'nearly_full',
  'full_before',
  'no_data',
  'node_offline',
  'dead_cell',
  'beam_stuck',
  'sensor_fault',
  'disk',
  'clock',
  'records_missing',
  'calibration_due',
  'tool_service',
] as const;
export const alarmKindSchema = z.enum(ALARM_KINDS);
export type AlarmKind = z.infer<typeof alarmKindSchema>;

/** How soon somebody must act: `urgent` at any hour, `bad` now, `warn` today. */
export const ALARM_LEVELS = ['urgent', 'bad', 'warn'] as const;
export const alarmLevelSchema = z.enum(ALARM_LEVELS);
export type AlarmLevel = z.infer<typeof alarmLevelSchema>;

/** Languages in which the hub itself writes to people. */
export const ALARM_LANGUAGES = ['nl', 'en'] as const;
export const alarmLanguageSchema = z.enum(ALARM_LANGUAGES);
export type AlarmLanguage = z.infer<typeof alarmLanguageSchema>;

const byWhom = z.string().min(1).max(64);
const alarmTextSchema = z.strictObject({
  title: z.string().meta({ description: 'What is the matter' }),
  todo: z.string().meta({ description: 'What to do about it' }),
});
export type AlarmText = z.infer<typeof alarmTextSchema>;

/** One alarm that was raised; `endedAt` is there once it is over. */
export const alarmSchema = z.strictObject({
  id: z.string().regex(/^a\d{1,12}$/u),
  kind: alarmKindSchema,
  level: alarmLevelSchema,
  node: idSchema.optional(),
  device: deviceIdSchema.optional(),
  code: z.string().max(64).optional().meta({ description: 'Code of the fault behind it' }),
  raisedAt: atMsSchema,
  words: z.strictObject({ nl: alarmTextSchema, en: alarmTextSchema }),
  acknowledged: z.strictObject({ by: byWhom, at: atMsSchema }).optional(),
  snoozed: z.strictObject({ by: byWhom, until: atMsSchema, reason: z.string() }).optional(),
  escalatedAt: atMsSchema.optional().meta({ description: 'When nobody had answered in time' }),
  endedAt: atMsSchema.optional(),
});
export type Alarm = z.infer<typeof alarmSchema>;

/** What goes on now, worst first, and what is over, newest first. */
export const alarmBoardSchema = z.strictObject({ active: z.array(alarmSchema), past: z.array(alarmSchema) });
export type AlarmBoard = z.infer<typeof alarmBoardSchema>;

/** Longest snooze, in minutes: a month. */
export const SNOOZE_MAX_MIN = 43_200;
export const alarmSnoozeRequestSchema = z.strictObject({
  minutes: z.int().min(0).max(SNOOZE_MAX_MIN).meta({ unit: 'min', description: '0 ends a snooze' }),
  reason: z.string().trim().min(1).max(200),
});
export type AlarmSnoozeRequest = z.infer<typeof alarmSnoozeRequestSchema>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'a time of day is HH:MM');
export const PICKUP_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** How one kind of alarm behaves. */
const alarmRuleSchema = z.strictObject({
  on: z.boolean(),
  holdOffS: z.int().min(0).max(86_400).meta({ unit: 's', description: 'It must last this long before anybody is told' }),
  escalateAfterMin: z
    .int()
    .min(1)
    .max(10_080)
    .nullable()
    .meta({ unit: 'min', description: 'Without an answer for this long, others are told; null never' }),
});
export type AlarmRule = z.infer<typeof alarmRuleSchema>;

/** Thresholds and rules of a site, set by a coordinator. */
export const alarmSettingsSchema = z
  .strictObject({
    kinds: z.record(alarmKindSchema, alarmRuleSchema),
    nearlyFullPercent: z.int().min(10).max(100).meta({ unit: '%' }),
    fullPercent: z.int().min(10).max(120).meta({ unit: '%' }),
    hysteresisPercent: z.int().min(1).max(20).meta({ unit: '%', description: 'So far below its threshold a fill alarm ends' }),
    noDataMin: z.int().min(2).max(1_440).meta({ unit: 'min', description: 'Silence in opening hours that counts as a failure' }),
    calibrationDays: z.int().min(1).max(3_650).meta({ unit: 'd' }),
    diskFreeMb: z.int().min(50).max(1_000_000).meta({ unit: 'MB' }),
    afterHoursKg: z
      .int()
      .min(1)
      .max(10_000)
      .meta({ unit: 'kg', description: 'Smallest removal or load that counts outside opening hours' }),
    afterHoursMarginMin: z
      .int()
      .min(0)
      .max(240)
      .meta({ unit: 'min', description: 'Before opening and after closing staff may still work' }),
    toolServiceH: z.int().min(1).max(100_000).meta({ unit: 'h', description: 'Run hours between two services of a tool' }),
    tools: z
      .record(z.string().regex(/^[a-z0-9-]{1,32}\/[a-z0-9-]{1,32}$/u), z.int().min(1).max(100_000))
      .meta({ unit: 'h', description: 'Run hours of single tools, by <node>/<device>' }),
    pickups: z
      .array(z.strictObject({ day: z.enum(PICKUP_DAYS), at: timeOfDay }))
      .max(28)
      .meta({ description: 'When containers are taken away by plan, in local time' }),
    webhookUrl: z
      .url({ protocol: /^https?$/u })
      .max(500)
      .nullable(),
  })
  .refine(({ nearlyFullPercent, fullPercent }) => nearlyFullPercent < fullPercent, {
    path: ['fullPercent'],
    message: 'full comes after nearly full',
  });
export type AlarmSettings = z.infer<typeof alarmSettingsSchema>;

/** Ways to a person outside the page. */
export const ALARM_CHANNELS = ['email', 'push', 'ntfy'] as const;
export const alarmChannelSchema = z.enum(ALARM_CHANNELS);
export type AlarmChannel = z.infer<typeof alarmChannelSchema>;

/** What one person wants to be told, how and when. */
export const alarmPreferencesSchema = z
  .strictObject({
    language: alarmLanguageSchema,
    email: z.strictObject({ on: z.boolean(), address: z.union([z.literal(''), z.email().max(254)]) }),
    push: z.strictObject({ on: z.boolean() }),
    ntfy: z.strictObject({
      on: z.boolean(),
      topic: z.union([z.literal(''), z.string().regex(/^[A-Za-z0-9_-]{8,64}$/u, '8 to 64 letters, digits, - and _')]),
    }),
    kinds: z.array(alarmKindSchema).max(ALARM_KINDS.length),
    ended: z.boolean().meta({ description: 'Also tell that an alarm is over' }),
    escalations: z.boolean().meta({ description: 'Also tell what nobody answered' }),
    quiet: z.discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('never') }),
      z.strictObject({ mode: z.literal('closed') }).meta({ description: 'Outside opening hours' }),
      z.strictObject({ mode: z.literal('hours'), from: timeOfDay, to: timeOfDay }),
    ]),
    urgentAlways: z.boolean().meta({ description: 'Urgent alarms come in quiet hours too' }),
  })
  .refine(({ email }) => !email.on || email.address !== '', { path: ['email', 'address'], message: 'an address is needed' })
  .refine(({ ntfy }) => !ntfy.on || ntfy.topic !== '', { path: ['ntfy', 'topic'], message: 'a topic is needed' });
export type AlarmPreferences = z.infer<typeof alarmPreferencesSchema>;

/** A person's own settings with what the hub can offer and what went wrong last. */
export const alarmMineSchema = z.strictObject({
  preferences: alarmPreferencesSchema,
  emailAvailable: z.boolean(),
  ntfyServer: z.string(),
  vapidKey: z.string().meta({ description: 'Public key for the push service of the browser' }),
  browsers: z.int().min(0).meta({ description: 'Browsers of this person that get push messages' }),
  failures: z.partialRecord(alarmChannelSchema, z.strictObject({ code: z.string(), at: atMsSchema })),
});
export type AlarmMine = z.infer<typeof alarmMineSchema>;

export const alarmTestRequestSchema = z.strictObject({ channel: alarmChannelSchema });

/** A browser's push subscription (W3C Push API), as `toJSON()` gives it. */
export const pushSubscriptionSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/u }).max(1_000),
  expirationTime: z.number().nullable().optional(),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{80,100}={0,2}$/u),
    auth: z.string().regex(/^[A-Za-z0-9_-]{20,32}={0,2}$/u),
  }),
});
export type PushSubscriptionInfo = z.infer<typeof pushSubscriptionSchema>;
export const pushRemovalSchema = z.strictObject({ endpoint: z.string().max(1_000) });

/** Secret that signs webhooks, shown once when it is made. */
export const webhookSecretSchema = z.strictObject({ secret: z.string() });
export type WebhookSecret = z.infer<typeof webhookSecretSchema>;

/** The settings with what belongs to them. */
export const alarmSiteSchema = z.strictObject({
  settings: alarmSettingsSchema,
  webhookHasSecret: z.boolean(),
  tools: z.array(
    z.strictObject({
      node: idSchema,
      device: deviceIdSchema,
      name: z.string(),
      runH: z.number().min(0).meta({ unit: 'h', description: 'Run hours since the last service, or since the first record' }),
      servicedAt: atMsSchema.optional(),
    }),
  ),
});
export type AlarmSite = z.infer<typeof alarmSiteSchema>;
