import { readFileSync } from 'node:fs';
import { idSchema, KwError, nodeIdSchema } from '@kringwijzer/contract';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { devicesShape, nameSchema } from './device-answers.ts';
import { wiringConflicts } from './wiring-conflicts.ts';

const httpUrl = z.url({ protocol: /^https?$/u });

const hubSchema = z.strictObject({
  role: z.literal('hub'),
  site: idSchema,
  siteName: nameSchema,
  timeZone: z.string().min(1).default('Europe/Amsterdam'),
  network: z.boolean().default(true).meta({ description: 'Other machines reach the hub: pages by HTTPS, nodes by MQTT with TLS' }),
});
const nodeSchema = z
  .strictObject({
    role: z.literal('node'),
    site: idSchema,
    node: nodeIdSchema,
    name: nameSchema.optional(),
    timeZone: z.string().min(1).default('Europe/Amsterdam'),
    ...devicesShape,
  })
  .superRefine((devices, context) => {
    for (const message of wiringConflicts(devices)) context.addIssue({ code: 'custom', message });
  });
const kioskSchema = z.strictObject({
  role: z.literal('kiosk'),
  id: idSchema.default('entrance'),
  hubUrl: httpUrl.default('http://127.0.0.1:8080'),
  token: z.string().min(1).max(128),
  caFile: z.string().min(1).optional(),
  screenOutput: z
    .string()
    .regex(/^[\w-]{1,32}$/u)
    .optional()
    .meta({ description: 'Output of the screen, such as HDMI-A-1: it is off outside opening hours' }),
});

/** What setup asks: the same questions in the wizard and in a file for fleets. */
export const answersSchema = z.discriminatedUnion('role', [hubSchema, nodeSchema, kioskSchema]);
export type Answers = z.infer<typeof answersSchema>;
export type AnswersInput = z.input<typeof answersSchema>;

/** Checks answers. Throws KW_CONFIG_INVALID with the wrong key; `source` is the file or the wizard. */
export function parseAnswers(value: unknown, source: string): Answers {
  const parsed = answersSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KwError('KW_CONFIG_INVALID', { file: source, reason: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
}

/** Answers from a YAML or JSON file. Throws KW_CONFIG_UNREADABLE and KW_CONFIG_INVALID. */
export function readAnswers(file: string): Answers {
  let value: unknown;
  try {
    value = parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
  return parseAnswers(value, file);
}
