import type { KwRecord, RecordKind } from '@kringwijzer/contract';

/** How dearly a record is kept when the disk is full: 0 goes first, 2 last. Weights and health are many and can be missed. */
export type RecordValue = 0 | 1 | 2;

const VALUES: Readonly<Record<RecordKind, RecordValue>> = {
  weight: 0,
  health: 0,
  level: 0,
  zero: 1,
  fault: 1,
  passages: 1,
  session: 1,
  deposit: 2,
  removal: 2,
  emptying: 2,
  calibration: 2,
  door_correction: 2,
  tool_learning: 2,
  loss: 2,
};

export const valueOf = (kind: RecordKind): RecordValue => VALUES[kind];

const TIME_FIELDS = ['at', 'fromAt', 'toAt'] as const;

/** The record with every time moved by `offsetMs`, in whole ms and never before 1970. */
export function shiftTimes(record: KwRecord, offsetMs: number): KwRecord {
  if (offsetMs === 0) return record;
  const shifted: Record<string, unknown> = { ...record };
  for (const field of TIME_FIELDS) {
    const value = shifted[field];
    if (typeof value === 'number') shifted[field] = Math.max(0, Math.round(value + offsetMs));
  }
  return shifted as KwRecord;
}
