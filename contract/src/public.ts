import { z } from 'zod';
import { atMsSchema, idSchema } from './ids.ts';
import { fillBandSchema, totalsSchema } from './live.ts';
import { massGSchema, massSumGSchema } from './scale.ts';

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

/** Server-sent events of the public stream; the name is the `event:` field, the value the `data:` field. */
export interface PublicStreamEvents {
  summary: PublicSummary;
  deposit: PublicDeposit;
}
