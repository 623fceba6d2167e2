import { z } from 'zod';
import { doorCorrectionSchema, passagesSchema } from './door.ts';
import { bootSchema, seqSchema } from './ids.ts';
import { levelSchema } from './level.ts';
import { faultSchema, healthSchema, lossSchema } from './node.ts';
import { calibrationSchema, depositSchema, emptyingSchema, removalSchema, weightSchema, zeroSchema } from './scale.ts';
import { sessionSchema, toolLearningSchema } from './tool.ts';
import { clockSchema } from './words.ts';

/** A fact that must never be lost. */
export const recordSchema = z.discriminatedUnion('kind', [
  depositSchema,
  removalSchema,
  emptyingSchema,
  weightSchema,
  zeroSchema,
  calibrationSchema,
  passagesSchema,
  doorCorrectionSchema,
  sessionSchema,
  toolLearningSchema,
  levelSchema,
  healthSchema,
  faultSchema,
  lossSchema,
]);
export type KwRecord = z.infer<typeof recordSchema>;
export type RecordKind = KwRecord['kind'];

/** Most records in one batch. */
export const BATCH_MAX_RECORDS = 200;

/** A run of records of one boot: the record at index i has sequence `seq0 + i`. */
export const batchSchema = z.strictObject({
  boot: bootSchema,
  seq0: seqSchema,
  clock: clockSchema,
  records: z.array(recordSchema).min(1).max(BATCH_MAX_RECORDS),
});
export type Batch = z.infer<typeof batchSchema>;

/**
 * The hub's word that the batch of `boot` ending at `upTo` is committed. It speaks of that batch alone, never of
 * earlier ones: the node deletes what it sent in the batch with this last sequence. Without `seq0` the batch began at 0,
 * so everything of that boot up to `upTo` is committed, however the node cuts its batches now.
 */
export const ackSchema = z.strictObject({
  boot: bootSchema,
  upTo: seqSchema,
  seq0: seqSchema.optional().meta({
    description:
      'First sequence of that batch, as sent: tells a late ack of an earlier batch with the same end apart. Left out when it is 0',
  }),
  rejected: z
    .array(z.strictObject({ seq: seqSchema, code: z.string().max(64) }))
    .max(BATCH_MAX_RECORDS)
    .optional()
    .meta({ description: 'Records the hub can never store, with the reason; the node sets them aside' }),
});
export type Ack = z.infer<typeof ackSchema>;

/** A kind of record by name, for queries. */
export const recordKindSchema = z.enum(recordSchema.options.map((option) => option.shape.kind.value));
