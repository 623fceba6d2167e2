import { z } from 'zod';
import { directionSchema } from './door.ts';

/** First line of a recorded signal. Doors have no rate: their lines are edges. */
export const traceHeaderSchema = z.discriminatedUnion('kind', [
  z.object({
    trace: z.literal(1),
    kind: z.literal('scale'),
    sampleHz: z.number().positive().max(1_000),
    countsPerGram: z.union([z.number(), z.array(z.number()).length(4)]),
    zeroCounts: z.union([z.number(), z.array(z.number()).length(4)]),
    capacityG: z.number().positive(),
    divisionG: z.number().positive(),
    cells: z.union([z.literal(1), z.literal(4)]).optional(),
    startAt: z.number().optional(),
  }),
  z.object({ trace: z.literal(1), kind: z.literal('door'), startAt: z.number().optional() }).loose(),
  z.object({
    trace: z.literal(1),
    kind: z.literal('tool'),
    sampleHz: z.number().positive().max(1_000),
    idleAmps: z.number().min(0),
    runAmps: z.number().positive(),
    startAt: z.number().optional(),
  }),
]);
export type TraceHeader = z.infer<typeof traceHeaderSchema>;

const t = z.number().min(0).meta({ unit: 'ms', description: 'Milliseconds from the start of the trace' });
export const scaleSampleSchema = z.object({ t, raw: z.union([z.number(), z.array(z.number()).length(4)]) });
export const doorEdgeSchema = z.object({ t, beam: z.enum(['a', 'b']), broken: z.boolean() });
export const toolSampleSchema = z.object({ t, amps: z.number() });

/** One line of `kringwijzer replay` on stdout, and of a `.truth.jsonl`. Times are milliseconds from the start of the trace. */
export const replayEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['deposit', 'removal', 'emptying']), at: t, massG: z.number(), uncertaintyG: z.number().optional() }),
  z.object({ type: z.literal('passage'), at: t, direction: directionSchema }),
  z.object({ type: z.literal('session'), at: t, from: t, to: t }),
  z.object({ type: z.literal('fault'), at: t, code: z.string().optional(), state: z.enum(['raised', 'cleared']).optional() }),
]);
export type ReplayEvent = z.infer<typeof replayEventSchema>;
