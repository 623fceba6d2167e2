import type { DeviceConfig } from '../config/device-schema.ts';
import type { BoardDriver } from '../config/driver-schema.ts';
import type { Drivers } from '../devices/create-device.ts';
import type { OpenSerial } from '../ports/serial.ts';
import type { AmpsSource, DistanceSource, EdgeSource, ReadingSource } from '../ports/sources.ts';
import { firmataDistance, firmataTool } from './firmata/firmata-sources.ts';
import { ToolBoard } from './firmata/tool-board.ts';
import { gpioSource } from './gpio/gpio-source.ts';
import { iioSource } from './iio-source.ts';
import { indicatorSource } from './indicators/indicator-source.ts';
import { replayDoor, replayScale, replayTool } from './replay-source.ts';
import { ScaleBoard } from './scale-board.ts';
import { simulatedDoor, simulatedLevel, simulatedScale, simulatedTool } from './simulated-source.ts';
import { withTemperature } from './temperature-file.ts';

/** Sources that take the place of hardware, by device id; used by devices whose driver is `simulated`. */
export interface InjectedSources {
  readonly scales?: Readonly<Record<string, ReadingSource>>;
  readonly doors?: Readonly<Record<string, EdgeSource>>;
  readonly tools?: Readonly<Record<string, AmpsSource>>;
  readonly levels?: Readonly<Record<string, DistanceSource>>;
}

/** Every driver the node has. Devices on the same serial port share one board. */
export function createDrivers(openSerial: OpenSerial, injected: InjectedSources): Drivers {
  const boards = new Map<string, ScaleBoard>();
  const boardOf = (driver: BoardDriver): ScaleBoard => {
    const board = boards.get(driver.path) ?? new ScaleBoard(driver, openSerial);
    boards.set(driver.path, board);
    return board;
  };
  const toolBoards = new Map<string, ToolBoard>();
  const toolBoardOf = ({ path, baud }: { readonly path: string; readonly baud: number }): ToolBoard => {
    const board = toolBoards.get(path) ?? new ToolBoard({ path, baud, open: openSerial });
    toolBoards.set(path, board);
    return board;
  };
  return {
    scale: (device) => {
      const source = injected.scales?.[device.id] ?? scaleSource(device, openSerial, boardOf);
      return device.temperatureFile === undefined ? source : withTemperature(source, device.temperatureFile);
    },
    door: (device) => injected.doors?.[device.id] ?? doorSource(device),
    tool: (device) => injected.tools?.[device.id] ?? toolSource(device, toolBoardOf),
    level: (device) => injected.levels?.[device.id] ?? levelSource(device, toolBoardOf),
  };
}

type ScaleDevice = Extract<DeviceConfig, { kind: 'scale' }>;

function scaleSource(device: ScaleDevice, openSerial: OpenSerial, boardOf: (driver: BoardDriver) => ScaleBoard): ReadingSource {
  const { driver } = device;
  if (driver.type === 'board') return boardOf(driver).source(driver.channels);
  if (driver.type === 'indicator') return indicatorSource(driver, openSerial);
  if (driver.type === 'iio') return iioSource(driver, { sampleHz: device.sampleHz });
  if (driver.type === 'replay') return replayScale(driver);
  const channels = device.channels ?? [{ zeroCounts: 0, countsPerGram: 1 }];
  return simulatedScale({ sampleHz: device.sampleHz, capacityG: device.capacityG, divisionG: device.divisionG, channels });
}

function doorSource({ driver }: Extract<DeviceConfig, { kind: 'door' }>): EdgeSource {
  if (driver.type === 'gpio') return gpioSource(driver);
  return driver.type === 'replay' ? replayDoor(driver) : simulatedDoor();
}

type ToolBoardOf = (driver: { readonly path: string; readonly baud: number }) => ToolBoard;

function toolSource({ driver, idleAmps, runAmps }: Extract<DeviceConfig, { kind: 'tool' }>, boardOf: ToolBoardOf): AmpsSource {
  if (driver.type === 'firmata') return firmataTool(driver, boardOf(driver));
  return driver.type === 'replay' ? replayTool(driver) : simulatedTool(idleAmps, runAmps);
}

const levelSource = ({ driver, emptyMm, fullMm }: Extract<DeviceConfig, { kind: 'level' }>, boardOf: ToolBoardOf): DistanceSource =>
  driver.type === 'firmata' ? firmataDistance(driver, boardOf(driver)) : simulatedLevel(emptyMm, fullMm);
