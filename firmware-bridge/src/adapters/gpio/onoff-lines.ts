import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BinaryValue, Gpio } from 'onoff';
import type { BeamLines, BeamLinesOptions } from './beam-lines.ts';
import { chooseChip, sysfsChips } from './gpio-chip.ts';

const SYSFS = '/sys/class/gpio';

type GpioLine = Pick<Gpio, 'watch' | 'unwatchAll' | 'unexport' | 'readSync' | 'direction' | 'edge'>;

export interface OnoffOptions {
  readonly root?: string;
  /** Makes a line of a kernel number; for tests on machines without GPIO. */
  readonly makeLine?: (number: number) => Promise<GpioLine>;
}

/** onoff is loaded when it is needed: its native part is not there on every machine. */
async function realLine(number: number): Promise<GpioLine> {
  const { Gpio: Line } = await import('onoff');
  // Both edges: with one of them, onoff drops a short pulse silently. Debouncing is for the core.
  return new Line(number, 'in', 'both', { activeLow: false });
}

/** The two beams through onoff and sysfs. Rejects with Error when sysfs, the chip or a line is not there or not as asked. */
export async function openOnoffLines({ driver, onEvent, onLost }: BeamLinesOptions, options: OnoffOptions = {}): Promise<BeamLines> {
  const root = options.root ?? SYSFS;
  accessSync(join(root, 'export'), constants.W_OK);
  const chip = chooseChip(sysfsChips(root), driver.chip);
  const lines = new Map<number, GpioLine>();
  const close = (): void => {
    for (const line of lines.values()) {
      line.unwatchAll();
      line.unexport();
    }
    lines.clear();
  };
  try {
    for (const bcm of [driver.lineA, driver.lineB]) {
      if (bcm >= chip.lines) throw new Error(`EINVAL: ${chip.label} has ${chip.lines} lines, no line ${bcm}`);
      const number = chip.base + bcm;
      forget(root, number);
      const line = await (options.makeLine ?? realLine)(number);
      lines.set(bcm, line);
      check(line, bcm);
      line.watch((error: Error | null | undefined, value: BinaryValue) => {
        if (error) onLost(error.message);
        else onEvent({ line: bcm, high: value === 1, kernelMs: undefined });
      });
    }
  } catch (error) {
    close();
    throw error;
  }
  return { via: `onoff on ${chip.label}`, isHigh: (bcm) => lines.get(bcm)?.readSync() === 1, close };
}

/** A line left exported by a process that was killed: onoff would swallow every error in setting it up. */
function forget(root: string, number: number): void {
  if (existsSync(join(root, `gpio${number}`))) writeFileSync(join(root, 'unexport'), String(number));
}

function check(line: GpioLine, bcm: number): void {
  const direction = line.direction();
  const edge = line.edge();
  if (direction !== 'in' || edge !== 'both') throw new Error(`line ${bcm} is set to ${direction} and ${edge}; another program uses it`);
}
