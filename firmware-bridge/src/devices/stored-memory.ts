import { z } from 'zod';
import type { ScaleMemory, ToolMemory } from '../core/cores.ts';

/** What a door keeps: today's counts for screens and the latest correction factor. */
const doorSchema = z.object({
  in: z.int().min(0),
  out: z.int().min(0),
  day: z.string(),
  correction: z.number().min(0.1).max(10).optional(),
});

const openRunSchema = z.object({
  fromMs: z.number(),
  seenMs: z.number(),
  lowMs: z.number().optional(),
  ampMs: z.number(),
  onMs: z.number(),
});
const toolSchema = z.object({ idleAmps: z.number().min(0), runAmps: z.number().positive(), run: openRunSchema.optional() });

const channelSchema = z.object({ zeroCounts: z.number(), countsPerGram: z.number().refine((slope) => slope !== 0) });

const scaleSchema = z.looseObject({
  tareG: z.number(),
  zeroShiftG: z.number(),
  emptyG: z.number(),
  level: z.object({ grossG: z.number(), atMs: z.number() }).optional(),
  channels: z.array(channelSchema).min(1).max(4).optional(),
  calibrationId: z.string().optional(),
});

/** A door's memory as it lay on the disk; undefined when there is none or an older program wrote another shape. */
export const storedDoorMemory = (stored: unknown): z.infer<typeof doorSchema> | undefined => doorSchema.safeParse(stored).data;

/** A tool's memory as it lay on the disk, or undefined. */
export function storedToolMemory(stored: unknown): ToolMemory | undefined {
  const memory = toolSchema.safeParse(stored).data;
  if (memory?.run === undefined) return memory && { idleAmps: memory.idleAmps, runAmps: memory.runAmps };
  const { lowMs, ...run } = memory.run;
  return { ...memory, run: lowMs === undefined ? run : { ...run, lowMs } };
}

/** A scale's memory as it lay on the disk, or undefined when it is not for this number of amplifiers. */
export function storedScaleMemory(stored: unknown, channels: number): ScaleMemory | undefined {
  const memory = scaleSchema.safeParse(stored).data;
  if (memory === undefined || (memory.channels !== undefined && memory.channels.length !== channels)) return undefined;
  return memory as ScaleMemory;
}
