import { idSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { panelSchema } from '../content/settings-schema.ts';

const KIOSK_SHELLS = ['electron', 'chromium', 'none'] as const;

const commandSchema = z.array(z.string().min(1)).min(1).max(16);
const screenPowerSchema = z.strictObject({
  on: commandSchema.meta({ description: 'Program and arguments that light the screen' }),
  off: commandSchema.meta({ description: 'Program and arguments that darken it' }),
  marginMin: z.int().min(0).max(240).default(30).meta({ unit: 'min', description: 'Lit this long before opening and after closing' }),
});
export type ScreenPower = z.infer<typeof screenPowerSchema>;

/** Configuration of the kiosk's runner: one place for keys, limits, defaults and the environment variable of each. */
export const runnerConfigSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  shell: z
    .enum(KIOSK_SHELLS)
    .default('chromium')
    .meta({ description: 'Browser that shows the page; none only serves it', env: 'KIOSK_SHELL' }),
  id: idSchema.default('entrance').meta({ description: 'Name of this kiosk on the hub', env: 'KW_KIOSK_ID' }),
  hubUrl: z
    .url({ protocol: /^https?$/u })
    .default('http://127.0.0.1:8080')
    .meta({ description: 'Address of the hub', env: 'KW_KIOSK_HUB' }),
  token: z.string().min(1).max(128).meta({ description: 'Token of this kiosk, printed by the hub', env: 'KW_KIOSK_TOKEN', secret: true }),
  caFile: z.string().optional().meta({ description: "PEM file of the hub's own certificate authority", env: 'KW_KIOSK_CA_FILE' }),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8090)
    .meta({ description: 'Loopback port of the page; 0 takes a free one', env: 'KW_KIOSK_PORT' }),
  dataDir: z.string().min(1).default('./data/kiosk').meta({ description: 'Folder for the last figures', env: 'KW_KIOSK_DATA' }),
  contentPollS: z
    .int()
    .min(1)
    .max(3_600)
    .default(30)
    .meta({ description: 'Asks the hub this often for newly published content', unit: 's', env: 'KW_KIOSK_CONTENT_POLL_S' }),
  contentTrialS: z.int().min(2).max(600).default(60).meta({
    description: 'Goes back to the old content when the page does not live with the new one for so long',
    unit: 's',
    env: 'KW_KIOSK_CONTENT_TRIAL_S',
  }),
  commandPollS: z
    .int()
    .min(1)
    .max(600)
    .default(5)
    .meta({ description: 'Asks the hub this often whether staff want something', unit: 's', env: 'KW_KIOSK_COMMAND_POLL_S' }),
  ozone: z.enum(['auto', 'wayland', 'x11', 'headless']).default('auto').meta({ description: 'Display system', env: 'KW_KIOSK_OZONE' }),
  chromium: z.string().default('/usr/bin/chromium').meta({ description: 'Path of Chromium', env: 'KW_KIOSK_CHROMIUM' }),
  electron: z.string().optional().meta({ description: "Path of Electron's binary", env: 'KW_KIOSK_ELECTRON' }),
  noSandbox: z.boolean().default(false).meta({ description: 'Only for tests in a container', env: 'KW_KIOSK_NO_SANDBOX' }),
  pageDir: z
    .string()
    .optional()
    .meta({ description: 'Folder of the built page; default: the one of this checkout', env: 'KW_KIOSK_PAGE_DIR' }),
  screenPower: screenPowerSchema.optional().meta({ description: 'Turns the screen on and off by opening hours' }),
  panel: panelSchema.optional().meta({ description: 'Size of the screen, so that 20 mm is 20 mm' }),
  reachFromTopRatio: z
    .number()
    .min(0.3)
    .max(0.8)
    .default(0.5)
    .meta({ description: "Controls stay below this share of the screen's height" }),
  clickSound: z.boolean().default(false).meta({ description: 'A soft click at each tap', env: 'KW_KIOSK_CLICK' }),
  staffPin: z
    .string()
    .regex(/^\d{4,8}$/u)
    .optional()
    .meta({
      description: 'PIN of the menu that staff open by holding the mark; without it there is none',
      env: 'KW_KIOSK_PIN',
      secret: true,
    }),
  showUnreviewed: z
    .boolean()
    .default(false)
    .meta({ description: 'Offer languages that no speaker has checked', env: 'KW_KIOSK_UNREVIEWED' }),
});
export type RunnerConfig = z.infer<typeof runnerConfigSchema>;
