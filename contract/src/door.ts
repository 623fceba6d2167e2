import { z } from 'zod';
import { atMsSchema, deviceIdSchema } from './ids.ts';
import { qualitySchema } from './words.ts';

export const DIRECTIONS = ['in', 'out'] as const;
export const directionSchema = z.enum(DIRECTIONS);
export type Direction = z.infer<typeof directionSchema>;

const countSchema = z.int().min(0).max(100_000);

/** One closed minute of a door; `at` is the minute's start. A later record of the same minute overwrites an earlier one. */
export const passagesSchema = z.strictObject({
  kind: z.literal('passages'),
  device: deviceIdSchema,
  at: atMsSchema,
  in: countSchema,
  out: countSchema,
  missed: countSchema.meta({ description: 'Pulses seen only by their end: a lower bound of what was missed' }),
});
export type Passages = z.infer<typeof passagesSchema>;

/** A correction factor of a door found by a manual count: true passages per counted one. */
export const doorCorrectionSchema = z.strictObject({
  kind: z.literal('door_correction'),
  device: deviceIdSchema,
  at: atMsSchema,
  by: z.string().min(1).max(64),
  counted: countSchema,
  manual: countSchema,
  factor: z.number().min(0.1).max(10),
});

/** Latest value of a door: counts since local midnight of the node, for screens only. */
export const doorStateSchema = z.strictObject({
  at: atMsSchema,
  seq: z.int().min(0),
  in: countSchema,
  out: countSchema,
  beamA: z.boolean().meta({ description: 'Beam A is broken now' }),
  beamB: z.boolean(),
  quality: qualitySchema,
});
export type DoorState = z.infer<typeof doorStateSchema>;
