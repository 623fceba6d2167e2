import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CYCLES_PER_MS } from './clock-hz.ts';
import { FrameReader } from './read-frames.ts';
import { createScaleBoard, type ScaleBoard, type ScaleBoardOptions } from './scale-board.ts';

/** Raw values that catch bit slips, sign and range errors, then a row that looks like nothing. */
const EXTREMES = [0, 1, -1, 0x7f_ffff, -0x80_0000, 0x55_5555, -0x55_5556, 0x7f_fffe, -0x7f_ffff, 0x00_0100, 0x01_0000];
const rawAt = (index: number): number => EXTREMES[index] ?? ((index * 7_919_333) % 2 ** 24) - 2 ** 23;
const millivoltsOf = (raw: number): number => (raw * 20) / 2 ** 23;

let board: ScaleBoard;
let reader: FrameReader;

function power(options: ScaleBoardOptions): void {
  board = createScaleBoard(options);
  reader = new FrameReader();
  board.uart.on('data', (chunk: Buffer) => reader.take(chunk));
}

/** Lets emulated time pass, and the streams pass their bytes on. */
async function run(ms: number): Promise<void> {
  board.runMs(ms);
  await new Promise(setImmediate);
}

async function command(line: string): Promise<void> {
  board.uart.write(`${line}\n`);
  await run(20);
}

const samples = (): readonly (readonly string[])[] => reader.ofKind('S');
const events = (): readonly string[] => reader.ofKind('E').map((fields) => fields.slice(1).join(','));
const answers = (): readonly string[] => reader.ofKind('A').map((fields) => fields.slice(1).join(','));

afterEach(() => board.uart.destroy());

describe('1,000 samples in virtual time', () => {
  it.each([10, 80] as const)('are exact at %d a second', async (sps) => {
    let next = 0;
    power({ sps, input: ({ channel }) => millivoltsOf(channel === 1 ? rawAt(next++) : 0) });
    await run(400 + (1000 * 1000) / sps + 1);
    expect(samples().length).toBeGreaterThanOrEqual(1000);
    expect(
      samples()
        .slice(0, 1000)
        .map((fields) => Number(fields[3])),
    ).toEqual(Array.from({ length: 1000 }, (_, i) => rawAt(i)));
    expect(
      samples()
        .slice(0, 1000)
        .map((fields) => Number(fields[1])),
    ).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([reader.frames.filter((frame) => !frame.intact), board.amplifier(1).missed, board.watchdogResets]).toEqual([[], 0, 0]);
  });

  it('are exact on four channels that convert out of step, at 80 a second', async () => {
    const asked = new Map<number, number>();
    power({
      sps: 80,
      channels: 4,
      input: ({ channel }) => {
        const index = asked.get(channel) ?? 0;
        asked.set(channel, index + 1);
        return millivoltsOf(rawAt(index + channel));
      },
    });
    await run(51 + 250 * 12.5);
    const expected = Array.from({ length: 250 }, (_, i) => [1, 2, 3, 4].map((channel) => rawAt(i + channel)));
    expect(
      samples()
        .slice(0, 250)
        .map((fields) => fields.slice(3).map(Number)),
    ).toEqual(expected);
  });

  it('carry the uptime of the board in ms', async () => {
    power({ input: () => 1 });
    await run(60_000);
    const atMs = samples().map((fields) => Number(fields[2]));
    expect(atMs.length).toBe(596);
    for (const [i, ms] of atMs.entries()) expect(ms).toBe(400 + i * 100);
  });

  it('hold the ends of the range when the bridge voltage is outside it', async () => {
    power({ input: ({ atMs }) => (atMs < 550 ? 100 : -100) });
    await run(700);
    expect(samples().map((fields) => fields[3])).toEqual(['8388607', '8388607', '-8388608']);
  });
});

describe('identity and commands', () => {
  beforeEach(() => power({ channels: 2, boardId: 0xa1b2, input: ({ channel, gain }) => channel * (gain === 'A128' ? 1 : 2) }));

  it('tells who it is at start and when asked', async () => {
    await run(50);
    await command('I');
    const identity = ['H', 'kw-scale', '1.0.0', '1', '0000A1B2', '2', 'A128'];
    expect(reader.ofKind('H')).toEqual([identity, identity]);
  });

  it('changes the number of channels and keeps it through a reset', async () => {
    await run(450);
    await command('N,4\r');
    await run(500);
    expect(answers()).toEqual(['N,OK']);
    expect(
      samples()
        .map((fields) => fields.length - 3)
        .slice(0, 2),
    ).toEqual([2, 4]);
    board.reset();
    await run(1000);
    expect(reader.ofKind('H').at(-1)?.[5]).toBe('4');
    expect(samples().at(-1)).toHaveLength(7);
  });

  it('changes the gain and drops the conversion that was under way', async () => {
    await run(450);
    await command('G,A64');
    await run(1000);
    const [before = '', ...after] = samples().map((fields) => fields[3] ?? '');
    expect(before).toBe(String(419_430));
    expect(after.length).toBeGreaterThan(3);
    expect(new Set(after)).toEqual(new Set([String(Math.round((2 / 40) * 2 ** 23))]));
    expect(samples().map((fields) => Number(fields[1]))).toEqual(samples().map((_, i) => i));
    await command('I');
    expect(reader.ofKind('H').at(-1)?.[6]).toBe('A64');
  });

  it('switches the amplifiers off and on and keeps the gain', async () => {
    await command('G,B32');
    await run(1500);
    await command('P,0');
    const quietFrom = samples().length;
    await run(3000);
    expect([samples().length, events()]).toEqual([quietFrom, []]);
    await command('P,1');
    await run(1500);
    expect(samples().length).toBeGreaterThan(quietFrom);
    expect(samples().at(quietFrom)?.[3]).toBe(String(Math.round((2 / 80) * 2 ** 23)));
    expect(answers()).toEqual(['G,OK', 'P,OK', 'P,OK']);
  });

  it('keeps a new board id', async () => {
    await command('B,DEADBEEF');
    board.reset();
    await run(50);
    expect(reader.ofKind('H').at(-1)?.[4]).toBe('DEADBEEF');
  });

  it.each([
    ['X', 'X,ERR,UNKNOWN'],
    ['N,5', 'N,ERR,ARGUMENT'],
    ['N', 'N,ERR,ARGUMENT'],
    ['G,A12', 'G,ERR,ARGUMENT'],
    ['P,2', 'P,ERR,ARGUMENT'],
    ['I,1', 'I,ERR,ARGUMENT'],
    ['B,deadbeef', 'B,ERR,ARGUMENT'],
    ['WW', 'W,ERR,ARGUMENT'],
    ['\u0007', '?,ERR,UNKNOWN'],
    ['N,1'.padEnd(40, '0'), 'N,ERR,TOOLONG'],
  ])('refuses %j with its reason', async (line, answer) => {
    await run(10);
    await command(line);
    expect(answers()).toEqual([answer]);
    expect(reader.ofKind('H')[0]?.[5]).toBe('2');
  });

  it('answers each of twenty commands sent at once, and survives any bytes', async () => {
    await run(10);
    for (let i = 0; i < 20; i += 1) board.uart.write('I\n');
    await run(1000);
    expect(reader.ofKind('H')).toHaveLength(21);
    board.uart.write(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 97 + (i >> 3)) % 256)));
    await run(1000);
    await command('');
    await command('I');
    expect(reader.ofKind('H').at(-1)?.[1]).toBe('kw-scale');
    expect(reader.frames.every((frame) => frame.intact)).toBe(true);
    expect(Math.max(...reader.frames.map((frame) => frame.text.length + 1))).toBeLessThanOrEqual(80);
  });
});

describe('amplifiers that fail', () => {
  beforeEach(async () => {
    let noise = 0;
    power({ channels: 2, sps: 80, input: ({ channel }) => channel + 0.001 * (noise++ % 7) });
    await run(500);
  });

  it.each(['missing', 'shorted'] as const)('reports a %s one, goes on with the other and sees it come back', async (fault) => {
    board.setFault(2, fault);
    await run(1300);
    expect(events()).toEqual(['MISSING,2']);
    const from = samples().length;
    await run(1000);
    expect(samples().length - from).toBeGreaterThanOrEqual(79);
    expect(samples().at(-1)?.slice(3)).toEqual([expect.stringMatching(/^4\d{5}$/u), '-']);
    board.setFault(2, 'none');
    await run(500);
    expect(events()).toEqual(['MISSING,2', 'BACK,2']);
    expect(samples().at(-1)?.slice(3)).toEqual([expect.stringMatching(/^4\d{5}$/u), expect.stringMatching(/^8\d{5}$/u)]);
  });

  it('sends a line without values once a second when none answers', async () => {
    board.setFault(1, 'missing');
    board.setFault(2, 'missing');
    await run(1300);
    const from = samples().length;
    await run(10_000);
    expect(events()).toEqual(['MISSING,1', 'MISSING,2']);
    expect(samples().length - from).toBe(10);
    expect(samples().at(-1)?.slice(3)).toEqual(['-', '-']);
    board.setFault(2, 'none');
    await run(200);
    expect(events().at(-1)).toBe('BACK,2');
  });

  it('reports a stuck one after 64 equal values and when it moves again', async () => {
    board.setFault(1, 'stuck');
    await run(62 * 12.5);
    expect(events()).toEqual([]);
    await run(4 * 12.5);
    expect(events()).toEqual(['STUCK,1']);
    board.setFault(1, 'none');
    await run(50);
    expect(events()).toEqual(['STUCK,1', 'BACK,1']);
  });
});

describe('the watchdog', () => {
  it('resets the board within 1.1 s when it is no longer fed, and the board tells it', async () => {
    power({ input: ({ atMs }) => atMs / 1e6 });
    await run(500);
    await command('W');
    expect([answers(), board.watchdogResets]).toEqual([['W,OK'], 0]);
    await run(1100);
    expect([board.watchdogResets, events()]).toEqual([1, ['WATCHDOG,0']]);
    await run(10_000);
    expect([board.watchdogResets, reader.ofKind('H').length]).toEqual([1, 2]);
    expect(Number(samples().at(-1)?.[1])).toBeGreaterThan(80);
  });

  it('catches a firmware that hangs with its interrupts off', async () => {
    power({ input: () => 1 });
    await run(500);
    // A jump to itself at the place where the program is, and no more interrupts.
    board.chip.cpu.progMem[board.chip.cpu.pc] = 0xcfff;
    board.chip.cpu.progMem[board.chip.cpu.pc + 1] = 0xcfff;
    board.chip.cpu.data[95] = 0;
    await run(2000);
    expect([board.watchdogResets, events()]).toEqual([1, ['WATCHDOG,0']]);
  });
});

describe('the pins and the speed', () => {
  it('uses no external interrupt, only pin changes, and never a clock pulse of 50 us', async () => {
    power({ channels: 4, sps: 80, input: () => 1 });
    let highAt = 0;
    let longestCycles = 0;
    board.runMs(40);
    board.chip.ports.B.addListener((value) => {
      if ((value & 1) === 1) highAt = board.chip.cpu.cycles;
      else longestCycles = Math.max(longestCycles, board.chip.cpu.cycles - highAt);
    });
    for (let i = 0; i < 100; i += 1) {
      board.uart.write('I\n');
      await run(13);
    }
    expect(board.chip.cpu.data[0x3d]).toBe(0);
    expect(longestCycles).toBeGreaterThan(0);
    expect(longestCycles).toBeLessThan(0.05 * CYCLES_PER_MS);
  });

  it('sleeps nearly always: over 50 times real time with four channels, even on a busy machine', async () => {
    power({ channels: 4, input: ({ atMs }) => atMs / 1e5 });
    board.runMs(1000);
    const from = process.cpuUsage();
    board.runMs(30_000);
    const usedMs = process.cpuUsage(from).user / 1000;
    expect(board.asleep).toBe(true);
    expect(30_000 / usedMs).toBeGreaterThan(50);
    await run(0);
  });
});
