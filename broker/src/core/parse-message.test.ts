import type { Batch, ScaleState } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBatch, parseJson, parseMeta, parseState, parseStatus } from './parse-message.ts';

const boot = '0123456789abcdef';
const weight = (at: number): Batch['records'][number] => ({
  kind: 'weight',
  device: 'scale-1',
  at,
  durationMs: 10_000,
  n: 100,
  meanG: 1,
  minG: 1,
  maxG: 1,
  lastG: 1,
  netG: 1,
  stable: true,
});
const batch = (records: readonly unknown[]): unknown => ({ boot, seq0: 10, clock: 'synced', records });

describe('parseBatch', () => {
  it('gives a good batch back as one run', () => {
    const parsed = parseBatch(batch([weight(1), weight(2)]));
    expect(parsed).toEqual({
      ok: true,
      value: { boot, seq0: 10, upTo: 11, rejected: [], runs: [{ boot, clock: 'synced', seq0: 10, records: [weight(1), weight(2)] }] },
    });
  });

  it('rejects one bad record and keeps the sequence of the good ones around it', () => {
    const parsed = parseBatch(batch([weight(1), { kind: 'weight' }, weight(3)]));
    expect(parsed.ok && parsed.value.rejected).toEqual([{ seq: 11, code: 'KW_RECORD_INVALID' }]);
    expect(parsed.ok && parsed.value.runs.map((run) => run.seq0)).toEqual([10, 12]);
  });

  it.each([
    undefined,
    null,
    [],
    {},
    { boot, seq0: 0, clock: 'synced', records: [] },
    { boot, seq0: 0, clock: 'synced', records: Array.from({ length: 201 }, () => weight(1)) },
    { boot: 'x', seq0: 0, clock: 'synced', records: [weight(1)] },
    { boot, seq0: Number.MAX_SAFE_INTEGER, clock: 'synced', records: [weight(1), weight(2)] },
    { boot, seq0: 0, clock: 'synced', records: [weight(1)], extra: 1 },
  ])('refuses an envelope like %j', (value) => {
    expect(parseBatch(value)).toMatchObject({ ok: false, code: 'KW_PAYLOAD_INVALID' });
  });
});

describe('parseState', () => {
  const state: ScaleState = { at: 1, seq: 1, grossG: 1, netG: 1, tareG: 0, stable: true, quality: 'good' };
  it('finds the kind from the shape when the node has not described itself yet', () => {
    expect(parseState(state, undefined)).toEqual({ ok: true, value: { kind: 'scale', value: state } });
  });
  it('refuses a state of another kind than the device is', () => {
    expect(parseState(state, 'door')).toMatchObject({ ok: false, code: 'KW_PAYLOAD_INVALID' });
  });
});

describe('parsers', () => {
  it('measure before they parse', () => {
    expect(parseJson(65_537, '1')).toMatchObject({ ok: false, code: 'KW_PAYLOAD_TOO_LARGE' });
    expect(parseJson(1, '{')).toMatchObject({ ok: false, code: 'KW_PAYLOAD_NOT_JSON' });
  });

  it('never quote what they refuse', () => {
    const secret = 'geheim-123';
    const refused = [parseJson(9, `{"${secret}`), parseStatus({ state: secret }), parseMeta({ [secret]: 1 })];
    expect(JSON.stringify(refused)).not.toContain(secret);
  });

  it('survive anything', () => {
    const survives = fc.property(fc.anything(), (value) =>
      [parseBatch, parseStatus, parseMeta].every((parse) => typeof parse(value).ok === 'boolean'),
    );
    expect(fc.check(survives, { numRuns: 2_000 })).toMatchObject({ failed: false });
  });
});
