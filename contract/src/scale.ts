import { z } from 'zod';
import { atMsSchema, deviceIdSchema } from './ids.ts';
import { qualitySchema, streamSchema } from './words.ts';

/** Masses on the wire: whole grams, -100 t to +100 t. */
export const massGSchema = z.int().min(-100_000_000).max(100_000_000).meta({ unit: 'g' });

/** A sum of masses over any time: a centre takes in more in a year than any scale can carry. */
export const massSumGSchema = z.int().meta({ unit: 'g' });

const positiveMassGSchema = z.int().min(0).max(100_000_000).meta({ unit: 'g' });

const weighingEvent = {
  device: deviceIdSchema,
  at: atMsSchema.meta({ description: 'When the load was settled again (end of the window)' }),
  massG: positiveMassGSchema,
  uncertaintyG: positiveMassGSchema.meta({ description: 'Half-width of the 95 % interval of massG' }),
  confidence: z.number().min(0).max(1),
  fromAt: atMsSchema.meta({ description: 'Last settled moment before the change' }),
  beforeG: massGSchema.meta({ description: 'Settled gross mass before' }),
  afterG: massGSchema.meta({ description: 'Settled gross mass after' }),
};

/** A settled rise of net mass made by a visitor. */
export const depositSchema = z.strictObject({ kind: z.literal('deposit'), ...weighingEvent, stream: streamSchema.optional() });
export type Deposit = z.infer<typeof depositSchema>;

/** A settled fall of net mass that is not an emptying. */
export const removalSchema = z.strictObject({ kind: z.literal('removal'), ...weighingEvent });
export type Removal = z.infer<typeof removalSchema>;

/** The container was emptied or swapped; `massG` is what left. */
export const emptyingSchema = z.strictObject({ kind: z.literal('emptying'), ...weighingEvent, swapped: z.boolean() });
export type Emptying = z.infer<typeof emptyingSchema>;

/** Ten seconds (or another whole window) of gross mass, integer grams; `at` is the window's start. */
export const weightSchema = z.strictObject({
  kind: z.literal('weight'),
  device: deviceIdSchema,
  at: atMsSchema,
  durationMs: z.int().min(1_000).max(3_600_000).meta({ unit: 'ms' }),
  n: z.int().min(1).max(1_000_000).meta({ description: 'Samples accepted in the window' }),
  meanG: massGSchema,
  minG: massGSchema,
  maxG: massGSchema,
  lastG: massGSchema,
  netG: massGSchema.meta({ description: 'Last settled net mass at the end of the window' }),
  stable: z.boolean().meta({ description: 'Stable at the end of the window' }),
});
export type Weight = z.infer<typeof weightSchema>;

/** A correction of the zero: by tracking (only when empty) or by command. */
export const zeroSchema = z.strictObject({
  kind: z.literal('zero'),
  device: deviceIdSchema,
  at: atMsSchema,
  by: z.enum(['tracking', 'command', 'emptying']),
  shiftG: massGSchema.meta({ description: 'New zero minus old zero, as mass' }),
  totalG: massGSchema.meta({ description: 'Sum of shifts since the last calibration' }),
});
export type Zero = z.infer<typeof zeroSchema>;

const calibrationPointSchema = z.strictObject({
  massG: positiveMassGSchema.meta({ description: 'Known mass on the receptor' }),
  counts: z.number(),
  residualG: z.number().meta({ unit: 'g', description: 'Indicated minus known after the fit' }),
});

/** A calibration made: who, when, with which masses, and how well it fitted. */
export const calibrationSchema = z.strictObject({
  kind: z.literal('calibration'),
  device: deviceIdSchema,
  at: atMsSchema,
  id: z.string().min(1).max(64),
  by: z.string().min(1).max(64),
  zeroCounts: z.number(),
  countsPerGram: z.number(),
  points: z.array(calibrationPointSchema).min(1).max(20),
  uncertaintyG: z.number().min(0).meta({ unit: 'g', description: '95 % half-width at full load' }),
  beforeErrorG: z.number().optional().meta({ unit: 'g', description: 'Error of the old calibration at the largest known mass' }),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** Latest value of a scale, for screens only. */
export const scaleStateSchema = z.strictObject({
  at: atMsSchema,
  seq: z.int().min(0),
  grossG: massGSchema,
  netG: massGSchema,
  tareG: massGSchema,
  stable: z.boolean(),
  quality: qualitySchema,
  noiseG: z.number().min(0).optional().meta({ unit: 'g', description: 'Measured noise, one standard deviation' }),
  cornersG: z.array(massGSchema).max(4).optional(),
});
export type ScaleState = z.infer<typeof scaleStateSchema>;
