import { deviceIdSchema } from '@kringwijzer/contract';
import { z } from 'zod';

/** What indicators speak, with the words a person finds on theirs. */
export const PROTOCOLS = {
  'mt-sics': 'MT-SICS (Mettler Toledo, Kern KCP, many others)',
  toledo: 'Toledo continuous output',
  dini: 'Dini Argeo',
  and: 'A&D',
  ohaus: 'Ohaus',
} as const;
export type Protocol = keyof typeof PROTOCOLS;

export const nameSchema = z.string().trim().min(1).max(64);
/** Lines of a Raspberry Pi's header that are free for anything; 0 and 1 belong to the identification of add-on boards. */
const lineSchema = z.int().min(2).max(27);
const kilograms = z.number().positive().max(100_000);
const portSchema = z.string().min(1).max(256);
const analogPin = z.string().regex(/^A[0-7]$/u);
const roleSchema = z.enum(['intake', 'container', 'outflow']);
const amperes = z.number().min(0).max(1_000);

export const scaleSchema = z.strictObject({
  id: deviceIdSchema,
  name: nameSchema,
  port: portSchema.meta({ description: 'Serial port of the scale board' }),
  capacityKg: kilograms,
  divisionKg: kilograms.max(100),
  channels: z.array(z.int().min(1).max(4)).min(1).max(4).default([1]),
  role: roleSchema.default('container'),
});

export const indicatorSchema = z.strictObject({
  id: deviceIdSchema,
  name: nameSchema,
  port: portSchema.meta({ description: 'Serial port of the weighing indicator' }),
  protocol: z.enum(Object.keys(PROTOCOLS) as [Protocol, ...Protocol[]]),
  baud: z.int().min(300).max(1_000_000).default(9_600),
  sendsByItself: z.boolean().default(false).meta({ description: 'It sends without being asked' }),
  capacityKg: kilograms,
  divisionKg: kilograms.max(100),
  role: roleSchema.default('intake'),
});

export const doorSchema = z.strictObject({ id: deviceIdSchema, name: nameSchema, lineA: lineSchema, lineB: lineSchema });

const toolBoard = { id: deviceIdSchema, name: nameSchema, port: portSchema.meta({ description: 'Serial port of the tool board' }) };
export const toolSchema = z.discriminatedUnion('sensor', [
  z.strictObject({
    ...toolBoard,
    sensor: z.literal('clamp'),
    pin: analogPin.meta({ description: 'Analog pin of the current clamp, A0 to A7' }),
    ampsPerVolt: z.number().positive().max(10_000).meta({ description: 'Amperes per volt, as printed on the clamp' }),
    idleAmps: amperes.default(0.3),
    runAmps: amperes.default(2),
  }),
  z.strictObject({
    ...toolBoard,
    sensor: z.literal('contact'),
    pin: z.int().min(2).max(19).meta({ description: 'Digital pin of the contact; 14 is A0' }),
  }),
]);

export const levelSchema = z.strictObject({
  ...toolBoard,
  pin: analogPin.meta({ description: 'Analog pin of the distance sensor, A0 to A7' }),
  container: deviceIdSchema.optional().meta({ description: 'Id of the container scale it looks into' }),
  emptyMm: z.number().positive().max(100_000).meta({ description: 'Distance when the container is empty' }),
  fullMm: z.number().min(0).max(100_000).meta({ description: 'Distance when it is full' }),
  mmPerVolt: z.number().min(-100_000).max(100_000).meta({ description: 'Slope of the sensor, from its sheet' }),
  mmAtZeroV: z.number().min(-100_000).max(100_000).default(0),
});

/** Everything that may be wired to a node. */
export const devicesShape = {
  scales: z.array(scaleSchema).max(16).default([]),
  indicators: z.array(indicatorSchema).max(16).default([]),
  doors: z.array(doorSchema).max(12).default([]),
  tools: z.array(toolSchema).max(16).default([]),
  levels: z.array(levelSchema).max(16).default([]),
};
const devicesSchema = z.object(devicesShape);
export type DeviceAnswers = z.infer<typeof devicesSchema>;
export type DeviceAnswersInput = z.input<typeof devicesSchema>;
