import { createHash } from 'node:crypto';
import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { frameOf } from '../../testing/board-text.ts';
import { createPty, hasSocat, type Pty } from '../../testing/pty.ts';
import { sourceContext } from '../../testing/source-context.ts';
import type { BoardDriver } from '../config/driver-schema.ts';
import type { OpenSerial } from '../ports/serial.ts';
import type { CountsReading, ReadingEvent } from '../ports/sources.ts';
import { openSerialPort } from './safe-serialport.ts';
import { ScaleBoard } from './scale-board.ts';

const SOON = { timeout: 10_000, interval: 5 };
const DRIVER: BoardDriver = { type: 'board', path: '/dev/board', channels: [1], gain: 'A128' };
const HELLO = frameOf('H,kw-scale,1.0.0,1,0000A1B2,2,A128');

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** A board in memory: what the node reads is pushed, what it writes is kept. */
class FakeBoard extends Duplex {
  written = '';
  override _read(): void {
    // Bytes are pushed when the test has them.
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written += chunk.toString('latin1');
    done();
  }
}

function startBoard(open: OpenSerial, path = '/dev/board', channels: readonly number[] = [1]) {
  const board = new ScaleBoard({ ...DRIVER, path, channels: [...channels] }, open);
  const events: ReadingEvent[] = [];
  const source = board.source(channels);
  source.start(sourceContext(), (event) => events.push(event));
  stops.push(() => source.stop());
  return { board, events, counts: (): CountsReading[] => events.flatMap((event) => (event.type === 'counts' ? [event] : [])) };
}

async function inMemory(channels: readonly number[] = [1]) {
  const fake = new FakeBoard();
  const started = startBoard(() => Promise.resolve(fake), '/dev/board', channels);
  await vi.waitFor(() => expect(fake.written).toContain('I\n'), SOON);
  return { fake, ...started };
}

describe('ScaleBoard', () => {
  it('gives the counts of its own channels, undefined for a silent amplifier', async () => {
    const { fake, counts } = await inMemory([2, 4]);
    fake.push(`${HELLO}${frameOf('S,0,100,1,22,3,-')}${frameOf('S,1,200,1,23,3,44')}`);
    await vi.waitFor(
      () =>
        expect(counts().map((event) => event.raw)).toEqual([
          [22, undefined],
          [23, 44],
        ]),
      SOON,
    );
  });

  it('tells the core of gaps in the sequence, also over its wrap', async () => {
    const { fake, board, events } = await inMemory();
    fake.push(`${HELLO}${frameOf('S,65534,100,1')}${frameOf('S,65535,200,1')}${frameOf('S,0,300,1')}${frameOf('S,4,700,1')}`);
    await vi.waitFor(() => expect(board.counts.samples).toBe(4), SOON);
    expect(events.filter((event) => event.type === 'gap').map((event) => ('lost' in event ? event.lost : -1))).toEqual([3]);
    expect(board.counts.lost).toBe(3);
  });

  it('counts damaged lines and makes no sample of them', async () => {
    const { fake, board, counts } = await inMemory();
    fake.push(`${HELLO}${frameOf('S,0,100,5')}${frameOf('S,1,200,5').replace(',5*', ',6*')}${'x'.repeat(500)}\n${frameOf('S,2,300,7')}`);
    await vi.waitFor(() => expect(counts().map((event) => event.raw[0])).toEqual([5, 7]), SOON);
    expect(board.counts).toMatchObject({ corrupt: 2, lost: 1 });
  });

  it('survives a flood of random bytes and takes no sample from it', async () => {
    const { fake, board, counts } = await inMemory();
    for (let n = 0; n < 400; n += 1) fake.push(createHash('sha512').update(String(n)).digest());
    fake.push(`\n${frameOf('S,9,100,1')}`);
    await vi.waitFor(() => expect(board.counts.samples).toBe(1), SOON);
    expect(counts()).toHaveLength(1);
  });

  it('raises a fault when many lines are damaged', async () => {
    const { fake, events } = await inMemory();
    fake.push(`${HELLO}${frameOf('S,0,100,5')}${'$S,1,2,3*0000\n'.repeat(25)}${frameOf('S,26,2600,5')}`);
    await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ code: 'KW_LINE_CORRUPT', state: 'raised' })), SOON);
    expect(events.filter((event) => event.type === 'fault')).toHaveLength(1);
  });

  it('sets the gain and drops the first sample after it', async () => {
    const { fake, counts } = await inMemory();
    fake.push(frameOf('H,kw-scale,1.0.0,1,0000A1B2,2,B32'));
    await vi.waitFor(() => expect(fake.written).toContain('G,A128\n'), SOON);
    fake.push(`${frameOf('S,0,100,1')}${frameOf('A,G,OK')}${frameOf('S,1,200,2')}${frameOf('S,2,300,3')}`);
    await vi.waitFor(() => expect(counts().map((event) => event.raw[0])).toEqual([1, 3]), SOON);
  });

  it('asks for all the amplifiers its scales need', async () => {
    const { fake, events } = await inMemory([1, 3]);
    fake.push(HELLO);
    await vi.waitFor(() => expect(fake.written).toContain('N,3\n'), SOON);
    expect(events).toContainEqual({ type: 'identity', firmware: 'kw-scale 1.0.0 0000A1B2' });
  });

  it('takes a reset of the board for a gap and not for lost samples', async () => {
    const { fake, board, events } = await inMemory();
    fake.push(`${HELLO}${frameOf('S,900,90000,1')}${HELLO}${frameOf('S,0,400,1')}`);
    await vi.waitFor(() => expect(board.counts.samples).toBe(2), SOON);
    expect(board.counts.lost).toBe(0);
    expect(events.filter((event) => event.type === 'gap')).toHaveLength(1);
  });

  it('shares one line between two scales', async () => {
    const fake = new FakeBoard();
    const board = new ScaleBoard(DRIVER, () => Promise.resolve(fake));
    const seen: Record<string, unknown[]> = { a: [], b: [] };
    const a = board.source([1]);
    const b = board.source([2]);
    a.start(sourceContext(), (event) => event.type === 'counts' && seen['a']?.push(event.raw[0]));
    b.start(sourceContext(), (event) => event.type === 'counts' && seen['b']?.push(event.raw[0]));
    stops.push(
      () => a.stop(),
      () => b.stop(),
    );
    await vi.waitFor(() => expect(fake.written).toContain('I\n'), SOON);
    fake.push(`${HELLO}${frameOf('S,0,1,10,20')}`);
    await vi.waitFor(() => expect(seen).toEqual({ a: [10], b: [20] }), SOON);
  });

  it('says that a port cannot be opened, tries on and says when it can', async () => {
    const fake = new FakeBoard();
    let tries = 0;
    const { events } = startBoard(() => (++tries < 3 ? Promise.reject(new Error('no such file')) : Promise.resolve(fake)));
    await vi.waitFor(() => expect(tries).toBe(3), SOON);
    fake.push(HELLO);
    await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ code: 'KW_SERIAL_OPEN', state: 'cleared' })), SOON);
    expect(events.filter((event) => event.type === 'fault' && event.state === 'raised')).toHaveLength(1);
  });
});

describe.skipIf(!hasSocat)(`ScaleBoard over a real terminal${hasSocat ? '' : ' (socat is missing)'}`, () => {
  /** Sends samples until stopped, as fast as an 80 Hz board. */
  function traffic(pty: Pty): () => void {
    let seq = 0;
    pty.write(HELLO);
    const timer = setInterval(() => {
      pty.write(frameOf(`S,${seq % 65_536},${seq * 12},${1_000 + seq}`));
      seq += 1;
    }, 12);
    return () => clearInterval(timer);
  }

  it('always comes back after 25 times pulled and put back under traffic, with a flat CPU and no stale bytes', async () => {
    const pty = createPty();
    stops.push(() => pty.stop());
    const { board, counts, events } = startBoard(openSerialPort, pty.path);
    for (let round = 0; round < 25; round += 1) {
      const before = board.counts.samples;
      await pty.plug();
      const quiet = traffic(pty);
      await vi.waitFor(() => expect(board.counts.samples).toBeGreaterThan(before + 3), SOON);
      if (round % 2 === 0) pty.write('$S,7,7,7');
      await pty.pull();
      quiet();
    }
    expect(events.filter((event) => event.type === 'fault' && event.state === 'raised').length).toBeGreaterThanOrEqual(24);
    expect(counts().every((event) => (event.raw[0] ?? 0) >= 1_000)).toBe(true);
    const cpu = process.cpuUsage();
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const used = process.cpuUsage(cpu);
    expect((used.user + used.system) / 1_000 / (performance.now() - begun)).toBeLessThan(0.25);
  }, 60_000);

  it('opens a silent port again', async () => {
    const pty = createPty();
    stops.push(() => pty.stop());
    await pty.plug();
    const { board, events } = startBoard(openSerialPort, pty.path);
    await vi.waitFor(() => expect(board.counts.opened).toBe(2), { timeout: 12_000, interval: 20 });
    expect(events).toContainEqual(expect.objectContaining({ code: 'KW_SERIAL_SILENT', state: 'raised' }));
  }, 20_000);
});
