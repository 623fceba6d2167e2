import { z } from 'zod';

/** How the hub tells people and programs of alarms, beside mail. */
export const notifyConfigSchema = z.strictObject({
  ntfyServer: z
    .url({ protocol: /^https?$/u })
    .default('https://ntfy.sh')
    .meta({ env: 'KW_NOTIFY_NTFY_SERVER', description: 'Server of ntfy, the app that shows messages of a topic' }),
  ntfyTokenFile: z
    .string()
    .min(1)
    .optional()
    .meta({ env: 'KW_NOTIFY_NTFY_TOKEN_FILE', description: 'File with an access token for that server' }),
  allowHttp: z
    .boolean()
    .default(false)
    .meta({ env: 'KW_NOTIFY_ALLOW_HTTP', description: 'Let webhooks and ntfy go over plain HTTP to other machines' }),
  contact: z.email().optional().meta({ env: 'KW_NOTIFY_CONTACT', description: 'Address push services may write to; default: mail.from' }),
  gatherS: z
    .int()
    .min(0)
    .max(600)
    .default(15)
    .meta({ env: 'KW_NOTIFY_GATHER_S', unit: 's', description: 'Wait for more that belongs in the same message' }),
});
