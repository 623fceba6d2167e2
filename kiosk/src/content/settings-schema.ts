import { z } from 'zod';

/** The panel's picture: its diagonal and its pixels as they are shown (a turned screen: the turned pixels). */
export const panelSchema = z.strictObject({
  diagonalInch: z.number().min(4).max(100).meta({ unit: 'inch' }),
  widthPx: z.int().min(320).max(8_192),
  heightPx: z.int().min(320).max(8_192),
});
export type Panel = z.infer<typeof panelSchema>;

/** What one kiosk tells its page before it starts. */
const settingsSchema = z.strictObject({
  shell: z.enum(['electron', 'chromium', 'none']),
  panel: panelSchema.optional(),
  reachFromTopRatio: z.number().min(0.3).max(0.8).meta({ description: 'Controls stay below this share of the height' }),
  showUnreviewed: z.boolean(),
  contentCheckMs: z
    .int()
    .min(500)
    .optional()
    .meta({ unit: 'ms', description: 'The page looks this often for new content; without it somebody else loads it anew' }),
  clickSound: z.boolean().meta({ description: 'A soft click at each tap' }),
  staffMenu: z.boolean().meta({ description: 'Holding the mark opens the menu of staff' }),
  beatMs: z.int().min(500).max(60_000).meta({ unit: 'ms', description: 'Time between two life signs' }),
});
export type Settings = z.infer<typeof settingsSchema>;
