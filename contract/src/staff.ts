import { z } from 'zod';
import { roleSchema } from './api.ts';
import { atMsSchema, idSchema } from './ids.ts';
import { massGSchema } from './scale.ts';

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
