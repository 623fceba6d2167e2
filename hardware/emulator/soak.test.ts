import { describe, expect, it, vi } from 'vitest';
import { FrameReader } from './read-frames.ts';
import { createScaleBoard } from './scale-board.ts';
import { createToolBoard } from './tool-board.ts';

/** Kinds of things that keep the process alive now, and how many. */
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate').length;

describe('many boards in one process', () => {
  it('20 boards for 15 s of emulated time each lose and mix nothing', async () => {
    const boards = Array.from({ length: 20 }, (_, id) => {
      const board = createScaleBoard({
        boardId: id,
        channels: 1 + (id % 4),
        sps: id % 5 === 0 ? 80 : 10,
        input: ({ channel, atMs }) => ((id * 4 + channel) * 10_000 + Math.floor(atMs / 10)) * (20 / 2 ** 23),
      });
      const reader = new FrameReader();
      board.uart.on('data', (chunk: Buffer) => reader.take(chunk));
      return { id, board, reader };
    });
    for (let second = 0; second < 15; second += 1) {
      for (const { board } of boards) board.runMs(1000);
      await new Promise(setImmediate);
    }
    for (const { id, board, reader } of boards) {
      const samples = reader.ofKind('S');
      expect(samples.length, `board ${id}`).toBeGreaterThanOrEqual(id % 5 === 0 ? 1194 : 146);
      const wrong = samples.filter((fields, i) => {
        const channels = fields.slice(3).map((raw) => Math.floor(Number(raw) / 10_000));
        return (
          Number(fields[1]) !== i ||
          channels.join() !==
            [1, 2, 3, 4]
              .slice(0, 1 + (id % 4))
              .map((channel) => id * 4 + channel)
              .join()
        );
      });
      expect(wrong).toEqual([]);
      expect([board.watchdogResets, reader.ofKind('E'), reader.frames.every((frame) => frame.intact)]).toEqual([0, [], true]);
      board.uart.destroy();
    }
  }, 60_000);

  it('follow the clock on the wall, faster when asked, and leave no timer when stopped', async () => {
    const before = timers();
    const boards = [createScaleBoard({ input: () => 1 }), createToolBoard()];
    for (const board of boards) {
      board.start({ speed: 10 });
      board.start({ speed: 10 });
    }
    expect(timers()).toBe(before + 2);
    const from = performance.now();
    await vi.waitFor(() => expect(Math.min(...boards.map((board) => board.nowMs))).toBeGreaterThan(1000), { timeout: 10_000 });
    const wallMs = performance.now() - from;
    for (const board of boards) {
      expect(board.nowMs).toBeLessThan(10 * wallMs + 200);
      board.stop();
      board.stop();
    }
    // waitFor of this test has ended too, so only timers of the boards could be left.
    expect(timers()).toBeLessThanOrEqual(before);
    const stoppedAt = boards.map((board) => board.nowMs);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(boards.map((board) => board.nowMs)).toEqual(stoppedAt);
  });

  it('gives up emulated time instead of making a burst after a stall', async () => {
    const board = createScaleBoard({ input: () => 1 });
    board.start({ maxLagMs: 50 });
    const stallUntil = performance.now() + 300;
    while (performance.now() < stallUntil) {
      // A process that does not come round to its timers.
    }
    await vi.waitFor(() => expect(board.nowMs).toBeGreaterThan(40), { timeout: 5000, interval: 1 });
    expect(board.nowMs).toBeLessThan(250);
    expect(board.givenUpMs).toBeGreaterThan(200);
    board.stop();
  });

  it('refuses to be run by hand while it follows the clock, and a speed it cannot keep', () => {
    const board = createToolBoard();
    board.start();
    expect(() => board.runMs(1)).toThrow('stop() it first');
    board.stop();
    expect(() => board.start({ speed: 0 })).toThrow('not within 0.01..1000');
    expect(() => createScaleBoard({ channels: 5, input: () => 0 })).toThrow('channels 5 is not 1..4');
  });
});
