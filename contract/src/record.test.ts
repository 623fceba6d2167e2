import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceIdSchema, idSchema, nodeIdSchema } from './ids.ts';
import { BATCH_MAX_RECORDS, type Batch, batchSchema, type KwRecord, recordSchema } from './record.ts';
import type { Deposit } from './scale.ts';

const deposit: Deposit = {
  kind: 'deposit',
  device: 'intake-1',
  at: 1_795_000_000_000,
  massG: 4_200,
  uncertaintyG: 60,
  confidence: 0.97,
  fromAt: 1_794_999_990_000,
  beforeG: 0,
  afterG: 4_200,
};
const batch: Batch = { boot: '0123456789abcdef', seq0: 7, clock: 'synced', records: [deposit] };

describe('records', () => {
  it('accepts a batch and keeps it as it was', () => {
    expect(batchSchema.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch);
  });

  it.each([
    ['an unknown key', { ...deposit, note: 'x' }],
    ['half a gram', { ...deposit, massG: 4_200.5 }],
    ['a negative deposit', { ...deposit, massG: -1 }],
    ['a confidence above 1', { ...deposit, confidence: 1.01 }],
    ['a device that is a topic word', { ...deposit, device: 'ack' }],
    ['a time before 1970', { ...deposit, at: -1 }],
    ['an unknown kind', { ...deposit, kind: 'gift' }],
    ['NaN', { ...deposit, massG: Number.NaN }],
  ])('refuses %s', (_name, value) => {
    expect(recordSchema.safeParse(value).success).toBe(false);
  });

  it('refuses a batch without records, with too many, or with a forged boot', () => {
    const many: KwRecord[] = Array.from({ length: BATCH_MAX_RECORDS + 1 }, () => deposit);
    expect(batchSchema.safeParse({ ...batch, records: [] }).success).toBe(false);
    expect(batchSchema.safeParse({ ...batch, records: many }).success).toBe(false);
    expect(batchSchema.safeParse({ ...batch, boot: '0123456789ABCDEF' }).success).toBe(false);
    expect(batchSchema.safeParse({ ...batch, seq0: -1 }).success).toBe(false);
  });

  it('refuses any other value without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(batchSchema.safeParse(value).success).toBe(false);
      }),
    );
  });
});

describe('ids', () => {
  it.each(['', 'A', 'a/b', 'a+b', 'a#', 'é', 'x'.repeat(33)])('refuses %j', (text) => {
    expect(idSchema.safeParse(text).success).toBe(false);
  });

  it('keeps the words of topics free', () => {
    expect(nodeIdSchema.safeParse('hub').success).toBe(false);
    expect(nodeIdSchema.safeParse('poort-1').success).toBe(true);
    expect(deviceIdSchema.safeParse('cmd').success).toBe(false);
    expect(deviceIdSchema.safeParse('node').success).toBe(true);
  });
});
