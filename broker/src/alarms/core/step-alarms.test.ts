import { HOUR_MS, MINUTE_MS } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmFact, AlarmSignal } from './alarm-fact.ts';
import { DEFAULT_SETTINGS } from './alarm-rules.ts';
import { type AlarmEvent, type AlarmState, EMPTY_STATE } from './alarm-state.ts';
import { type AlarmAnswer, answerAlarm } from './answer-alarm.ts';
import { stepAlarms } from './step-alarms.ts';

const T0 = Date.UTC(2026, 5, 1, 8);
const HOLD_MS = 120_000;
const CLEAR_MS = 30_000;

const fact = (signal: AlarmSignal, more: Partial<AlarmFact> = {}): AlarmFact => ({
  key: 'full:n1/box',
  kind: 'full',
  node: 'n1',
  device: 'box',
  signal,
  values: { name: 'Textiel' },
  ...more,
});

/** Runs facts at moments and tells what came of it. */
function run(
  steps: readonly (readonly [atMs: number, ...facts: AlarmFact[]])[],
  start: AlarmState = EMPTY_STATE,
): { state: AlarmState; events: AlarmEvent[] } {
  let state = start;
  const events: AlarmEvent[] = [];
  for (const [atMs, ...facts] of steps) {
    const step = stepAlarms(state, facts, DEFAULT_SETTINGS, T0 + atMs);
    // Through JSON each time: what is kept on disk must be all there is.
    state = JSON.parse(JSON.stringify(step.state)) as AlarmState;
    events.push(...step.events);
  }
  return { state, events };
}
const told = (events: readonly AlarmEvent[]): string[] => events.map(({ type, silent }) => (silent ? `${type} silently` : type));
function answer(state: AlarmState, what: AlarmAnswer, atMs: number): AlarmState {
  const next = answerAlarm(state, 'a1', what, T0 + atMs);
  if (next === undefined) throw new Error('no such alarm');
  return next;
}

describe('an alarm', () => {
  it('is raised once its cause has lasted, and tells when it is over', () => {
    const on = fact('on');
    const { events, state } = run([
      [0, on],
      [HOLD_MS - 1, on],
      [HOLD_MS, on],
      [HOLD_MS * 2, on],
      [HOLD_MS * 3, fact('off')],
      [HOLD_MS * 3 + CLEAR_MS, fact('off')],
      [HOLD_MS * 4, fact('off')],
    ]);
    expect(told(events)).toEqual(['raised', 'ended']);
    expect(events.map(({ at }) => at - T0)).toEqual([HOLD_MS, HOLD_MS * 3 + CLEAR_MS]);
    expect(state.watched).toEqual({});
  });

  it('stays quiet about what passes within the hold-off', () => {
    expect(
      run([
        [0, fact('on')],
        [HOLD_MS - 1, fact('off')],
        [HOLD_MS * 3, fact('off')],
      ]).events,
    ).toEqual([]);
  });

  it('outlives a short end, such as a truck that lifts the container and puts it back', () => {
    const { events } = run([
      [0, fact('on')],
      [HOLD_MS, fact('on')],
      [HOLD_MS + 1_000, fact('off')],
      [HOLD_MS + 20_000, fact('on')],
      [HOLD_MS + 60_000, fact('on')],
    ]);
    expect(told(events)).toEqual(['raised']);
  });

  it('is not told while one goes on that says the same and more', () => {
    const nearly = fact('on', { key: 'nearly_full:n1/box', kind: 'nearly_full', coveredBy: ['full:n1/box'] });
    const { events } = run([
      [0, nearly, fact('on')],
      [HOLD_MS, nearly, fact('on')],
      [HOLD_MS * 2, nearly, fact('off')],
      [HOLD_MS * 2 + CLEAR_MS, nearly, fact('off')],
      [HOLD_MS * 4, nearly, fact('off')],
    ]);
    expect(events.map(({ type, key }) => `${type} ${key.split(':')[0] ?? ''}`)).toEqual([
      'raised full',
      'ended full',
      'raised nearly_full',
    ]);
  });

  it('ends without a word when its device is gone for an hour, and not before', () => {
    const raised = run([
      [0, fact('on')],
      [HOLD_MS, fact('on')],
    ]).state;
    expect(run([[HOLD_MS * 2], [HOLD_MS * 2 + HOUR_MS - 1]], raised).events).toEqual([]);
    expect(told(run([[HOLD_MS * 2], [HOLD_MS * 2 + HOUR_MS]], raised).events)).toEqual(['ended silently']);
  });

  it('ends without a word when its kind is switched off', () => {
    const raised = run([
      [0, fact('on')],
      [HOLD_MS, fact('on')],
    ]).state;
    const off = { ...DEFAULT_SETTINGS, kinds: { ...DEFAULT_SETTINGS.kinds, full: { ...DEFAULT_SETTINGS.kinds.full, on: false } } };
    expect(told(stepAlarms(raised, [fact('on')], off, T0 + HOLD_MS * 2).events)).toEqual(['ended silently']);
  });

  it('that tells of something past stays until somebody has seen it', () => {
    const night = (signal: AlarmSignal): AlarmFact => fact(signal, { key: 'after_hours:n1/box', kind: 'after_hours' });
    const { state, events } = run([
      [0, night('on')],
      [MINUTE_MS, night('off')],
      [HOUR_MS, night('off')],
    ]);
    expect(told(events)).toEqual(['raised', 'escalated']);
    const seen = answer(state, { type: 'acknowledge', by: 'Ans' }, HOUR_MS);
    expect(told(run([[HOUR_MS + 1_000, night('off')]], seen).events)).toEqual(['ended']);
  });
});

describe('answers', () => {
  const raised = run([
    [0, fact('on')],
    [HOLD_MS, fact('on')],
  ]).state;
  const wait = (DEFAULT_SETTINGS.kinds.full.escalateAfterMin ?? 0) * MINUTE_MS;

  it('are asked for once more when nobody gives one', () => {
    const { events } = run(
      [
        [HOLD_MS + wait, fact('on')],
        [HOLD_MS + wait * 3, fact('on')],
      ],
      raised,
    );
    expect(told(events)).toEqual(['escalated']);
  });

  it('stop the wait', () => {
    const seen = answer(raised, { type: 'acknowledge', by: 'Ans' }, HOLD_MS + 1);
    expect(run([[HOLD_MS + wait * 3, fact('on')]], seen).events).toEqual([]);
  });

  it('may ask for quiet: then it is told once more when the time is over', () => {
    const until = T0 + HOLD_MS + wait * 2;
    const quiet = answer(raised, { type: 'snooze', by: 'Ans', until, reason: 'truck comes' }, HOLD_MS + 1);
    const { events } = run(
      [
        [HOLD_MS + wait, fact('on')],
        [HOLD_MS + wait * 2, fact('on')],
        [HOLD_MS + wait * 2 + 1, fact('on')],
      ],
      quiet,
    );
    expect(told(events)).toEqual(['reminded']);
  });

  it('keep quiet what ends and comes back within the snooze', () => {
    const quiet = answer(raised, { type: 'snooze', by: 'Ans', until: T0 + 10 * HOUR_MS, reason: 'sensor is mended' }, HOLD_MS + 1);
    const { events } = run(
      [
        [HOUR_MS, fact('off')],
        [HOUR_MS + CLEAR_MS, fact('off')],
        [2 * HOUR_MS, fact('on')],
        [2 * HOUR_MS + HOLD_MS, fact('on')],
      ],
      quiet,
    );
    expect(told(events)).toEqual(['ended', 'raised silently']);
  });

  it('to an alarm that is over are refused', () => {
    expect(answerAlarm(EMPTY_STATE, 'a1', { type: 'acknowledge', by: 'Ans' }, T0)).toBeUndefined();
  });
});

const signals = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 10 * MINUTE_MS }), signal: fc.constantFrom<AlarmSignal>('on', 'off', 'unknown') }),
  { maxLength: 60 },
);
const stepsOf = (list: readonly { waitMs: number; signal: AlarmSignal }[]): (readonly [number, AlarmFact])[] => {
  let atMs = 0;
  return list.map(({ waitMs, signal }) => [(atMs += waitMs), fact(signal)] as const);
};

describe('whatever a sensor does', () => {
  it('an alarm is raised once and ends once, in turn', () => {
    fc.assert(
      fc.property(signals, (list) => {
        const { events, state } = run(stepsOf(list));
        const turns = events.filter(({ type }) => type === 'raised' || type === 'ended').map(({ type }) => type);
        expect(turns).toEqual(turns.map((_, index) => (index % 2 === 0 ? 'raised' : 'ended')));
        expect(turns.length % 2 === 1).toBe(Object.values(state.watched).some(({ alarm }) => alarm !== undefined));
      }),
    );
  });

  it('nobody is told before the cause has lasted, and the words name no end before it was gone', () => {
    fc.assert(
      fc.property(signals, (list) => {
        const steps = stepsOf(list);
        for (const { type, at } of run(steps).events) {
          const since = type === 'raised' ? HOLD_MS : CLEAR_MS;
          const against: AlarmSignal = type === 'raised' ? 'off' : 'on';
          if (type !== 'raised' && type !== 'ended') continue;
          const within = steps.filter(([atMs]) => T0 + atMs > at - since && T0 + atMs <= at);
          expect(within.some(([, { signal }]) => signal === against)).toBe(false);
        }
      }),
    );
  });

  it('values between the two thresholds never change anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 * MINUTE_MS }), { maxLength: 40 }), fc.boolean(), (waits, wasOn) => {
        const start = wasOn
          ? run([
              [0, fact('on')],
              [HOLD_MS, fact('on')],
            ]).state
          : EMPTY_STATE;
        const unanswered = {
          ...DEFAULT_SETTINGS,
          kinds: { ...DEFAULT_SETTINGS.kinds, full: { on: true, holdOffS: 120, escalateAfterMin: null } },
        };
        let [state, atMs] = [start, HOLD_MS];
        for (const wait of waits) {
          const step = stepAlarms(state, [fact('unknown')], unanswered, T0 + (atMs += wait));
          expect(step.events).toEqual([]);
          state = step.state;
        }
        expect(Object.values(state.watched).map(({ alarm }) => alarm?.id)).toEqual(wasOn ? ['a1'] : []);
      }),
    );
  });

  it('a restart at any moment neither repeats nor forgets', () => {
    fc.assert(
      fc.property(signals, fc.nat(), (list, cut) => {
        const steps = stepsOf(list);
        const at = cut % (steps.length + 1);
        const first = run(steps.slice(0, at));
        const second = run(steps.slice(at), first.state);
        const whole = run(steps);
        expect([...first.events, ...second.events]).toEqual(whole.events);
        expect(second.state).toEqual(whole.state);
      }),
    );
  });
});
