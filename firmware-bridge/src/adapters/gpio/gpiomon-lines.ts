import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BeamLines, BeamLinesOptions, LineEvent } from './beam-lines.ts';
import { chooseChip } from './gpio-chip.ts';

export interface GpiomonOptions {
  readonly gpiomon?: string;
  readonly gpiodetect?: string;
}

const SETTLE_MS = 300;
const TIMEOUT_MS = 5_000;

/** Chips as `gpiodetect` prints them, the same in both versions: `gpiochip0 [pinctrl-rp1] (54 lines)`. */
export function parseGpiodetect(text: string): { readonly name: string; readonly label: string; readonly lines: number }[] {
  return [...text.matchAll(/^(gpiochip\d+) \[([^\]]*)\] \((\d+) lines\)$/gmu)].map(([, name = '', label = '', lines]) => ({
    name,
    label,
    lines: Number(lines),
  }));
}

/** Arguments of gpiomon 1 and 2. In 2 `-b` is another option than in 1, and lines are flushed without asking. */
export function gpiomonArguments(version: number, chip: string, lines: readonly number[]): string[] {
  const offsets = lines.map(String);
  return version >= 2
    ? ['--chip', chip, '--edges', 'both', '--format', '%e %o %S', ...offsets]
    : ['--line-buffered', '--format=%e %o %s.%n', chip, ...offsets];
}

/** One line of either version: `1 17 52.835128880`. Version 1 says 0 for falling, version 2 says 2; version 1 does not pad the nanoseconds. */
export function parseGpiomonLine(text: string): LineEvent | undefined {
  const [, edge, line, seconds, nanoseconds] = /^([012]) (\d{1,4}) (\d{1,12})\.(\d{1,9})$/u.exec(text.trim()) ?? [];
  if (edge === undefined || line === undefined) return undefined;
  return { line: Number(line), high: edge === '1', kernelMs: Number(seconds) * 1_000 + Number(nanoseconds) / 1e6 };
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], { timeout: TIMEOUT_MS });
  return stdout;
}

/** The two beams through a gpiomon child process, which has the kernel's queue and time stamps. Rejects with Error when it cannot run. */
export async function openGpiomonLines({ driver, onEvent, onLost }: BeamLinesOptions, options: GpiomonOptions = {}): Promise<BeamLines> {
  const program = options.gpiomon ?? 'gpiomon';
  const version = Number(/v(\d+)\./u.exec(await output(program, ['--version']))?.[1] ?? 1);
  const chip = chooseChip(parseGpiodetect(await output(options.gpiodetect ?? 'gpiodetect', [])), driver.chip);
  const child = spawn(program, gpiomonArguments(version, chip.name, [driver.lineA, driver.lineB]), { stdio: ['ignore', 'pipe', 'pipe'] });
  const levels = new Map<number, boolean>();
  let closed = false;
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-500);
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const event = parseGpiomonLine(text);
    if (event === undefined || closed) return;
    levels.set(event.line, event.high);
    onEvent(event);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(complaint.trim() || `gpiomon ended with ${code}`));
  });
  // It ends at once when a line is taken or not there; when it lives it waits for edges.
  const early = await Promise.race([ended, setTimeout(SETTLE_MS, undefined)]);
  if (early !== undefined) throw new Error(early);
  void ended.then((reason) => {
    if (!closed) onLost(reason);
  });
  return {
    via: `gpiomon ${version} on ${chip.label}`,
    isHigh: () => undefined,
    close: () => {
      closed = true;
      child.kill('SIGTERM');
    },
  };
}
