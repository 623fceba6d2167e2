import { z } from 'zod';
import { atMsSchema } from './ids.ts';

/** Life sign of a kiosk, made by the page's own animation frames. */
export const kioskHealthSchema = z.strictObject({
  at: atMsSchema,
  uptimeS: z.int().min(0).meta({ unit: 's' }),
  fps: z.number().min(0).max(1_000),
  state: z.enum(['starting', 'live', 'stale', 'offline', 'closed']),
  shell: z.enum(['electron', 'chromium', 'none']),
  version: z.string().max(64),
  heapMb: z.number().min(0).optional(),
  contentVersion: z.string().max(64).optional(),
});
export type KioskHealth = z.infer<typeof kioskHealthSchema>;

/** What the hub may ask of a kiosk. */
export const kioskCommandSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/u),
  name: z.enum(['reload', 'screenshot', 'screen_on', 'screen_off']),
  expiresAt: atMsSchema,
});
export type KioskCommand = z.infer<typeof kioskCommandSchema>;

/** What a member of staff asks of a kiosk. */
export const kioskOrderSchema = kioskCommandSchema.pick({ name: true });

/** What came of a command, as the kiosk's runner tells it. */
export const kioskAnswerSchema = z.strictObject({
  ok: z.boolean(),
  /** Why not, as a code of the error table. */
  code: z.string().max(64).optional(),
  /** The screen as a JPEG, for `screenshot`. */
  jpegBase64: z.base64().max(900_000).optional(),
});
export type KioskAnswer = z.infer<typeof kioskAnswerSchema>;

/** A command as staff follow it. */
export const kioskTaskSchema = z.strictObject({
  ...kioskCommandSchema.shape,
  state: z.enum(['waiting', 'fetched', 'done', 'failed']),
  code: z.string().max(64).optional(),
});
export type KioskTask = z.infer<typeof kioskTaskSchema>;
