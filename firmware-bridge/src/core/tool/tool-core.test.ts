import { recordSchema, type Session } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import type { CoreOutput } from '../device-core.ts';
import { type ToolInput, type ToolMemory, toolConfigOf } from './tool-config.ts';
import { toolCore, toolMemory } from './tool-core.ts';

const config = toolConfigOf({ device: 'saw', idleAmps: 0.4, runAmps: 6 });

function play(inputs: readonly ToolInput[], memory?: ToolMemory, startMs = 0) {
  const own = memory === undefined ? config : { ...config, memory };
  let state = toolCore.initial(own, startMs);
  const outputs: CoreOutput[] = [];
  for (const input of inputs) {
    const step = toolCore.step(own, state, input);
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
    expect(toolMemory(run.state)).toMatchObject({ idleAmps: 1.1, runAmps: 9 });
  });

  it('refuses levels that do not lie apart', () => {
    const run = play([phase('idle', 0), ...readings(25, () => 3), phase('working', 25_000), ...readings(25, () => 3, 25)]);
    expect(run.results.at(-1)).toMatchObject({ ok: false, code: 'KW_LEARNING_FAILED' });
    expect(toolMemory(run.state)).toEqual({ idleAmps: 0.4, runAmps: 6 });
  });
});

describe('a run that is open when the node dies', () => {
  const levels = { idleAmps: 0.4, runAmps: 6 };
  /** The node dies at 200 s without a word; the memory is as a disk gives it back. */
  const died = (ampsAt: (s: number) => number): ToolMemory => JSON.parse(JSON.stringify(toolMemory(play(readings(200, ampsAt)).state)));

  it('is in the memory with its beginning and when it was last seen', () => {
    expect(died(on(60, 1_000))).toMatchObject({ ...levels, run: { fromMs: 60_000, seenMs: 199_500 } });
    expect(died(on(60, 100))).toEqual(levels);
  });

  it('goes on as one session when the tool still works after the start', () => {
    const { sessions } = play([...readings(100, on(60, 280), 240), END], died(on(60, 1_000)), 239_000);
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 280_000, ended: 'stopped' }]);
    expect(sessions[0]?.meanAmps).toBeCloseTo(6, 1);
  });

  it('ends where it was last seen when the tool stands still after the start', () => {
    const { sessions } = play(
      readings(60, () => 0.4, 240),
      died(on(60, 1_000)),
      239_000,
    );
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 199_500 }]);
  });

  it('ends at its pause when it had stopped before the node died', () => {
    const { sessions } = play(
      readings(60, () => 0.4, 240),
      died(on(60, 195)),
      239_000,
    );
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 195_000 }]);
  });

  it('ends where it was last seen when the node was away for long, and a new one begins', () => {
    const { sessions } = play([...readings(100, on(0, 640), 600), END], died(on(60, 1_000)), 599_000);
    expect(sessions.map(({ at, toAt }) => [at, toAt])).toEqual([
      [60_000, 199_500],
      [600_000, 640_000],
    ]);
  });

  it('is told with its own times when the clock stands before it', () => {
    const { sessions } = play([{ type: 'tick', atMs: 1_000 }, ...readings(30, () => 0.4, 2)], died(on(60, 1_000)));
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 199_500, ended: 'silent' }]);
  });

  it('ends where it was last seen when the sensor never speaks again', () => {
    const { sessions, records } = play(
      [
        { type: 'tick', atMs: 240_000 },
        { type: 'tick', atMs: 275_000 },
      ],
      died(on(60, 1_000)),
      239_000,
    );
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 199_500 }]);
    expect(records).toContainEqual(expect.objectContaining({ code: 'KW_TOOL_SILENT' }));
  });

  it('lives through a second death before the first reading', () => {
    const first = died(on(60, 1_000));
    const again = toolMemory(play([{ type: 'tick', atMs: 240_000 }], first, 239_000).state);
    const { sessions } = play([...readings(60, on(0, 270), 250), END], again, 249_000);
    expect(sessions).toMatchObject([{ at: 60_000, toAt: 270_000 }]);
  });

  it('never makes hours that nobody saw, whatever the memory', () => {
    const broken: ToolMemory = { ...levels, run: { fromMs: 9_000, seenMs: 1_000, ampMs: 0, onMs: 0 } };
    expect(play([{ type: 'tick', atMs: 20_000 }], broken, 10_000).sessions).toEqual([]);
  });
});
