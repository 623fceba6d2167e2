import { z } from 'zod';
import { atMsSchema, deviceIdSchema } from './ids.ts';
import { qualitySchema } from './words.ts';

/** What a tool does; `unknown` when its sensor is silent. */
export const TOOL_STATES = ['off', 'idle', 'run', 'unknown'] as const;
export const toolRunStateSchema = z.enum(TOOL_STATES);
export type ToolRunState = z.infer<typeof toolRunStateSchema>;

/** One run of a tool, start to end. */
export const sessionSchema = z.strictObject({
  kind: z.literal('session'),
  device: deviceIdSchema,
  at: atMsSchema.meta({ description: 'Start of the run' }),
  toAt: atMsSchema.meta({ description: 'End of the run' }),
  ended: z.enum(['stopped', 'silent']).meta({ description: 'Why it ended: the tool stopped, or its sensor fell silent' }),
  meanAmps: z.number().min(0).max(1_000).optional().meta({ unit: 'A' }),
});
export type Session = z.infer<typeof sessionSchema>;

/** Levels learned from a guided recording of off, idle and working. */
export const toolLearningSchema = z.strictObject({
  kind: z.literal('tool_learning'),
  device: deviceIdSchema,
  at: atMsSchema,
  by: z.string().min(1).max(64),
  idleAmps: z.number().min(0).max(1_000).meta({ unit: 'A' }),
  runAmps: z.number().min(0).max(1_000).meta({ unit: 'A' }),
});

/** Latest value of a tool, for screens only. */
export const toolStateSchema = z.strictObject({
  at: atMsSchema,
  seq: z.int().min(0),
  run: toolRunStateSchema,
  amps: z.number().min(0).max(1_000).optional().meta({ unit: 'A' }),
  quality: qualitySchema,
});
export type ToolState = z.infer<typeof toolStateSchema>;
