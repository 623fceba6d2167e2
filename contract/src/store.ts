import { z } from 'zod';

/** How a mirror of the store fares. */
export const mirrorStatusSchema = z.strictObject({
  ok: z.boolean().meta({ description: 'False while the last attempt failed' }),
  database: z.string(),
  lagS: z.number().min(0).meta({ unit: 's', description: 'How long ago the mirror last had everything' }),
  hours: z.int().min(0).meta({ description: 'Hours of series it has still to be told of' }),
  events: z.int().min(0).meta({ description: 'Records it has still to be told of' }),
  reason: z.string().optional(),
});
export type MirrorStatus = z.infer<typeof mirrorStatusSchema>;

/** How the store fares, and its mirror when there is one. */
export const storeStatusSchema = z.strictObject({
  kind: z.enum(['sqlite', 'influx']),
  ok: z.boolean(),
  reason: z.string().optional(),
  mirror: mirrorStatusSchema.optional(),
});
export type StoreStatus = z.infer<typeof storeStatusSchema>;
