import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IioDriver } from '../config/driver-schema.ts';
import type { CancelTimer } from '../ports/clock.ts';
import type { ReadingEvent, ReadingSource, SourceContext } from '../ports/sources.ts';
import { FaultLatch } from './fault-latch.ts';

const IIO_ROOT = '/sys/bus/iio/devices';
/** The kernel's hx711 driver turns the sign bit round, so that its raw value is never negative (drivers/iio/adc/hx711.c). */
const KERNEL_OFFSET = 0x80_0000;
const RAW_MAX = 0xff_ffff;

/** Folder of an IIO device by its name or its folder name. Throws Error with the names there are. */
export function findIioDevice(name: string, root = IIO_ROOT): string {
  const folders = existsSync(root) ? readdirSync(root).filter((entry) => entry.startsWith('iio:device')) : [];
  const named = folders.map((folder) => ({ folder, name: nameOf(join(root, folder)) }));
  const found = named.filter((device) => device.folder === name || device.name === name);
  const [first] = found;
  if (found.length === 1 && first !== undefined) return join(root, first.folder);
  const there = named.map((device) => `${device.folder} (${device.name})`).join(', ') || 'none';
  throw new Error(
    found.length === 0 ? `no device ${name}; there are: ${there}` : `${found.length} devices are called ${name}; name the folder: ${there}`,
  );
}

function nameOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'name'), 'utf8').trim();
  } catch {
    // A device that is just going away has no name any more.
    return '';
  }
}

export interface IioOptions {
  readonly sampleHz: number;
  readonly root?: string;
}

/** Counts of the kernel's hx711 driver. Each reading waits for a conversion, so the rate is at most that of the chip. */
export function iioSource(driver: IioDriver, options: IioOptions): ReadingSource {
  let cancel: CancelTimer | undefined;
  let running = false;
  let folder: string | undefined;
  const read = async (): Promise<number[]> => {
    folder ??= findIioDevice(driver.device, options.root);
    const raw: number[] = [];
    // One after the other: the amplifiers share their clock line in the usual wiring.
    for (const channel of driver.channels) raw.push(rawOf(await readFile(join(folder, `in_voltage${channel}_raw`), 'utf8')));
    return raw;
  };
  const sample = async (context: SourceContext, faults: FaultLatch, emit: (event: ReadingEvent) => void): Promise<void> => {
    if (running) return;
    running = true;
    try {
      const raw = await read();
      faults.clear();
      emit({ type: 'counts', atMs: context.nowMs(), raw });
    } catch (error) {
      folder = undefined;
      faults.raise('KW_IIO_UNREADABLE', error instanceof Error ? error.message : String(error));
    } finally {
      running = false;
    }
  };
  return {
    start: (context, emit) => {
      const faults = new FaultLatch(context.nowMs, emit);
      cancel = context.every(1_000 / options.sampleHz, () => void sample(context, faults, emit));
    },
    stop: () => {
      cancel?.();
      return Promise.resolve();
    },
  };
}

function rawOf(text: string): number {
  const value = Number(text.trim() || Number.NaN);
  if (!Number.isInteger(value) || value < 0 || value > RAW_MAX) throw new Error(`${JSON.stringify(text)} is not a 24-bit value`);
  return value - KERNEL_OFFSET;
}
