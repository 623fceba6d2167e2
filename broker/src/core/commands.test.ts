import type { Command } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { createCommands } from './commands.ts';

const NOW = 1_790_000_000_000;

/** Sends one command by a clock that stands still; `waits` are the time limits that were set. */
function sending(name: string, args: Record<string, string>) {
  const waits: number[] = [];
  const sent: Command[] = [];
  let expire = (): void => undefined;
  const commands = createCommands({
    site: 'zuid',
    nowMs: () => NOW,
    newId: () => 'id-1',
    publish: (_topic, payload) => void sent.push(JSON.parse(payload) as Command),
    after: (ms, call) => {
      waits.push(ms);
      expire = call;
      return () => undefined;
    },
  });
  const answer = commands.send({ node: 'n1', device: 'saw', name, args, by: 'Ans' });
  return { waits, sent, answer, expire: () => expire() };
}

describe('the time limit of a command', () => {
  it('leaves a tool the 20 s of listening and as much again to answer', async () => {
    const { waits, sent, answer, expire } = sending('learn_tool', { phase: 'working' });
    expect(waits[0]).toBeGreaterThanOrEqual(40_000);
    expect(sent[0]?.expiresAt).toBe(NOW + Number(waits[0]));
    expire();
    await expect(answer).rejects.toMatchObject({ code: 'KW_COMMAND_TIMEOUT' });
  });

  it('is ten seconds for what takes a moment', () => {
    const { waits, sent } = sending('tare', {});
    expect([waits, sent[0]?.expiresAt]).toEqual([[10_000], NOW + 10_000]);
  });
});
