import { type DeviceLive, HOUR_MS, MINUTE_MS, type NodeLive } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../core/calendar.ts';
import type { AlarmFact } from './alarm-fact.ts';
import { DEFAULT_SETTINGS } from './alarm-rules.ts';
import { alarmWords } from './alarm-words.ts';
import { nextPickup } from './next-pickup.ts';
import { createOpenHours } from './open-hours.ts';
import { siteFacts } from './site-facts.ts';
import { NO_SLOW_FACTS, type SiteNow } from './site-now.ts';
import { type Gaps, noteGaps } from './usual-gaps.ts';

const calendar = createCalendar('Europe/Amsterdam');
const nine = [{ fromMin: 540, toMin: 1_020 }];
const open = createOpenHours(calendar, { week: [nine, nine, nine, nine, nine, [], []], closedDates: [] });
/** Monday 1 June 2026, 12:00 in Amsterdam: open. */
const NOON = Date.UTC(2026, 5, 1, 10);
const NIGHT = NOON + 10 * HOUR_MS;

const node: NodeLive = {
  node: 'n1',
  name: 'Kast',
  status: { state: 'online', boot: '0123456789abcdef', version: '1', at: NOON - HOUR_MS },
  simulated: false,
  missing: 0,
  faults: [],
};
const box = (ratio: number, more: Partial<DeviceLive> = {}): DeviceLive => ({
  node: 'n1',
  meta: {
    id: 'box',
    name: 'Textiel',
    kind: 'scale',
    role: 'container',
    capacityG: 5_000_000,
    divisionG: 1_000,
    cells: 4,
    fullG: 1_000_000,
  },
  receivedAt: NOON - 1_000,
  fill: { ratio, band: 'half', basis: 'mass' },
  ...more,
});
const site = (more: Partial<SiteNow> = {}): SiteNow => ({
  nowMs: NOON,
  startedAtMs: NOON - 3 * 24 * HOUR_MS,
  nodes: [node],
  devices: [box(0.5)],
  settings: DEFAULT_SETTINGS,
  open,
  horizon: undefined,
  slow: NO_SLOW_FACTS,
  watchedKeys: [],
  gaps: new Map(),
  ...more,
});
const factOf = (now: SiteNow, key: string): AlarmFact | undefined => siteFacts(now).find((fact) => fact.key === key);
const signalOf = (now: SiteNow, key: string): string => factOf(now, key)?.signal ?? 'absent';

describe('the facts of a site', () => {
  it.each([
    [0.69, 'off', 'off'],
    [0.72, 'unknown', 'off'],
    [0.75, 'on', 'off'],
    [0.87, 'on', 'unknown'],
    [0.9, 'on', 'on'],
  ])('at a fill of %s say nearly full: %s, full: %s', (ratio, nearly, full) => {
    const now = site({ devices: [box(ratio)] });
    expect([signalOf(now, 'nearly_full:n1/box'), signalOf(now, 'full:n1/box')]).toEqual([nearly, full]);
  });

  it('say nothing of the fill of a scale that is silent: it may have been emptied or be broken', () => {
    const now = site({ devices: [box(0.1, { receivedAt: NOON - 20 * MINUTE_MS })] });
    expect(signalOf(now, 'nearly_full:n1/box')).toBe('unknown');
    expect(signalOf(now, 'no_data:n1/box')).toBe('on');
  });

  it('count silence in opening hours only, and anew after a start of the hub', () => {
    const silentAt = (nowMs: number, receivedAt: number, startedAtMs = 0): string =>
      signalOf(site({ nowMs, startedAtMs, devices: [box(0.5, { receivedAt })] }), 'no_data:n1/box');
    const opening = NOON - 3 * HOUR_MS;
    expect(silentAt(NIGHT, NOON)).toBe('unknown');
    expect(silentAt(opening + 14 * MINUTE_MS, opening - HOUR_MS)).toBe('unknown');
    expect(silentAt(opening + 15 * MINUTE_MS, opening - HOUR_MS)).toBe('on');
    expect(silentAt(NOON, NOON - HOUR_MS, NOON - 5 * MINUTE_MS)).toBe('unknown');
    expect(silentAt(NOON, NOON - HOUR_MS, NOON - 15 * MINUTE_MS)).toBe('on');
    expect(silentAt(NOON, NOON - 1_000)).toBe('off');
  });

  it('know that a sensor that speaks once an hour is not silent after a quarter', () => {
    const hourly = [5, 4, 3, 2].reduce<Gaps>(
      (gaps, hours) => noteGaps(gaps, [box(0.5, { receivedAt: NOON - hours * HOUR_MS })]),
      new Map(),
    );
    const at = (nowMs: number): string =>
      signalOf(site({ nowMs, gaps: hourly, devices: [box(0.8, { receivedAt: NOON - 2 * HOUR_MS })] }), 'no_data:n1/box');
    expect([at(NOON - HOUR_MS), at(NOON), at(NOON + 29 * MINUTE_MS), at(NOON + 30 * MINUTE_MS)]).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'on',
    ]);
    const often = [4, 3, 2, 1].reduce<Gaps>((gaps, seconds) => noteGaps(gaps, [box(0.5, { receivedAt: NOON - seconds * 1_000 })]), hourly);
    expect(signalOf(site({ nowMs: NOON + 15 * MINUTE_MS, gaps: often }), 'no_data:n1/box')).toBe('on');
  });

  it('tell a node that is gone once, not for each of its devices', () => {
    const gone = { ...node, status: { state: 'lost', boot: '0123456789abcdef', version: '1', at: NOON - HOUR_MS } as const };
    const now = site({ nodes: [gone], devices: [box(0.5, { receivedAt: NOON - HOUR_MS })] });
    expect(signalOf(now, 'node_offline:n1')).toBe('on');
    expect(factOf(now, 'no_data:n1/box')).toMatchObject({ signal: 'unknown', coveredBy: ['node_offline:n1'] });
  });

  it.each([
    ['KW_CELL_DEAD', 'dead_cell:n1/box'],
    ['KW_OVERLOAD', 'overload:n1/box'],
    ['KW_BEAM_BLOCKED', 'beam_stuck:n1/box'],
    ['KW_SPOOL_DISK', 'disk:n1/box'],
    ['KW_CLOCK_UNSYNCED', 'clock:n1/box'],
    ['KW_LINE_CORRUPT', 'sensor_fault:n1/box/KW_LINE_CORRUPT'],
  ])('sort the fault %s as %s, and know when it is over', (code, key) => {
    const faulty = { ...node, faults: [{ device: 'box', code, at: NOON }] };
    expect(signalOf(site({ nodes: [faulty] }), key)).toBe('on');
    expect(signalOf(site({ watchedKeys: [key] }), key)).toBe('off');
    const gone = { ...node, status: { state: 'lost', boot: '0123456789abcdef', version: '1', at: NOON } as const };
    expect(signalOf(site({ nodes: [gone], watchedKeys: [key] }), key)).toBe('unknown');
  });

  it('leave out the faults of a device that is no longer in use', () => {
    const faulty = { ...node, faults: [{ device: 'old', code: 'KW_CELL_DEAD', at: NOON }] };
    expect(signalOf(site({ nodes: [faulty] }), 'dead_cell:n1/old')).toBe('absent');
  });

  it('find a scale above its capacity although its node has not said so', () => {
    const value = { at: NOON, seq: 1, grossG: 5_200_000, netG: 0, tareG: 0, stable: true, quality: 'good' } as const;
    const now = site({ devices: [box(0.5, { state: { kind: 'scale', value } })] });
    expect(signalOf(now, 'overload:n1/box')).toBe('on');
  });

  it('say that a container is full before the next opening when that is likely, with a margin for its end', () => {
    const horizon = { at: NOON + 21 * HOUR_MS, what: 'opening' } as const;
    const expecting = (likely: number, reliability: 'low' | 'high' = 'high'): string => {
      const time = { earliest: likely, likely, latest: likely, reliability };
      const forecast = { at: NOON, fill_rate: 1, full_g: 1, full_from: 'set', disagrees: false, estimated_full_time: time } as const;
      return signalOf(site({ horizon, devices: [box(0.6, { forecast })] }), 'full_before:n1/box');
    };
    expect(expecting(horizon.at - 1)).toBe('on');
    expect(expecting(horizon.at - 1, 'low')).toBe('unknown');
    expect(expecting(horizon.at + HOUR_MS)).toBe('unknown');
    expect(expecting(horizon.at + 2 * HOUR_MS)).toBe('off');
    expect(signalOf(site({ horizon, devices: [box(0.02)] }), 'full_before:n1/box')).toBe('off');
  });

  it('know what is due by days, hours and megabytes', () => {
    const saw: DeviceLive = { node: 'n1', meta: { id: 'saw', name: 'Zaag', kind: 'tool' }, receivedAt: NOON };
    const slow = {
      ...NO_SLOW_FACTS,
      calibratedAt: new Map([['n1/box', NOON - 366 * 24 * HOUR_MS]]),
      runH: new Map([['n1/saw', 120]]),
      nodeDiskMb: new Map([['n1', 499]]),
      hubDiskMb: 550,
    };
    const now = site({ devices: [box(0.5), saw], slow, settings: { ...DEFAULT_SETTINGS, tools: { 'n1/saw': 100 } } });
    const signals = ['calibration_due:n1/box', 'tool_service:n1/saw', 'disk:n1', 'disk:'].map((key) => signalOf(now, key));
    expect(signals).toEqual(['on', 'on', 'on', 'unknown']);
    expect(signalOf(site({ devices: [box(0.5), saw], slow }), 'tool_service:n1/saw')).toBe('off');
    expect(signalOf(site(), 'calibration_due:n1/box')).toBe('unknown');
  });

  it('tell of the night when it becomes known, however late it comes in', () => {
    const at = NOON - 9 * HOUR_MS;
    const told = (receivedAt: number): string => {
      const event = { node: 'n1', device: 'box', at, receivedAt, massG: 40_000, what: 'removal' } as const;
      return signalOf(site({ slow: { ...NO_SLOW_FACTS, afterHours: [event] } }), 'after_hours:n1/box');
    };
    expect(told(NOON - 1_000)).toBe('on');
    expect(told(at)).toBe('off');
    expect(signalOf(site({ watchedKeys: ['after_hours:n1/box'] }), 'after_hours:n1/box')).toBe('off');
  });
});

describe('opening hours and pickups', () => {
  it('know the closed pieces of a day with a margin around them', () => {
    const from = NOON - 12 * HOUR_MS;
    const pieces = open.closed(from, from + 24 * HOUR_MS, 45 * MINUTE_MS);
    const local = pieces.map(({ from: start, to }) => [(start - from) / HOUR_MS, (to - from) / HOUR_MS]);
    expect(local).toEqual([
      [0, 8.25],
      [17.75, 24],
    ]);
  });

  it('find the next pickup in local time, over the change of the clocks', () => {
    const friday = Date.UTC(2026, 9, 23, 12);
    const pickups = [{ day: 'mon', at: '08:00' }] as const;
    expect(nextPickup(calendar, [...pickups], friday)).toBe(Date.UTC(2026, 9, 26, 7));
    expect(nextPickup(calendar, [], friday)).toBeUndefined();
  });
});

describe('the words of an alarm', () => {
  it('say what and what to do, in local time', () => {
    const values = { name: 'Textiel', at: NIGHT, kg: 40, what: 'removal' };
    expect(alarmWords('nl', 'after_hours', values, 'Europe/Amsterdam').title).toBe(
      'Textiel: ma 22:00 ging er 40 kg af buiten openingstijd',
    );
    expect(alarmWords('en', 'disk', { name: '', freeMb: 90 }, 'UTC').title).toBe('The hub has 90 MB left');
    expect(alarmWords('nl', 'sensor_fault', { name: 'Deur', code: 'KW_NEW' }, 'UTC').todo).toContain('KW_NEW');
  });
});
