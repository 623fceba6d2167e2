import { z } from 'zod';
import { atMsSchema, deviceIdSchema } from './ids.ts';
import { qualitySchema } from './words.ts';

/** One minute of a level sensor; `at` is the window's start. */
export const levelSchema = z.strictObject({
  kind: z.literal('level'),
  device: deviceIdSchema,
  at: atMsSchema,
  n: z.int().min(1).max(100_000),
  distanceMm: z.number().min(0).max(100_000).meta({ unit: 'mm' }),
  fillRatio: z.number().min(0).max(1),
});
export type Level = z.infer<typeof levelSchema>;

/** Latest value of a level sensor, for screens only. */
export const levelStateSchema = z.strictObject({
  at: atMsSchema,
  seq: z.int().min(0),
  distanceMm: z.number().min(0).max(100_000).meta({ unit: 'mm' }),
  fillRatio: z.number().min(0).max(1),
  quality: qualitySchema,
});
export type LevelState = z.infer<typeof levelStateSchema>;
