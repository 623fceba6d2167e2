import { readFileSync } from 'node:fs';
import { deviceIdSchema, idSchema, KwError, nodeIdSchema } from '@kringwijzer/contract';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

const nameSchema = z.string().trim().min(1).max(64);
/** Lines of a Raspberry Pi's header that are free for anything; 0 and 1 belong to the identification of add-on boards. */
const lineSchema = z.int().min(2).max(27);
const kilograms = z.number().positive().max(100_000);
const httpUrl = z.url({ protocol: /^https?$/u });

const scaleSchema = z.strictObject({
  id: deviceIdSchema,
  name: nameSchema,
  port: z.string().min(1).max(256).meta({ description: 'Serial port of the scale board' }),
  capacityKg: kilograms,
  divisionKg: kilograms.max(100),
  channels: z.array(z.int().min(1).max(4)).min(1).max(4).default([1]),
  role: z.enum(['intake', 'container', 'outflow']).default('container'),
});

const doorSchema = z.strictObject({ id: deviceIdSchema, name: nameSchema, lineA: lineSchema, lineB: lineSchema });

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
    scales: z.array(scaleSchema).max(16).default([]),
    doors: z.array(doorSchema).max(12).default([]),
  })
  .superRefine(({ scales, doors }, context) => {
    const lines = doors.flatMap(({ id, lineA, lineB }) => [lineA, lineB].map((line) => ({ key: `line ${line}`, id })));
    const amplifiers = scales.flatMap(({ id, port, channels }) =>
      channels.map((channel) => ({ key: `amplifier ${channel} of ${port}`, id })),
    );
    const all = [...lines, ...amplifiers];
    for (const [index, { key, id }] of all.entries()) {
      const other = all.slice(0, index).find((one) => one.key === key);
      if (other !== undefined) context.addIssue({ code: 'custom', message: `${key} is used by ${other.id} and again by ${id}` });
    }
  });
const kioskSchema = z.strictObject({
  role: z.literal('kiosk'),
  id: idSchema.default('entrance'),
  hubUrl: httpUrl.default('http://127.0.0.1:8080'),
  token: z.string().min(1).max(128),
  caFile: z.string().min(1).optional(),
});

/** What setup asks: the same questions in the wizard and in a file for fleets. */
export const answersSchema = z.discriminatedUnion('role', [hubSchema, nodeSchema, kioskSchema]);
export type Answers = z.infer<typeof answersSchema>;
export type AnswersInput = z.input<typeof answersSchema>;
export type ScaleAnswer = z.infer<typeof scaleSchema>;
export type DoorAnswer = z.infer<typeof doorSchema>;

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
