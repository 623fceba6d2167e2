import { describe, expect, it } from 'vitest';
import { createFairGate } from './fair-gate.ts';

const KB = 1024;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function held(gate: ReturnType<typeof createFairGate>) {
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const add = (id: string, kb: number): Promise<void> =>
    gate.run({ from: id.slice(0, 1), bytes: kb * KB }, () => {
      started.push(id);
      return new Promise<void>((resolve) => finish.set(id, resolve));
    });
  const end = async (id: string): Promise<void> => {
    finish.get(id)?.();
    await turn();
  };
  return { started, add, end };
}

describe('createFairGate', () => {
  it('lets in what fits, and the next when there is room, each sender in turn', async () => {
    const work = held(createFairGate(100 * KB));
    void [work.add('a1', 60), work.add('a2', 40), work.add('a3', 30), work.add('a4', 30), work.add('b1', 30)];
    await turn();
    expect(work.started).toEqual(['a1', 'a2']);
    await work.end('a2');
    expect(work.started).toEqual(['a1', 'a2', 'a3']);
    await work.end('a1');
    expect(work.started).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
  });

  it('lets a small message pass the backlog of others, but not that of its own sender', async () => {
    const work = held(createFairGate(100 * KB));
    void [work.add('a1', 90), work.add('a2', 90), work.add('b1', 90), work.add('a3', 1), work.add('c1', 1)];
    await turn();
    expect(work.started).toEqual(['a1', 'c1']);
    await work.end('a1');
    expect(work.started).toEqual(['a1', 'c1', 'a2', 'a3']);
  });

  it('bounds small messages too', async () => {
    const work = held(createFairGate(100 * KB));
    for (let index = 0; index < 20; index += 1) void work.add(`${String.fromCharCode(97 + index)}1`, 4);
    await turn();
    expect(work.started).toHaveLength(16);
    await work.end('a1');
    expect(work.started).toHaveLength(17);
  });

  it('runs something over the limit alone, and does not let large things overtake it', async () => {
    const work = held(createFairGate(100 * KB));
    void [work.add('a1', 10), work.add('a2', 500), work.add('a3', 10)];
    await turn();
    expect(work.started).toEqual(['a1']);
    await work.end('a1');
    expect(work.started).toEqual(['a1', 'a2']);
    await work.end('a2');
    expect(work.started).toEqual(['a1', 'a2', 'a3']);
  });

  it('makes room also when a task fails', async () => {
    const gate = createFairGate(10 * KB);
    await expect(gate.run({ from: 'a', bytes: 10 * KB }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.run({ from: 'a', bytes: 10 * KB }, () => Promise.resolve('in'))).resolves.toBe('in');
  });
});
