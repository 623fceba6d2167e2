import { recordSchema, type Session } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import type { CoreOutput } from '../device-core.ts';
import { type ToolInput, toolConfigOf } from './tool-config.ts';
import { toolCore, toolMemory } from './tool-core.ts';

const config = toolConfigOf({ device: 'saw', idleAmps: 0.4, runAmps: 6 });

function play(inputs: readonly ToolInput[]) {
  let state = toolCore.initial(config, 0);
  const outputs: CoreOutput[] = [];
  for (const input of inputs) {
    const step = toolCore.step(config, state, input);
    state = step.state;
    outputs.push(...step.outputs);
  }
  const records = outputs.flatMap((output) => (output.type === 'record' ? [recordSchema.parse(output.record)] : []));
  const sessions = records.filter((record): record is Session => record.kind === 'session');
  const states = outputs.flatMap((output) => (output.type === 'state' && 'run' in output.value ? [output.value.run] : []));
  const results = outputs.filter((output) => output.type === 'result');
  return { records, sessions, states, results, state };
}

/** Readings twice a second. */
const readings = (seconds: number, ampsAt: (s: number) => number, fromS = 0): ToolInput[] =>
  Array.from({ length: seconds * 2 }, (_, i) => ({ type: 'reading', atMs: (fromS + i / 2) * 1_000, amps: ampsAt(fromS + i / 2) }));
const on =
  (from: number, to: number, amps = 6) =>
  (s: number) =>
    s >= from && s < to ? amps : 0.4;
const END: ToolInput = { type: 'flush', atMs: 1e7 };

describe('sessions', () => {
  it('run from the first working reading to the last', () => {
    const { sessions } = play([...readings(300, on(60, 180)), END]);
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 180_000, ended: 'stopped' }]);
    expect(sessions[0]?.meanAmps).toBeCloseTo(6, 1);
  });

  it('bridge short pauses and split at long ones', () => {
    const { sessions } = play(readings(400, (s) => Math.max(on(20, 60)(s), on(68, 100)(s), on(160, 200)(s))));
    expect(sessions.map((session) => [session.at, session.toAt])).toEqual([
      [20_000, 100_000],
      [160_000, 200_000],
    ]);
  });

  it('are not made by a spike, an inrush or a hum between the thresholds', () => {
    const spiky = (s: number) => (s % 20 === 0 ? 14 : s > 100 && s < 140 ? 2 : 0.4);
    expect(play([...readings(200, spiky), END]).sessions).toEqual([]);
  });

  it('end at the last reading when the sensor falls silent, and the state is unknown', () => {
    const { sessions, states, records } = play([...readings(60, on(20, 100)), { type: 'tick', atMs: 120_000 }]);
    expect(sessions).toMatchObject([{ at: 20_000, ended: 'silent' }]);
    expect(sessions[0]?.toAt).toBe(59_500);
    expect(states.at(-1)).toBe('unknown');
    expect(records).toContainEqual(expect.objectContaining({ kind: 'fault', code: 'KW_TOOL_SILENT', state: 'raised' }));
  });

  it('sum up to the true hours whatever the lengths', () => {
    const runs = Array.from({ length: 40 }, (_, i) => [i * 120 + 10, i * 120 + 25 + (i % 7) * 11] as const);
    const { sessions } = play([...readings(40 * 120, (s) => (runs.some(([a, b]) => s >= a && s < b) ? 5.2 : 0.5)), END]);
    const truth = runs.reduce((sum, [a, b]) => sum + b - a, 0);
    const found = sessions.reduce((sum, session) => sum + (session.toAt - session.at) / 1_000, 0);
    expect(Math.abs(found - truth) / truth).toBeLessThan(0.01);
  });
});

describe('guided learning', () => {
  const phase = (name: 'off' | 'idle' | 'working', atMs: number): ToolInput => ({
    type: 'learn_tool',
    atMs,
    id: name,
    by: 'tester',
    phase: name,
  });

  it('learns the levels from off, idle and working, and keeps them', () => {
    const run = play([
      phase('off', 0),
      ...readings(25, () => 0.02),
      phase('idle', 25_000),
      ...readings(25, () => 1.1, 25),
      phase('working', 50_000),
      ...readings(25, () => 9, 50),
    ]);
    expect(run.results.map((result) => result.type === 'result' && result.ok)).toEqual([true, true, true]);
    expect(run.records).toContainEqual(expect.objectContaining({ kind: 'tool_learning', idleAmps: 1.1, runAmps: 9 }));
    expect(toolMemory(run.state)).toEqual({ idleAmps: 1.1, runAmps: 9 });
  });

  it('refuses levels that do not lie apart', () => {
    const run = play([phase('idle', 0), ...readings(25, () => 3), phase('working', 25_000), ...readings(25, () => 3, 25)]);
    expect(run.results.at(-1)).toMatchObject({ ok: false, code: 'KW_LEARNING_FAILED' });
    expect(toolMemory(run.state)).toEqual({ idleAmps: 0.4, runAmps: 6 });
  });
});
