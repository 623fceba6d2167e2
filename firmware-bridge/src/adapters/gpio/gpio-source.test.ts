import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryValue } from 'onoff';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceContext } from '../../../testing/source-context.ts';
import type { GpioDriver } from '../../config/driver-schema.ts';
import type { EdgeEvent } from '../../ports/sources.ts';
import type { BeamLinesOptions } from './beam-lines.ts';
import { chooseChip, sysfsChips } from './gpio-chip.ts';
import { gpioSource } from './gpio-source.ts';
import { gpioWords } from './gpio-words.ts';
import { gpiomonArguments, openGpiomonLines, parseGpiodetect, parseGpiomonLine } from './gpiomon-lines.ts';
import { openOnoffLines } from './onoff-lines.ts';

const SOON = { timeout: 8_000, interval: 5 };
const DRIVER: GpioDriver = { type: 'gpio', backend: 'auto', chip: 'auto', lineA: 17, lineB: 27, activeLow: true };

let folder = '';
const stops: (() => void | Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-gpio-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A sysfs of GPIO chips as a Raspberry Pi 5 has it on kernel 6.17 and later. */
function sysfs(chips: Record<string, { label: string; base: number; ngpio: number }>): string {
  for (const [name, files] of Object.entries(chips)) {
    mkdirSync(join(folder, name));
    for (const [file, value] of Object.entries(files)) writeFileSync(join(folder, name, file), `${value}\n`);
  }
  writeFileSync(join(folder, 'export'), '');
  writeFileSync(join(folder, 'unexport'), '');
  return folder;
}
const PI5 = {
  gpiochip512: { label: 'gpio-brcmstb@107d508500', base: 512, ngpio: 32 },
  gpiochip571: { label: 'pinctrl-rp1', base: 571, ngpio: 54 },
  chip0: { label: 'pinctrl-rp1', base: 0, ngpio: 54 },
};

/** Lines as onoff makes them, played by the test. */
function fakeOnoff(direction = 'in') {
  const watchers = new Map<number, (error: Error | null, value: BinaryValue) => void>();
  const levels = new Map<number, BinaryValue>();
  const unexported: number[] = [];
  const makeLine = (number: number) =>
    Promise.resolve({
      watch: (run: (error: Error | null, value: BinaryValue) => void) => void watchers.set(number, run),
      unwatchAll: () => void watchers.delete(number),
      unexport: () => void unexported.push(number),
      readSync: () => levels.get(number) ?? 1,
      direction: () => direction as 'in',
      edge: () => 'both' as const,
    });
  const set = (number: number, value: BinaryValue): void => {
    levels.set(number, value);
    watchers.get(number)?.(null, value);
  };
  return { makeLine, set, levels, unexported, watchers };
}

function start(options: {
  root?: string;
  onoff?: ReturnType<typeof fakeOnoff>;
  gpiomon?: string;
  gpiodetect?: string;
  driver?: Partial<GpioDriver>;
}) {
  const events: EdgeEvent[] = [];
  const none = (): Promise<never> => Promise.reject(new Error("ENOENT: no such file or directory, access '/sys/class/gpio/export'"));
  const source = gpioSource(
    { ...DRIVER, ...options.driver },
    {
      onoff: (lines) =>
        options.onoff ? openOnoffLines(lines, { root: options.root ?? folder, makeLine: options.onoff.makeLine }) : none(),
      gpiomon: (lines: BeamLinesOptions) =>
        openGpiomonLines(lines, { gpiomon: options.gpiomon ?? '/nowhere/gpiomon', gpiodetect: options.gpiodetect ?? '/nowhere/x' }),
    },
  );
  source.start(sourceContext(), (event) => events.push(event));
  stops.push(() => source.stop());
  const edges = (): string[] => events.flatMap((event) => (event.type === 'edge' ? [`${event.beam}${event.broken ? '+' : '-'}`] : []));
  return { source, events, edges };
}

describe('light beams through onoff', () => {
  it('finds the base of the chip by its label and reads the two lines', async () => {
    const onoff = fakeOnoff();
    const { events, edges } = start({ root: sysfs(PI5), onoff });
    await vi.waitFor(() => expect(onoff.watchers.size).toBe(2), SOON);
    expect([...onoff.watchers.keys()]).toEqual([588, 598]);
    onoff.set(588, 0);
    onoff.set(598, 0);
    onoff.set(588, 1);
    onoff.set(588, 1);
    expect(edges()).toEqual(['a+', 'b+', 'a-', 'a-']);
    expect(events).toContainEqual({ type: 'identity', firmware: 'onoff on pinctrl-rp1' });
  });

  it('notices a level that no interrupt told of, and gives the lines back at the end', async () => {
    const onoff = fakeOnoff();
    const { edges, source } = start({ root: sysfs(PI5), onoff });
    await vi.waitFor(() => expect(onoff.watchers.size).toBe(2), SOON);
    onoff.levels.set(598, 0);
    await vi.waitFor(() => expect(edges()).toEqual(['b+']), SOON);
    await source.stop();
    expect(onoff.unexported.toSorted()).toEqual([588, 598]);
  });

  it('refuses a line that another program has set to something else', async () => {
    const { events } = start({ root: sysfs(PI5), onoff: fakeOnoff('out') });
    await vi.waitFor(
      () =>
        expect(events).toContainEqual(
          expect.objectContaining({ code: 'KW_GPIO_UNUSABLE', detail: expect.stringContaining('another program uses it') }),
        ),
      SOON,
    );
  });

  it('says which chips there are when none is that of a Raspberry Pi', () => {
    expect(() => chooseChip(sysfsChips(sysfs({ gpiochip0: { label: 'acme', base: 0, ngpio: 8 } })), 'auto')).toThrow('there are: acme');
    expect(() => chooseChip([{ label: 'x' }, { label: 'x' }], 'x')).toThrow('2 GPIO chips');
  });

  it.each([
    ['EINVAL: invalid argument, write', 'BCM number'],
    ['EBUSY: resource busy or locked, write', 'holds the line'],
    ['EACCES: permission denied', 'group gpio'],
    ["ENOENT: no such file or directory, open '/sys/class/gpio/gpio5/edge'", 'no interrupt'],
    ["ENOENT: no such file or directory, access '/sys/class/gpio/export'", 'no GPIO in sysfs'],
    ['spawn gpiomon ENOENT', 'install the package gpiod'],
  ])('puts %j in plain words', (message, words) => {
    expect(gpioWords(new Error(message))).toContain(words);
  });
});

describe('light beams through gpiomon', () => {
  /** A program that behaves like gpiomon of a version: checks its arguments, then prints edges. */
  function program(name: string, script: string): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const detect = (): string =>
    program('gpiodetect', 'echo "gpiochip0 [pinctrl-rp1] (54 lines)"; echo "gpiochip10 [gpio-brcmstb] (32 lines)"');

  it.each([
    { version: 'gpiomon (libgpiod) v1.6.3', lines: ['1 17 52.835', '0 17 53.12', '0 27 54.1'], expected: ['a-', 'a+', 'b+'] },
    {
      version: 'gpiomon (libgpiod) v2.2.1',
      lines: ['1 17 52.835128880', '2 17 53.000000012', '2 27 54.000000001'],
      expected: ['a-', 'a+', 'b+'],
    },
  ])('falls back to $version when sysfs is not there', async ({ version, lines, expected }) => {
    const gpiomon = program(
      'gpiomon',
      `if [ "$1" = --version ]; then echo "${version}"; exit 0; fi\necho "$@" > ${folder}/args\nsleep 0.4\n${lines.map((line) => `echo "${line}"`).join('\n')}\nexec sleep 30`,
    );
    const { events, edges } = start({ gpiomon, gpiodetect: detect() });
    // The first one only tells that the beam is free, which it was taken to be.
    await vi.waitFor(() => expect(edges()).toEqual(expected.slice(1)), SOON);
    expect(events).toContainEqual({ type: 'identity', firmware: `gpiomon ${version.includes('v2') ? 2 : 1} on pinctrl-rp1` });
  });

  it('takes the end of gpiomon for the loss of the beams and starts it again', async () => {
    const gpiomon = program('gpiomon', `if [ "$1" = --version ]; then echo "gpiomon v2.1"; exit 0; fi\nsleep 0.5\necho "2 17 1.5"\nexit 1`);
    const { events } = start({ gpiomon, gpiodetect: detect() });
    const states = (): string[] => events.flatMap((event) => (event.type === 'fault' ? [event.state] : []));
    await vi.waitFor(() => expect(states().slice(0, 3)).toEqual(['raised', 'cleared', 'raised']), SOON);
  });

  it('names the reasons of both ways when neither works', async () => {
    const { events } = start({});
    await vi.waitFor(() => expect(events.some((event) => event.type === 'fault')).toBe(true), SOON);
    const fault = events.find((event) => event.type === 'fault');
    expect(fault).toMatchObject({ code: 'KW_GPIO_UNUSABLE', detail: expect.stringMatching(/onoff: .*sysfs.*gpiomon: .*gpiod/u) });
  });

  it('reads both formats and asks each version in its own words', () => {
    expect(parseGpiomonLine('1 17 52.5')).toEqual({ line: 17, high: true, kernelMs: 52_000.000_005 });
    expect(parseGpiomonLine('2 27 52.500000000')).toEqual({ line: 27, high: false, kernelMs: 52_500 });
    expect(parseGpiomonLine('rising 17')).toBeUndefined();
    expect(gpiomonArguments(1, 'gpiochip0', [17])).toContain('--line-buffered');
    expect(gpiomonArguments(2, 'gpiochip0', [17])).not.toContain('--line-buffered');
    expect(parseGpiodetect('gpiochip4 [pinctrl-rp1] (54 lines)\n')).toEqual([{ name: 'gpiochip4', label: 'pinctrl-rp1', lines: 54 }]);
  });
});
