import { deviceIdSchema, idSchema, massGSchema, nodeIdSchema, scaleRoleSchema, streamSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { parseFilter } from '../topic-filter.ts';

/** Units a foreign sensor may speak, with the factor to ours: mm, ratio, A, counts and g. */
export const FOREIGN_UNITS = {
  mm: 1,
  cm: 10,
  m: 1_000,
  ratio: 1,
  percent: 0.01,
  A: 1,
  mA: 0.001,
  count: 1,
  g: 1,
  kg: 1_000,
  t: 1_000_000,
} as const;
type Unit = keyof typeof FOREIGN_UNITS;

const filterSchema = z
  .string()
  .max(200)
  .refine((text) => parseFilter(text) !== undefined, 'a topic filter holds # only at its end and + only as a whole level')
  .refine((text) => !/^(?:[#+$]|kw(?:\/|$))/u.test(text), 'a topic filter begins with a level of its own, not with #, +, $ or kw');

/** Where a value comes from: `value = (number found x scale + offset) in unit`. */
const sourceIn = <const U extends Unit>(units: readonly [U, ...U[]]) =>
  z.strictObject({
    topic: filterSchema,
    path: z
      .string()
      .max(200)
      .regex(
        /^(?:[^.\s]+(?:\.[^.\s]+)*)?$/u,
        'a path is names or list positions with dots between them; empty when the payload is the number',
      )
      .default(''),
    unit: z.enum(units).default(units[0] as never),
    scale: z.number().default(1),
    offset: z.number().default(0),
  });

const common = { id: deviceIdSchema, name: z.string().min(1).max(64) };
const distance = sourceIn(['mm', 'cm', 'm']);
const levelSchema = z
  .strictObject({
    ...common,
    kind: z.literal('level'),
    container: deviceIdSchema.optional(),
    emptyMm: z.number().min(1).max(100_000).meta({ unit: 'mm', description: 'Distance when the container is empty' }),
    fullMm: z.number().min(0).max(100_000).meta({ unit: 'mm', description: 'Distance when it is full' }),
    values: z.union([z.strictObject({ distance }), z.strictObject({ fill: sourceIn(['ratio', 'percent']) })]),
  })
  .refine(({ emptyMm, fullMm }) => emptyMm > fullMm, { path: ['emptyMm'], message: 'the empty distance is the larger one' });
const toolSchema = z
  .strictObject({
    ...common,
    kind: z.literal('tool'),
    idleAmps: z.number().min(0).max(1_000).meta({ unit: 'A', description: 'On, but not working, from here' }),
    runAmps: z.number().min(0).max(1_000).meta({ unit: 'A', description: 'Working from here' }),
    silentAfterS: z.int().min(10).max(86_400).default(900).meta({ unit: 's', description: 'A run ends when nothing came for this long' }),
    values: z.strictObject({ amps: sourceIn(['A', 'mA']) }),
  })
  .refine(({ idleAmps, runAmps }) => runAmps > idleAmps, { path: ['runAmps'], message: 'working takes more than being on' });
const doorSchema = z.strictObject({
  ...common,
  kind: z.literal('door'),
  values: z.strictObject({ in: sourceIn(['count']), out: sourceIn(['count']).optional() }),
});
const scaleSchema = z.strictObject({
  ...common,
  kind: z.literal('scale'),
  role: scaleRoleSchema,
  stream: streamSchema.optional(),
  capacityG: massGSchema.min(1),
  divisionG: z.int().min(1).max(100_000).meta({ unit: 'g' }),
  fullG: massGSchema.min(1).optional(),
  tareG: massGSchema.default(0).meta({ unit: 'g', description: 'Mass of the empty container' }),
  values: z.strictObject({ gross: sourceIn(['g', 'kg', 't']) }),
});
const deviceSchema = z.discriminatedUnion('kind', [levelSchema, toolSchema, doorSchema, scaleSchema]);
const nodeSchema = z.strictObject({ id: nodeIdSchema, name: z.string().min(1).max(64), devices: z.array(deviceSchema).min(1).max(32) });

const hasTwins = (items: readonly { readonly id: string }[]): boolean => new Set(items.map(({ id }) => id)).size < items.length;

/** The mapping file of foreign sensors: what they say on MQTT, as devices of nodes that exist only in this file. */
export const foreignMappingSchema = z.strictObject({
  schemaVersion: z.literal(1),
  site: idSchema.optional().meta({ description: 'Refuse to start on another site' }),
  ignore: z.array(filterSchema).max(64).default([]).meta({ description: 'Topics the sensors may publish to that hold nothing for us' }),
  nodes: z
    .array(nodeSchema)
    .min(1)
    .max(64)
    .refine((nodes) => !hasTwins(nodes), 'two nodes have the same id')
    .refine((nodes) => !nodes.some(({ devices }) => hasTwins(devices)), 'two devices of one node have the same id'),
});
export type ForeignMapping = z.infer<typeof foreignMappingSchema>;
export type ForeignDeviceConfig = ForeignMapping['nodes'][number]['devices'][number];

/** One place a value comes from. */
export interface ForeignSource {
  readonly topic: string;
  readonly path: string;
  readonly unit: Unit;
  readonly scale: number;
  readonly offset: number;
}

/** The sources of a device by the name of their value. */
export const sourcesOf = ({ values }: ForeignDeviceConfig): readonly (readonly [string, ForeignSource])[] =>
  (Object.entries(values) as [string, ForeignSource | undefined][]).flatMap(([name, source]) => (source ? [[name, source] as const] : []));

/** Every topic filter of the file: what foreign sensors may publish to. */
export const filtersOf = ({ nodes, ignore }: ForeignMapping): readonly string[] => [
  ...new Set([...ignore, ...nodes.flatMap(({ devices }) => devices.flatMap((device) => sourcesOf(device).map(([, { topic }]) => topic)))]),
];
