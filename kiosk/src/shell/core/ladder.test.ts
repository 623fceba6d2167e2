import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LADDER_LIMITS, type LadderAction, type LadderEvent, type LadderState, ladderStart, stepLadder } from './ladder.ts';

function run(events: readonly LadderEvent[], from: LadderState = ladderStart(0)): { state: LadderState; actions: LadderAction[] } {
  const actions: LadderAction[] = [];
  let state = from;
  for (const event of events) {
    const step = stepLadder(state, event);
    state = step.state;
    if (step.action) actions.push(step.action);
  }
  return { state, actions };
}
const beat = (atMs: number, fps = 60): LadderEvent => ({ type: 'beat', atMs, fps });
const tick = (atMs: number): LadderEvent => ({ type: 'tick', atMs });
const ticks = (fromMs: number, toMs: number): LadderEvent[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / 500) + 1 }, (_, i) => tick(fromMs + i * 500));

describe('stepLadder', () => {
  it('leaves a page alone that beats every second', () => {
    const events = Array.from({ length: 600 }, (_, i) => [beat(i * 1_000), tick(i * 1_000 + 500)]).flat();
    expect(run(events)).toMatchObject({ actions: [], state: { phase: 'running' } });
  });

  it('reloads a silent page and goes on when it beats again', () => {
    const { state, actions } = run([beat(1_000), ...ticks(1_500, 5_500), beat(6_500), tick(7_000)]);
    expect(actions).toEqual([{ type: 'reload', reason: 'the page stopped drawing' }]);
    expect(state.phase).toBe('running');
  });

  it('relaunches a frozen page that a reload does not wake, within 8 seconds of its last beat', () => {
    const { actions } = run([beat(1_000), ...ticks(1_500, 9_000)]);
    expect(actions.map((a) => a.type)).toEqual(['reload', 'relaunch']);
  });

  it('reloads at once when the renderer is killed', () => {
    expect(run([beat(1_000), { type: 'crashed', atMs: 1_050 }]).actions).toEqual([{ type: 'reload', reason: 'the page crashed' }]);
  });

  it('relaunches at once when the browser ends', () => {
    expect(run([beat(1_000), { type: 'exited', atMs: 1_050 }]).actions).toEqual([
      { type: 'relaunch', reason: 'the browser ended', software: false },
    ]);
  });

  it('draws in software after two relaunches within ten minutes', () => {
    const exits: LadderEvent[] = [1_000, 30_000, 60_000].flatMap((at) => [beat(at), { type: 'exited' as const, atMs: at + 10 }]);
    const { actions, state } = run([...exits, tick(62_500)]);
    expect(actions.map((a) => a.type === 'relaunch' && a.software)).toEqual([false, false, true]);
    expect(state.software).toBe(true);
  });

  it('draws in software at once when the GPU process ended', () => {
    expect(run([beat(1_000), { type: 'gpu_gone', atMs: 1_050 }]).actions).toEqual([
      { type: 'relaunch', reason: 'the GPU process ended', software: true },
    ]);
  });

  it('forgets relaunches older than ten minutes', () => {
    const gap = LADDER_LIMITS.windowMs + 1_000;
    const exits: LadderEvent[] = [0, 1, 2, 3].flatMap((i) => [beat(i * gap), { type: 'exited' as const, atMs: i * gap + 10 }]);
    expect(run(exits).actions.every((a) => a.type === 'relaunch' && !a.software)).toBe(true);
  });

  it('relaunches when frames run away without painting', () => {
    const { actions } = run([beat(1_000), beat(2_000, 4_000), beat(3_000, 4_000), beat(4_000, 4_000)]);
    expect(actions).toEqual([{ type: 'relaunch', reason: 'frames run away without painting', software: false }]);
  });

  it('gives up on a launch that never beats, and launches again', () => {
    const { actions } = run([{ type: 'launched', atMs: 0 }, ...ticks(0, 26_000)]);
    expect(actions).toEqual([{ type: 'relaunch', reason: 'the page never started', software: false }]);
  });

  it('slows a crash loop down to one launch a minute', () => {
    const events: LadderEvent[] = Array.from({ length: 6_000 }, (_, i) => [
      tick(i * 100),
      { type: 'exited' as const, atMs: i * 100 + 50 },
    ]).flat();
    const relaunches = run(events).actions.length;
    expect(relaunches).toBeLessThanOrEqual(6 + 10);
    expect(relaunches).toBeGreaterThan(6);
  });

  it('acts within the silence limit plus one tick whatever came before', () => {
    const anyEvent = fc.constantFrom<LadderEvent['type']>('launched', 'tick', 'crashed', 'exited', 'gpu_gone', 'beat');
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 3_000 })), { maxLength: 60 }), (steps) => {
        let atMs = 0;
        const events = steps.map(([type, gap]): LadderEvent => {
          atMs += gap;
          return type === 'beat' ? beat(atMs) : { type, atMs };
        });
        const before = run(events);
        const after = run(ticks(atMs, atMs + 90_000), before.state);
        expect(after.actions.some((a) => a.type === 'relaunch')).toBe(true);
      }),
    );
  });
});
