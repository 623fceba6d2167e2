import { z } from 'zod';

const pathSchema = z.string().min(1).max(256);
const fileSchema = pathSchema.meta({ description: 'Trace file (docs/traces.md)' });
const pinSchema = z.int().min(0).max(63);

const simulated = z
  .strictObject({ type: z.literal('simulated') })
  .meta({ description: 'No hardware: a simple made-up signal, or the source that the program that starts the node passes in' });

const replay = z
  .strictObject({
    type: z.literal('replay'),
    file: fileSchema,
    loop: z.boolean().default(false).meta({ description: 'Begin again at the end' }),
  })
  .meta({ description: 'A recorded trace as if it happened now' });

const board = z
  .strictObject({
    type: z.literal('board'),
    path: pathSchema.meta({ description: 'Serial port of the scale board, best a link under /dev/serial/by-id' }),
    channels: z
      .array(z.int().min(1).max(4))
      .min(1)
      .max(4)
      .default([1])
      .meta({ description: 'Amplifiers of the board that belong to this scale' }),
    gain: z.enum(['A128', 'B32', 'A64']).default('A128').meta({ description: 'Input and gain of all amplifiers of the board' }),
  })
  .meta({ description: 'Our own board with 1 to 4 HX711 amplifiers (docs/serial-protocol.md)' });

/** Protocols of weighing indicators the node reads. */
export const INDICATOR_PROTOCOLS = ['mt-sics', 'kcp', 'toledo', 'dini', 'and', 'ohaus'] as const;

const indicator = z
  .strictObject({
    type: z.literal('indicator'),
    protocol: z.enum(INDICATOR_PROTOCOLS).meta({ description: 'What it speaks; dini is Dini Argeo, and is A&D' }),
    path: pathSchema.meta({ description: 'Serial port' }),
    baud: z.int().min(300).max(1_000_000).default(9_600).meta({ unit: 'baud', description: 'Speed of the line, as set on the indicator' }),
    format: z.enum(['8N1', '7E1', '7O1', '8E1', '7N2']).default('8N1').meta({ description: 'Data bits, parity, stop bits' }),
    poll: z
      .union([z.string().max(16), z.literal(false)])
      .optional()
      .meta({
        description:
          'Command that asks for a weight; absent means the usual one of the protocol, false means that the indicator sends by itself',
      }),
    pollMs: z.int().min(50).max(60_000).default(200).meta({ unit: 'ms', description: 'Time between two questions' }),
  })
  .meta({ description: 'A weighing indicator with a serial port' });

const iio = z
  .strictObject({
    type: z.literal('iio'),
    device: z
      .string()
      .min(1)
      .max(64)
      .default('hx711')
      .meta({ description: 'Name of the IIO device, or its folder name such as iio:device0' }),
    channels: z.array(z.int().min(0).max(7)).min(1).max(4).default([0]).meta({ description: 'Numbers N of in_voltageN_raw' }),
  })
  .meta({ description: 'The hx711 driver of the Linux kernel' });

/** Where a scale's readings come from. */
export const scaleDriverSchema = z.discriminatedUnion('type', [simulated, replay, board, indicator, iio]);
export type ScaleDriver = z.infer<typeof scaleDriverSchema>;
export type BoardDriver = Extract<ScaleDriver, { type: 'board' }>;
export type IndicatorDriver = Extract<ScaleDriver, { type: 'indicator' }>;
export type IioDriver = Extract<ScaleDriver, { type: 'iio' }>;

const gpio = z
  .strictObject({
    type: z.literal('gpio'),
    backend: z.enum(['auto', 'onoff', 'gpiomon']).default('auto').meta({ description: 'auto takes sysfs when it works, else gpiomon' }),
    chip: z.string().min(1).max(64).default('auto').meta({ description: 'Label of the chip; auto finds that of a Raspberry Pi' }),
    lineA: pinSchema.meta({ description: 'BCM number of beam A, the outer one' }),
    lineB: pinSchema.meta({ description: 'BCM number of beam B, the inner one' }),
    activeLow: z.boolean().default(true).meta({ description: 'The line is low while the beam is broken' }),
  })
  .meta({ description: 'Two light beams on GPIO lines' });

/** Where a door's edges come from. */
export const doorDriverSchema = z.discriminatedUnion('type', [simulated, replay, gpio]);
export type DoorDriver = z.infer<typeof doorDriverSchema>;
export type GpioDriver = Extract<DoorDriver, { type: 'gpio' }>;

const firmataPort = {
  type: z.literal('firmata'),
  path: pathSchema.meta({ description: 'Serial port of the tool board' }),
  baud: z.int().min(9_600).max(1_000_000).default(57_600).meta({ unit: 'baud', description: 'Speed of the line' }),
};

const clamp = z
  .strictObject({
    ...firmataPort,
    sensor: z.literal('clamp'),
    pin: z
      .string()
      .regex(/^A[0-7]$/u)
      .meta({ description: 'Analog pin of the current clamp' }),
    ampsPerVolt: z
      .number()
      .positive()
      .max(10_000)
      .meta({ unit: 'A/V', description: 'RMS amperes per RMS volt behind the burden resistor' }),
    referenceV: z.number().positive().max(5.5).default(5).meta({ unit: 'V', description: 'Voltage of the full range of the converter' }),
    windowMs: z.int().min(200).max(60_000).default(1_000).meta({ unit: 'ms', description: 'Time over which the RMS is taken' }),
  })
  .meta({ description: 'Current clamp; the RMS is taken around the mean, so the mid-supply bias needs no setting' });

const contact = z
  .strictObject({
    ...firmataPort,
    sensor: z.literal('contact'),
    pin: z.int().min(2).max(19).meta({ description: 'Digital pin of the run contact or vibration switch' }),
    activeLow: z.boolean().default(true).meta({ description: 'The pin is low while the contact is closed' }),
  })
  .meta({ description: 'A contact that is closed while the tool runs; or a vibration switch' });

const firmataTool = z.discriminatedUnion('sensor', [clamp, contact]);
export type FirmataTool = z.infer<typeof firmataTool>;

/** Where a tool's current or run contact comes from. */
export const toolDriverSchema = z.union([simulated, replay, firmataTool]);

const distance = z
  .strictObject({
    ...firmataPort,
    sensor: z.literal('distance'),
    pin: z
      .string()
      .regex(/^A[0-7]$/u)
      .meta({ description: 'Analog pin of the sensor' }),
    referenceV: z.number().positive().max(5.5).default(5).meta({ unit: 'V', description: 'Voltage of the full range of the converter' }),
    mmAtZeroV: z.number().min(-100_000).max(100_000).default(0).meta({ unit: 'mm', description: 'Distance at 0 V' }),
    mmPerVolt: z
      .number()
      .min(-100_000)
      .max(100_000)
      .meta({ unit: 'mm/V', description: 'Slope of the sensor, for example of an ultrasonic one with analog output' }),
  })
  .meta({ description: 'Distance sensor with analog output' });
export type FirmataDistance = z.infer<typeof distance>;

/** Where a level sensor's distance comes from. */
export const levelDriverSchema = z.discriminatedUnion('type', [simulated, distance]);
