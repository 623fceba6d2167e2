import { z } from 'zod';
import { roleSchema } from './api.ts';
import { atMsSchema, idSchema } from './ids.ts';
import { clientIdSchema } from './monitoring.ts';
import { massGSchema } from './scale.ts';
import { outcomeSchema, streamSchema } from './words.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** What staff add to an emptying they confirm; all of it may be left out, one tap is enough. */
export const emptyingNoteSchema = z.strictObject({
  partner: text(80).optional().meta({ description: 'Who took it away' }),
  rejectPercent: z.int().min(0).max(100).optional().meta({ unit: '%', description: 'Share that was not fit for its stream' }),
  ticket: z
    .strictObject({ number: text(64), netG: massGSchema.min(0) })
    .optional()
    .meta({ description: 'Weighbridge ticket of this load' }),
  remark: text(300).optional(),
});
export type EmptyingNote = z.infer<typeof emptyingNoteSchema>;

/** An emptying the sensors saw, what staff said of it, and the ticket that belongs to it. */
export const emptyingSummarySchema = z.strictObject({
  id: z.string().meta({ description: '<node>/<boot>/<seq> of the record' }),
  node: idSchema,
  device: idSchema,
  at: atMsSchema,
  massG: massGSchema,
  uncertaintyG: massGSchema,
  swapped: z.boolean(),
  verdict: z.enum(['open', 'confirmed', 'denied']).meta({ description: 'denied: staff say that nothing was emptied' }),
  by: z.string().optional(),
  saidAt: atMsSchema.optional(),
  note: emptyingNoteSchema.optional(),
  weighbridge: z
    .strictObject({ number: z.string(), netG: massGSchema, differenceG: massGSchema, differencePercent: z.number().optional() })
    .optional()
    .meta({ description: 'Its ticket, told here or imported; difference: ours minus the ticket' }),
});
export type EmptyingSummary = z.infer<typeof emptyingSummarySchema>;

/** Query of GET /emptyings. */
export const emptyingsQuerySchema = z.strictObject({ limit: z.coerce.number().pipe(z.int().min(1).max(500)).default(50) });

/** A browser in which a person is signed in; `device` in words such as "Chrome, Android". */
export const personSessionSchema = z.strictObject({
  id: z.string(),
  device: z.string(),
  how: z.enum(['password', 'pin']),
  startedAt: atMsSchema,
  seenAt: atMsSchema,
  expiresAt: atMsSchema,
  current: z.boolean().meta({ description: 'True for the browser that asks' }),
});
export type PersonSession = z.infer<typeof personSessionSchema>;

/** A member of staff as administrators see them. */
export const personSchema = z.strictObject({
  name: z.string(),
  role: roleSchema,
  language: z.string().meta({ description: 'Empty while nobody chose one' }),
  createdAt: atMsSchema,
  disabled: z.boolean(),
  hasPin: z.boolean(),
  sessions: z.array(personSessionSchema),
});
export type Person = z.infer<typeof personSchema>;

export const personChangeSchema = z
  .strictObject({ role: roleSchema.optional(), disabled: z.boolean().optional() })
  .meta({ description: 'What is left out stays as it is' });
export const languageRequestSchema = z.strictObject({ language: z.string().regex(/^[a-z]{2}$/u, 'a language is two small letters') });

/** A PIN: 4 to 8 digits. The password comes with it, so that a tablet left open cannot be given one. */
export const pinSchema = z.string().regex(/^\d{4,8}$/u, 'a PIN is 4 to 8 digits');
export const pinRequestSchema = z.strictObject({ password: z.string().max(200), pin: pinSchema });
export const pinSignInRequestSchema = z.strictObject({ name: z.string().min(1).max(64), pin: z.string().max(8) });

/** What a device that is not signed in may know of itself: whether it is a shared tablet, and who may sign in with a PIN. */
export const tabletSchema = z.strictObject({
  tablet: z.string().optional().meta({ description: 'Name of this shared tablet; absent on every other device' }),
  people: z.array(z.string()),
});
export type Tablet = z.infer<typeof tabletSchema>;
export const tabletRequestSchema = z.strictObject({ name: text(64) });
/** A shared tablet as administrators see it. */
export const tabletInfoSchema = z.strictObject({ id: z.string(), name: z.string(), by: z.string(), at: atMsSchema });
export type TabletInfo = z.infer<typeof tabletInfoSchema>;

/** Base64 of a photo, at most some 1.1 MB of bytes; the page shrinks it before it sends it. */
const photoSchema = z
  .string()
  .max(1_500_000)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/u, 'base64');

/** What became of goods, written at the sorting table or the till. `client` is made by the page: sent twice, it counts once. */
export const outcomeRequestSchema = z
  .strictObject({
    client: clientIdSchema,
    at: atMsSchema,
    stream: streamSchema,
    outcome: outcomeSchema,
    pieces: z.int().min(1).max(10_000).optional(),
    massG: z.int().min(1).max(10_000_000).optional().meta({ unit: 'g' }),
    weighed: z.boolean().default(false).meta({ description: 'True when the mass came from a scale' }),
    barcode: z
      .string()
      .regex(/^[\x20-\x7e]{1,64}$/u, 'a barcode is 1 to 64 plain characters')
      .optional(),
    photo: photoSchema.optional(),
  })
  .refine(({ pieces, massG }) => pieces !== undefined || massG !== undefined, { path: ['massG'], message: 'pieces or a mass is needed' });
export type OutcomeRequest = z.input<typeof outcomeRequestSchema>;

/** A written outcome as the hub keeps it. */
export const outcomeEntrySchema = z.strictObject({
  client: z.string(),
  at: atMsSchema,
  by: z.string(),
  stream: streamSchema.optional(),
  outcome: outcomeSchema,
  pieces: z.int().optional(),
  massG: z.int().optional(),
  barcode: z.string().optional(),
  photo: z.boolean(),
  undone: z.boolean(),
});
export type OutcomeEntry = z.infer<typeof outcomeEntrySchema>;
export const outcomesQuerySchema = z.strictObject({ from: z.coerce.number().pipe(atMsSchema) });

/** What is done to a device beside what it records itself. */
export const CARE_KINDS = ['cleaned', 'checked', 'repaired', 'replaced', 'moved', 'other'] as const;
export const careKindSchema = z.enum(CARE_KINDS);
export type CareKind = z.infer<typeof careKindSchema>;
export const careNoteRequestSchema = z.strictObject({ what: careKindSchema, text: z.string().trim().max(300) });
export const careNoteSchema = z.strictObject({ at: atMsSchema, by: z.string(), what: careKindSchema, text: z.string() });
export type CareNote = z.infer<typeof careNoteSchema>;

/** A name for the screens, and whether a device is taken out of use; its records stay. */
export const deviceCareRequestSchema = z
  .strictObject({ name: text(64).nullable().optional(), retired: z.boolean().optional() })
  .meta({ description: 'A name of null is the one the node tells; what is left out stays as it is' });
export type DeviceCareRequest = z.infer<typeof deviceCareRequestSchema>;
export const retiredDeviceSchema = z.strictObject({ node: idSchema, device: idSchema, name: z.string(), retiredAt: atMsSchema });
export type RetiredDevice = z.infer<typeof retiredDeviceSchema>;
