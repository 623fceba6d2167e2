import { describe, expect, it } from 'vitest';
import { createByteGate } from './byte-gate.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function held(gate: ReturnType<typeof createByteGate>) {
  const started: number[] = [];
  const finish = new Map<number, () => void>();
  const add = (id: number, bytes: number): Promise<void> =>
    gate.run(bytes, () => {
      started.push(id);
      return new Promise<void>((resolve) => finish.set(id, resolve));
    });
  return { started, add, finish: (id: number) => finish.get(id)?.() };
}

describe('createByteGate', () => {
  it('lets in what fits, in order, and the next when there is room', async () => {
    const work = held(createByteGate(100));
    void [work.add(1, 60), work.add(2, 40), work.add(3, 10), work.add(4, 1)];
    await turn();
    expect(work.started).toEqual([1, 2]);
    work.finish(2);
    await turn();
    expect(work.started).toEqual([1, 2, 3, 4]);
  });

  it('runs something over the limit alone, and does not let small things overtake it', async () => {
    const work = held(createByteGate(100));
    void [work.add(1, 10), work.add(2, 500), work.add(3, 1)];
    await turn();
    expect(work.started).toEqual([1]);
    work.finish(1);
    await turn();
    expect(work.started).toEqual([1, 2]);
    work.finish(2);
    await turn();
    expect(work.started).toEqual([1, 2, 3]);
  });

  it('makes room also when a task fails', async () => {
    const gate = createByteGate(10);
    await expect(gate.run(10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.run(10, () => Promise.resolve('in'))).resolves.toBe('in');
  });
});
