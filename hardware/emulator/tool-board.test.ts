import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createToolBoard, type ToolBoard, voltsOfCounts } from './tool-board.ts';

/** The few parts of johnny-five and firmata-io that are used here; neither has types. */
interface Io {
  readonly firmware: { readonly name: string; readonly version: { readonly major: number; readonly minor: number } };
  readonly pins: readonly { readonly supportedModes: readonly number[]; readonly analogChannel: number }[];
  setSamplingInterval(ms: number): void;
  analogRead(channel: number, take: (value: number) => void): void;
  digitalRead(pin: number, take: (value: number) => void): void;
  pinMode(pin: number, mode: number): void;
  digitalWrite(pin: number, value: number): void;
  queryPinState(pin: number, take: () => void): void;
  sysexCommand(bytes: readonly number[]): void;
  on(event: 'string', take: (text: string) => void): void;
}
interface Five {
  readonly Board: new (options: object) => { on(event: 'ready', take: () => void): void; readonly isReady: boolean };
  readonly Sensor: new (options: object) => { on(event: 'data', take: () => void): void; readonly raw: number };
  readonly Switch: new (options: object) => { on(event: 'open' | 'close', take: () => void): void };
  readonly Led: new (options: object) => { on(): void; off(): void };
}

const require = createRequire(import.meta.url);
const five: Five = require('johnny-five');
const { Firmata }: { readonly Firmata: new (transport: Duplex, options: object) => Io } = require('firmata-io');

const PULL_UP = 0x0b;

let tool: ToolBoard;
let io: Io;
let ready: InstanceType<Five['Board']>;

beforeEach(async () => {
  tool = createToolBoard();
  io = new Firmata(tool.uart, { reportVersionTimeout: 300 });
  ready = new five.Board({ io, repl: false, debug: false, sigint: false });
  const isReady = new Promise<void>((resolve) => {
    ready.on('ready', resolve);
  });
  tool.start();
  await isReady;
}, 20_000);

afterEach(() => {
  tool.stop();
  tool.uart.destroy();
});

describe('the tool board with johnny-five', () => {
  it('tells its name and what its pins can do', () => {
    expect(io.firmware).toMatchObject({ name: 'kw-tool', version: { major: 1, minor: 0 } });
    expect(io.pins).toHaveLength(22);
    expect(io.pins.map((pin) => pin.supportedModes.join(','))).toEqual([
      '',
      '',
      ...Array.from({ length: 12 }, () => '0,1,11'),
      ...Array.from({ length: 6 }, () => '0,1,2,11'),
      '2',
      '2',
    ]);
    expect(io.pins.slice(14).map((pin) => pin.analogChannel)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('reads injected voltages exactly, count for count', async () => {
    tool.setAnalog(0, voltsOfCounts(0));
    const sensor = new five.Sensor({ board: ready, pin: 'A0', freq: 5 });
    for (const counts of [1, 2, 300, 511, 512, 513, 767, 1022, 1023, 0]) {
      tool.setAnalog(0, voltsOfCounts(counts));
      await vi.waitFor(() => expect(sensor.raw).toBe(counts), { timeout: 5000, interval: 5 });
    }
  });

  it('reads all eight channels, each its own', async () => {
    const seen: number[] = Array.from({ length: 8 }, () => -1);
    for (let channel = 0; channel < 8; channel += 1) {
      tool.setAnalog(channel, voltsOfCounts(100 + channel * 111));
      io.analogRead(channel, (value) => {
        seen[channel] = value;
      });
    }
    await vi.waitFor(() => expect(seen).toEqual([100, 211, 322, 433, 544, 655, 766, 877]), { timeout: 5000 });
  });

  it('keeps the sampling interval it is told', async () => {
    const stamps: number[] = [];
    io.setSamplingInterval(50);
    io.analogRead(0, () => stamps.push(tool.nowMs));
    await vi.waitFor(() => expect(stamps.length).toBeGreaterThan(20), { timeout: 10_000 });
    const spanMs = (stamps[20] ?? 0) - (stamps[0] ?? 0);
    expect(spanMs).toBeGreaterThan(950);
    expect(spanMs).toBeLessThan(1150);
  });

  it('misses no change of a contact', async () => {
    const seen: string[] = [];
    const contact = new five.Switch({ board: ready, pin: 4 });
    contact.on('close', () => seen.push('close'));
    contact.on('open', () => seen.push('open'));
    for (let i = 1; i <= 10; i += 1) {
      tool.setDigital(4, i % 2 === 1);
      await vi.waitFor(() => expect(seen).toHaveLength(i), { timeout: 5000, interval: 5 });
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'open' : 'close')));
  });

  it('reads pins of all three groups, with pull-up too', async () => {
    const seen = new Map<number, number>();
    for (const pin of [2, 7, 8, 12, 14, 19]) {
      tool.setDigital(pin, false);
      io.pinMode(pin, PULL_UP);
      io.digitalRead(pin, (value) => seen.set(pin, value));
    }
    for (const pin of [2, 7, 8, 12, 14, 19]) {
      tool.setDigital(pin, true);
      await vi.waitFor(() => expect(seen.get(pin)).toBe(1), { timeout: 5000, interval: 5 });
    }
  });

  it('drives an output', async () => {
    const led = new five.Led({ board: ready, pin: 13 });
    for (const lit of [true, false, true]) {
      if (lit) led.on();
      else led.off();
      await vi.waitFor(() => expect(tool.readDigital(13)).toBe(lit), { timeout: 5000, interval: 5 });
    }
    expect(tool.readDigital(12)).toBeUndefined();
  });

  it('says so when a pin mode is not possible or a message is unknown', async () => {
    const texts: string[] = [];
    io.on('string', (text) => texts.push(text.replaceAll('\0', '')));
    io.pinMode(5, 3);
    io.sysexCommand([0x33, 1]);
    await vi.waitFor(() => expect(texts).toEqual(['pin mode refused', 'unknown sysex']), { timeout: 5000 });
  });

  it('is reset by its watchdog when it hangs, tells it, and works again', async () => {
    const texts: string[] = [];
    io.on('string', (text) => texts.push(text.replaceAll('\0', '')));
    io.sysexCommand([0x01, 'W'.charCodeAt(0)]);
    await vi.waitFor(() => expect(texts).toContain('WATCHDOG'), { timeout: 10_000 });
    expect(tool.watchdogResets).toBe(1);
    tool.setAnalog(3, voltsOfCounts(700));
    const seen: number[] = [];
    io.analogRead(3, (value) => seen.push(value));
    await vi.waitFor(() => expect(seen.at(-1)).toBe(700), { timeout: 5000 });
  });
});
