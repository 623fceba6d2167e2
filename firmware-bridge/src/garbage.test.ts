import { type CommandResult, commandSchema } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../testing/board-text.ts';
import { quietLog } from '../testing/quiet-log.ts';
import { parseBoardFrame } from './adapters/board-frame.ts';
import { LineSplitter } from './adapters/line-splitter.ts';
import { CommandDesk } from './delivery/command-desk.ts';

const ROUNDS = 100_000;

/** Repeatable random numbers 0..1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The bytes with some of them changed, cut out, doubled or put in. */
function mutate(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  const length = 1 + Math.floor(random() * 8);
  const noise = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
  const ways = [
    [before, noise, behind.subarray(length)],
    [before, behind.subarray(length)],
    [before, behind.subarray(0, length), behind],
    [before, noise, behind],
    [before],
    [Buffer.from([...bytes].toReversed())],
  ];
  return Buffer.concat(ways[Math.floor(random() * ways.length)] ?? []);
}

describe('garbage', () => {
  it(`on the serial line: ${ROUNDS} damaged frames make no sample that was not sent`, () => {
    const random = randomOf(20_261_121);
    const splitter = new LineSplitter(96);
    const sent = new Set<string>();
    let wrong = 0;
    let right = 0;
    const take = (line: string | undefined): void => {
      const frame = line === undefined ? undefined : parseBoardFrame(line);
      if (frame === undefined) return;
      if (frame.type === 'sample' && sent.has(frame.raw.join(','))) right += 1;
      else wrong += 1;
    };
    for (let n = 0; n < ROUNDS; n += 1) {
      const raw = [Math.floor((random() - 0.5) * 2 ** 24), Math.floor((random() - 0.5) * 2 ** 24)];
      const text = raw.join(',');
      sent.add(text);
      splitter.push(mutate(Buffer.from(frameOf(`S,${n % 65_536},${n * 100},${text}`), 'latin1'), random), take);
    }
    expect(wrong).toBe(0);
    // Some damage only hits the line's end or doubles a part of what follows it: those frames are whole.
    expect(right).toBeLessThan(ROUNDS / 4);
  });

  it(`on the command topic: ${ROUNDS} damaged commands crash nothing, and each that is valid is answered`, () => {
    const random = randomOf(4_200);
    const good = Buffer.from(JSON.stringify({ id: 'c1', name: 'tare', args: { device: 'floor', by: 'jan', presetG: 5 }, expiresAt: 2e12 }));
    const replies: CommandResult[] = [];
    let performed = 0;
    const desk: CommandDesk = new CommandDesk({
      log: quietLog,
      wallMs: () => 1e12,
      perform: (command) => {
        performed += 1;
        expect(commandSchema.safeParse(command).success).toBe(true);
        desk.answer({ id: command.id, ok: true });
        return true;
      },
      reply: (result) => void replies.push(result),
    });
    for (let n = 0; n < ROUNDS; n += 1) desk.receive(mutate(good, random));
    expect(desk.invalid).toBeGreaterThan(ROUNDS / 2);
    expect(replies.length).toBeGreaterThanOrEqual(performed);
    expect(desk.invalid + replies.length).toBe(ROUNDS);
  });
});
