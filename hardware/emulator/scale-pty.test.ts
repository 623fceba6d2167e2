import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { SerialPort } from 'serialport';
import { afterEach, expect, it, vi } from 'vitest';
import { linkPty, type PtyLink } from './pty-link.ts';
import { FrameReader } from './read-frames.ts';
import { createScaleBoard, type ScaleBoard } from './scale-board.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;
const why = hasSocat ? '' : ' (SKIPPED: socat is not installed, apt install socat)';

const rawAt = (index: number): number => ((index * 7_919_333) % 2 ** 24) - 2 ** 23;

/** Enough for 1,000 samples at 80 a second on a machine that is four times too busy. */
const DEADLINE_MS = 60_000;

let board: ScaleBoard;
let link: PtyLink | undefined;
let port: SerialPort | undefined;

async function open(path: string): Promise<SerialPort> {
  const opened = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  opened.on('error', () => {
    // The plug is pulled on purpose; what matters is what comes after it.
  });
  await new Promise<void>((resolve, reject) => {
    opened.open((error) => (error === null ? resolve() : reject(error)));
  });
  return opened;
}

async function closePort(): Promise<void> {
  if (port?.isOpen === true) {
    const closed = once(port, 'close');
    port.close();
    await closed;
  }
  port = undefined;
}

afterEach(async () => {
  board.stop();
  await closePort();
  await link?.close();
  await link?.close();
});

it.skipIf(!hasSocat)(
  `1,000 of 1,000 samples are exact over a real PTY with serialport at 80 a second${why}`,
  async () => {
    let next = 0;
    board = createScaleBoard({ sps: 80, input: ({ channel }) => (channel === 1 ? (rawAt(next++) * 20) / 2 ** 23 : 0) });
    link = await linkPty(board.uart);
    port = await open(link.path);
    const reader = new FrameReader();
    port.on('data', (chunk: Buffer) => reader.take(chunk));
    board.start();
    await vi.waitFor(() => expect(reader.ofKind('S').length).toBeGreaterThanOrEqual(1000), { timeout: DEADLINE_MS, interval: 100 });
    const samples = reader.ofKind('S').slice(0, 1000);
    expect(samples.map((fields) => Number(fields[1]))).toEqual(samples.map((_, i) => i));
    expect(samples.map((fields) => Number(fields[3]))).toEqual(samples.map((_, i) => rawAt(i)));
    expect([reader.frames.filter((frame) => !frame.intact), board.amplifier(1).missed]).toEqual([[], 0]);
  },
  DEADLINE_MS + 10_000,
);

it.skipIf(!hasSocat)(
  `the plug can be pulled under traffic and put back five times; commands still arrive${why}`,
  async () => {
    board = createScaleBoard({ sps: 80, input: ({ atMs }) => atMs / 1e5 });
    link = await linkPty(board.uart);
    board.start({ speed: 4 });
    for (let i = 0; i < 5; i += 1) {
      port = await open(link.path);
      const reader = new FrameReader();
      port.on('data', (chunk: Buffer) => reader.take(chunk));
      port.write('I\n');
      await vi.waitFor(() => expect([reader.ofKind('S').length > 3, reader.ofKind('H').length > 0]).toEqual([true, true]), {
        timeout: 10_000,
      });
      await link.pull();
      await closePort();
      await expect(open(link.path)).rejects.toThrow('No such file');
      await link.put();
    }
    port = await open(link.path);
  },
  60_000,
);
