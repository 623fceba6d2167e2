import { deviceIdSchema, NODE_DEVICE, scaleRoleSchema, streamSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { doorDriverSchema, levelDriverSchema, scaleDriverSchema, toolDriverSchema } from './driver-schema.ts';

const idSchema = deviceIdSchema.refine((id) => id !== NODE_DEVICE, 'node is reserved').meta({ description: 'Id of the device in topics' });
const nameSchema = z.string().min(1).max(64).meta({ description: 'Name people read' });
const grams = z.int().min(1).max(100_000_000);

const channelSchema = z.strictObject({
  zeroCounts: z.number().min(-8_388_608).max(8_388_607).default(0).meta({ description: 'Counts of the empty receptor' }),
  countsPerGram: z
    .number()
    .refine((slope) => slope !== 0, 'may not be 0')
    .default(1)
    .meta({ description: 'Counts per gram, negative when the cell hangs upside down' }),
});

const temperatureSchema = z.strictObject({
  gramsPerKelvin: z.number().meta({ unit: 'g/K', description: 'Shift of the zero for each degree' }),
  referenceC: z.number().min(-40).max(60).meta({ unit: '°C', description: 'Temperature at which the shift is 0' }),
  lagMs: z.int().min(0).max(86_400_000).meta({ unit: 'ms', description: 'Time constant between the air and the load cell' }),
});

const scaleSchema = z
  .strictObject({
    kind: z.literal('scale'),
    id: idSchema,
    name: nameSchema,
    role: scaleRoleSchema.default('container').meta({ description: 'Where the scale stands in the way of the goods' }),
    stream: streamSchema.optional().meta({ description: 'Kind of goods, when the scale takes one kind only' }),
    capacityG: grams.meta({ unit: 'g', description: 'Max of the scale' }),
    divisionG: z.int().min(1).max(100_000).meta({ unit: 'g', description: 'Smallest step the scale should show' }),
    fullG: grams.optional().meta({ unit: 'g', description: 'Net mass at which the container is full' }),
    sampleHz: z.number().positive().max(1_000).default(10).meta({ unit: 'Hz', description: '10 or 80 by the RATE pin of the amplifier' }),
    channels: z
      .array(channelSchema)
      .min(1)
      .max(4)
      .optional()
      .meta({ description: 'Start calibration per amplifier; a calibration by command replaces it' }),
    temperature: temperatureSchema.optional().meta({ description: 'How the zero moves with temperature, when known' }),
    temperatureFile: z.string().min(1).max(256).optional().meta({
      description:
        'File of the kernel with the temperature near the cells in thousandths of a degree, as of a DS18B20 under /sys/bus/w1/devices',
    }),
    driver: scaleDriverSchema,
  })
  .meta({ description: 'A scale' });
export type ScaleDevice = z.infer<typeof scaleSchema>;

const doorSchema = z
  .strictObject({
    kind: z.literal('door'),
    id: idSchema,
    name: nameSchema,
    correction: z.number().min(0.1).max(10).optional().meta({ description: 'True passages per counted one, from a manual count' }),
    driver: doorDriverSchema,
  })
  .meta({ description: 'A door with two beams' });
export type DoorDevice = z.infer<typeof doorSchema>;

const toolSchema = z
  .strictObject({
    kind: z.literal('tool'),
    id: idSchema,
    name: nameSchema,
    idleAmps: z.number().min(0).max(1_000).default(0.3).meta({ unit: 'A', description: 'Current when switched on and idle' }),
    runAmps: z.number().positive().max(1_000).default(2).meta({ unit: 'A', description: 'Current when working' }),
    driver: toolDriverSchema,
  })
  .meta({ description: 'A tool whose running hours are counted' });
export type ToolDevice = z.infer<typeof toolSchema>;

const levelSchema = z
  .strictObject({
    kind: z.literal('level'),
    id: idSchema,
    name: nameSchema,
    container: deviceIdSchema.optional().meta({ description: 'The container scale it looks into' }),
    emptyMm: z.number().positive().max(100_000).meta({ unit: 'mm', description: 'Distance when the container is empty' }),
    fullMm: z.number().min(0).max(100_000).meta({ unit: 'mm', description: 'Distance when it is full; below emptyMm' }),
    driver: levelDriverSchema,
  })
  .refine((level) => level.fullMm < level.emptyMm, { path: ['fullMm'], message: 'must be below emptyMm' })
  .meta({ description: 'A level sensor over a container' });
export type LevelDevice = z.infer<typeof levelSchema>;

/** A device of a node. */
export const deviceSchema = z.discriminatedUnion('kind', [scaleSchema, doorSchema, toolSchema, levelSchema]);
export type DeviceConfig = z.infer<typeof deviceSchema>;
