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
