import { describe, expect, it } from 'vitest';
import { LogGate } from './log-gate.ts';

describe('LogGate', () => {
  it('lets one line a minute pass and counts the others', () => {
    const gate = new LogGate();
    const passed = Array.from({ length: 300 }, (_, second) => gate.pass(second * 1_000)).filter((one) => one !== undefined);
    expect(passed).toEqual([0, 59, 59, 59, 59]);
  });
});
