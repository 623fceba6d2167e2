import { z } from 'zod';
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
