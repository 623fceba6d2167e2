import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { staffRecords } from '../../../test/support/staff-records.ts';
import { staffSite } from '../../../test/support/staff-site.ts';
import { isSettled, traceValueOf } from './device-value.ts';
import { logLineOf } from './log-line.ts';
import { parseMassKg } from './mass-input.ts';

const at = Date.UTC(2026, 10, 21, 13, 5);

describe('parseMassKg', () => {
  it.each([
    ['20', 20_000],
    ['12,5', 12_500],
    ['12.5 kg', 12_500],
    [' 0,001 ', 1],
    ['300', 300_000],
  ])('%j is %i g', (text, massG) => {
    expect(parseMassKg(text, 300_000)).toBe(massG);
  });

  it.each(['', '0', '-5', '300,001', '1.234,5', '12,3456', '5 g', '1e3', 'twintig'])('%j is no mass for a scale of 300 kg', (text) => {
    expect(parseMassKg(text, 300_000)).toBeUndefined();
  });

  it('reads back every whole gram it can be told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (massG) => {
        expect(parseMassKg((massG / 1_000).toFixed(3).replace('.', ','), 10_000_000)).toBe(massG);
      }),
    );
  });
});

describe('logLineOf', () => {
  it('tells every kind of care and leaves out the zero that tracks all day', () => {
    const kinds = ['fault', 'zero', 'emptying', 'calibration', 'door_correction', 'tool_learning'];
    const lines = staffRecords(at, kinds).map(({ record }) => logLineOf(record)?.kind);
    expect(lines).toEqual(['fault', 'zero', undefined, 'fault', 'emptying', 'calibration', 'door_correction', 'tool_learning']);
  });

  it('is not upset by a record of another shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('kind', 'at', 'by', 'points', 'massG', 'code', 'state'), fc.jsonValue()), (record) => {
        const line = logLineOf(record);
        expect(line === undefined || typeof line.atMs === 'number').toBe(true);
      }),
    );
  });
});

describe('device values', () => {
  const { devices } = staffSite(at);
  const valueOf = (id: string): number | undefined => {
    const device = devices.find(({ meta }) => meta.id === id);
    return device && traceValueOf(device);
  };

  it('picks the value that a trace shows', () => {
    expect(['box-textile', 'door-yard', 'saw', 'level-mixed'].map(valueOf)).toEqual([3_842_000, 419, undefined, 0.38]);
  });

  it('lets only a still scale be worked with', () => {
    const settled = devices.filter(isSettled).map(({ meta }) => meta.id);
    expect(settled).toEqual(['box-textile', 'box-mixed', 'floor']);
  });
});
