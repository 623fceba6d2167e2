import { z } from 'zod';

/** What the runner tells the Electron process, over Node's own child-process channel. */
export const runnerMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reload') }),
  z.strictObject({ type: z.literal('screenshot'), id: z.string().min(1).max(64) }),
  z.strictObject({ type: z.literal('stop') }),
]);
export type RunnerMessage = z.infer<typeof runnerMessageSchema>;

/** What the Electron process tells the runner. */
export const shellMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('crashed'), reason: z.string().max(200) }),
  z.strictObject({ type: z.literal('gpu_gone'), reason: z.string().max(200) }),
  z.strictObject({ type: z.literal('unresponsive') }),
  z.strictObject({ type: z.literal('refused'), rule: z.string().max(64), what: z.string().max(500) }),
  z.strictObject({ type: z.literal('screenshot'), id: z.string().max(64), jpegBase64: z.string().max(4_000_000) }),
]);
export type ShellMessage = z.infer<typeof shellMessageSchema>;
