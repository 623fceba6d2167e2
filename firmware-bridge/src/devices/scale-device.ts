import type { Command } from '@kringwijzer/contract';
import type { ScaleDevice } from '../config/device-schema.ts';
import { type ScaleConfig, type ScaleInput, type ScaleState, scaleConfigOf, scaleCore, scaleMemory } from '../core/cores.ts';
import type { CountsReading, ReadingSource, SourceGap, TemperatureReading } from '../ports/sources.ts';
import { CoreDevice } from './core-device.ts';
import type { Device, DeviceContext } from './device.ts';
import { storedScaleMemory } from './stored-memory.ts';

/** An indicator gives grams: one count is a gram. */
const GRAM_CHANNEL = { zeroCounts: 0, countsPerGram: 1 };
/** Counts no gram of an indicator can reach. */
const NO_SATURATION = Number.MAX_SAFE_INTEGER;
/** Samples are stamped by the board's clock and come up to this late. */
const TICK_LAG_MS = 300;

/** Amplifiers or readings a scale's driver delivers at once. */
export function channelCount(device: ScaleDevice): number {
  const { driver } = device;
  if (driver.type === 'board' || driver.type === 'iio') return driver.channels.length;
  return driver.type === 'indicator' ? 1 : (device.channels?.length ?? 1);
}

/** A scale from its configuration and its driver. Throws RangeError for a capacity, division or slope that cannot be. */
export function createScale(device: ScaleDevice, source: ReadingSource, context: DeviceContext): Device {
  const count = channelCount(device);
  const isIndicator = device.driver.type === 'indicator';
  const channels = isIndicator ? [GRAM_CHANNEL] : (device.channels ?? Array.from({ length: count }, () => GRAM_CHANNEL));
  if (channels.length !== count) throw new RangeError(`${device.id}: ${channels.length} channels are calibrated, the driver has ${count}`);
  const memory = storedScaleMemory(context.recall(device.id), count);
  const config = scaleConfigOf({
    device: device.id,
    role: device.role,
    capacityG: device.capacityG,
    divisionG: device.divisionG,
    sampleHz: device.sampleHz,
    channels,
    ...(device.stream === undefined ? {} : { stream: device.stream }),
    ...(isIndicator ? { saturationCounts: NO_SATURATION } : {}),
    ...(device.temperature === undefined ? {} : { temperature: device.temperature }),
    ...(memory === undefined ? {} : { memory }),
  });
  return new CoreDevice<ScaleConfig, ScaleState, ScaleInput, CountsReading | TemperatureReading | SourceGap>(
    {
      id: device.id,
      core: scaleCore,
      config,
      source,
      inputOf: scaleInput,
      commandOf: (command, atMs) => scaleCommand(command, atMs),
      memoryOf: (state) => scaleMemory(state),
      metaOf: (state, firmware) => metaOf(device, { count, firmware, calibrationId: scaleMemory(state).calibrationId }),
      flushOf: (atMs) => ({ type: 'flush', atMs }),
      tickLagMs: TICK_LAG_MS,
    },
    context,
  );
}

function scaleInput(event: CountsReading | TemperatureReading | SourceGap): ScaleInput {
  if (event.type === 'counts') return { type: 'sample', atMs: event.atMs, counts: event.raw };
  return event.type === 'temperature' ? event : { type: 'gap', atMs: event.atMs, reason: `${event.reason}: ${event.lost}` };
}

interface MetaExtras {
  readonly count: number;
  readonly firmware: string | undefined;
  readonly calibrationId: string | undefined;
}

const metaOf = (device: ScaleDevice, { count, firmware, calibrationId }: MetaExtras) => ({
  kind: 'scale' as const,
  id: device.id,
  name: device.name,
  role: device.role,
  capacityG: device.capacityG,
  divisionG: device.divisionG,
  cells: count,
  ...(device.stream === undefined ? {} : { stream: device.stream }),
  ...(device.fullG === undefined ? {} : { fullG: device.fullG }),
  ...(firmware === undefined ? {} : { firmware }),
  ...(calibrationId === undefined ? {} : { calibrationId }),
});

function scaleCommand(command: Command, atMs: number): ScaleInput | undefined {
  const asked = { atMs, id: command.id, by: command.args.by };
  switch (command.name) {
    case 'tare':
      return { type: 'tare', ...asked, presetG: command.args.presetG };
    case 'clear_tare':
    case 'zero':
      return { type: command.name, ...asked };
    case 'calibrate':
      return calibrateStep(command.args, asked);
    default:
      return undefined;
  }
}

type CalibrateArgs = Extract<Command, { name: 'calibrate' }>['args'];

function calibrateStep(args: CalibrateArgs, asked: { readonly atMs: number; readonly id: string; readonly by: string }): ScaleInput {
  if (args.step === 'point') return { type: 'calibrate', ...asked, step: 'point', massG: args.massG };
  if (args.step === 'corner') return { type: 'calibrate', ...asked, step: 'corner', corner: args.corner, massG: args.massG };
  return { type: 'calibrate', ...asked, step: args.step };
}
