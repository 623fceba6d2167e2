import { z } from 'zod';
import { atMsSchema, bootSchema, idSchema } from './ids.ts';
import { massGSchema, massSumGSchema } from './scale.ts';

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

/** A person's word that a record is not right. `by` and `why` are not told to readers of figures. */
export const correctionSchema = z.strictObject({
  at: atMsSchema,
  struck: z.boolean().meta({ description: 'True when the record does not count at all' }),
  by: z.string().optional(),
  why: z.string().optional(),
});
export type RecordCorrection = z.infer<typeof correctionSchema>;

/** What a record should have been: values that replace its own, or that it does not count. */
export const recordCorrectionRequestSchema = z
  .strictObject({
    why: z.string().trim().min(3).max(500),
    set: z
      .record(z.string().max(32), z.union([z.string().max(64), z.number(), z.boolean()]))
      .optional()
      .meta({ description: 'Fields with their right values, such as {"massG": 4200}; kind, device and time stay' }),
    strike: z.literal(true).optional().meta({ description: 'The record does not count at all' }),
  })
  .refine(({ set, strike }) => (set === undefined) !== (strike === undefined), { message: 'give set or strike, one of the two' });
export type CorrectionAsked = z.infer<typeof recordCorrectionRequestSchema>;

/** A CSV file of a weighbridge. */
export const ticketsRequestSchema = z.strictObject({ text: z.string().min(1).max(200_000) });

const ticketSchema = z.strictObject({
  number: z.string(),
  at: atMsSchema,
  container: idSchema,
  netG: massGSchema,
  grossG: massGSchema.optional(),
  tareG: massGSchema.optional(),
});
const emptiedSchema = z.strictObject({
  id: z.string().meta({ description: '<node>/<boot>/<seq> of the record' }),
  node: idSchema,
  device: idSchema,
  at: atMsSchema,
  massG: massGSchema,
});

/** An emptying beside the ticket of its load; one of the two is absent when nothing fits. */
export const reconciledSchema = z.strictObject({
  emptying: emptiedSchema.optional(),
  ticket: ticketSchema.optional(),
  differenceG: massGSchema.optional().meta({ unit: 'g', description: 'Ours minus the ticket' }),
  differencePercent: z.number().optional().meta({ unit: '%', description: 'As a share of the ticket' }),
});
export type ReconciledPair = z.infer<typeof reconciledSchema>;

/** What a file of tickets would do; nothing is stored. */
export const ticketsPreviewSchema = z.strictObject({
  tickets: z.array(reconciledSchema.required({ ticket: true }).extend({ state: z.enum(['new', 'changed', 'known']) })),
  unknownContainers: z.array(z.string()).meta({ description: 'Containers of tickets that no scale of ours is called by' }),
});
export type TicketsPreview = z.infer<typeof ticketsPreviewSchema>;

export const ticketsStoredSchema = z.strictObject({ added: z.int(), replaced: z.int(), unchanged: z.int() });

/** Query of GET /tickets/reconciled. */
export const reconcileQuerySchema = z.strictObject({
  from: z.coerce.number().pipe(atMsSchema),
  to: z.coerce.number().pipe(atMsSchema),
  withinHours: z.coerce
    .number()
    .pipe(z.int().min(1).max(240))
    .default(24)
    .meta({ unit: 'h', description: 'Longest time between truck and scale' }),
});

/** Emptyings and tickets of a time, with the sums over those that found each other. */
export const reconciliationSchema = z.strictObject({
  rows: z.array(reconciledSchema),
  paired: z.int().min(0),
  oursG: massSumGSchema,
  ticketsG: massSumGSchema,
  differenceG: massSumGSchema,
  differencePercent: z.number().optional(),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** Records of one start of a node whose clock nobody trusts. */
export const untrustedBootSchema = z.strictObject({
  boot: bootSchema,
  records: z.int().min(1),
  firstAt: atMsSchema,
  lastAt: atMsSchema,
  firstReceivedAt: atMsSchema,
  lastReceivedAt: atMsSchema,
  shiftAtMostMs: z
    .number()
    .meta({ unit: 'ms', description: 'True time minus theirs is at most this, and just this when the node had a line' }),
});

/** How wrong the clock of a node was after one start. */
export const clockRequestSchema = z.strictObject({
  boot: bootSchema,
  shiftMs: z.int().min(-4e12).max(4e12).meta({ unit: 'ms', description: 'True time minus the time the records carry' }),
  why: z.string().trim().min(3).max(500),
});
export const clockAnswerSchema = z.strictObject({
  resolved: z.int().min(0).meta({ description: 'Records that count from now on' }),
  kept: z.int().min(0).meta({ description: 'Records the store could not take at that time' }),
});
