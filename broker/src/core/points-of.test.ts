import type { KwRecord } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { createPointsOf, isEventKind } from './points-of.ts';

const AT = Date.UTC(2026, 5, 1, 9, 50);
const MINUTE = 60_000;
const pointsOf = createPointsOf();
const short = (record: KwRecord): unknown =>
  pointsOf('utrecht', 'n1', record).map(({ series, at, value }) => [
    series.measurement,
    series.field,
    series.kind,
    (at - AT) / MINUTE,
    value,
  ]);

describe('the points of a record', () => {
  it('cut a session at whole hours, with one use at its start', () => {
    expect(short({ kind: 'session', device: 'saw', at: AT, toAt: AT + 75 * MINUTE, ended: 'stopped' })).toEqual([
      ['tool_use', 'sessions', 'delta', 0, 1],
      ['tool_use', 'run_s', 'interval', 0, 600],
      ['tool_use', 'run_s', 'interval', 10, 3_600],
      ['tool_use', 'run_s', 'interval', 70, 300],
    ]);
  });

  it('have no duration for a session that ends before it begins', () => {
    expect(short({ kind: 'session', device: 'saw', at: AT, toAt: AT - 1, ended: 'silent' })).toEqual([
      ['tool_use', 'sessions', 'delta', 0, 1],
    ]);
  });

  it('leave out what a node could not read, and count a flag as 0 or 1', () => {
    const health: KwRecord = {
      kind: 'health',
      device: 'node',
      at: AT,
      uptimeS: 5,
      rssMb: 80,
      throttled: true,
      spoolRecords: 0,
      spoolAgeS: 0,
    };
    expect(short(health)).toEqual([
      ['node_health', 'uptime_s', 'gauge', 0, 5],
      ['node_health', 'rss_mb', 'gauge', 0, 80],
      ['node_health', 'throttled', 'gauge', 0, 1],
      ['node_health', 'spool_records', 'gauge', 0, 0],
      ['node_health', 'spool_age_s', 'gauge', 0, 0],
    ]);
  });

  it('name the stream of a deposit, or that nobody knows it', () => {
    const deposit = { device: 'w', at: AT, massG: 1, uncertaintyG: 1, confidence: 1, fromAt: AT, beforeG: 0, afterG: 1 };
    const streams = [
      { kind: 'deposit' as const, ...deposit },
      { kind: 'deposit' as const, ...deposit, stream: 'bicycles' as const },
    ];
    expect(streams.map((record) => pointsOf('utrecht', 'n1', record)[0]?.series.tags)).toEqual([
      { site: 'utrecht', node: 'n1', device: 'w', stream: 'unknown' },
      { site: 'utrecht', node: 'n1', device: 'w', stream: 'bicycles' },
    ]);
  });

  it('share one series object for the same device and field', () => {
    const level: KwRecord = { kind: 'level', device: 'eye', at: AT, n: 1, distanceMm: 5, fillRatio: 0.5 };
    expect(pointsOf('utrecht', 'n1', level)[0]?.series).toBe(pointsOf('utrecht', 'n1', { ...level, at: AT + 1 })[0]?.series);
    expect(pointsOf('utrecht', 'n2', level)[0]?.series.tags.node).toBe('n2');
  });

  it('are none for facts that are only looked at', () => {
    const fault: KwRecord = { kind: 'fault', device: 'w', at: AT, code: 'KW_OVERLOAD', state: 'raised' };
    expect(short(fault)).toEqual([]);
    expect([isEventKind('fault'), isEventKind('session'), isEventKind('weight'), isEventKind('health')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
