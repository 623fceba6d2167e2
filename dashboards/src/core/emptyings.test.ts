import type { DeviceLive, EmptyingSummary } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { emptyingAsks, parsePercent, partnersOf } from './emptyings.ts';

const NOW = Date.UTC(2026, 5, 1, 10);
const HOUR = 3_600_000;
const box = (id: string, hoursAgo: number, by?: string): DeviceLive => ({
  node: 'yard',
  meta: { id, name: id, kind: 'scale', role: 'container', capacityG: 1, divisionG: 1, cells: 4 },
  lastEmptying: { id: `yard/b/${id}`, at: NOW - hoursAgo * HOUR, massG: 1_000, ...(by !== undefined && { by }) },
});
const emptying = (partner?: string): EmptyingSummary => ({
  id: 'yard/b/1',
  node: 'yard',
  device: 'box',
  at: NOW,
  massG: 1,
  uncertaintyG: 1,
  swapped: false,
  verdict: 'confirmed',
  note: partner === undefined ? {} : { partner },
});

describe('emptyings that ask for a word', () => {
  it('are those nobody spoke of yet, newest first, for three days', () => {
    const { lastEmptying: _, ...never } = box('never', 1);
    const asks = emptyingAsks([box('old', 73), box('a', 5), box('said', 1, 'Ans'), box('b', 2), never], NOW);
    expect(asks.map(({ device }) => device.meta.id)).toEqual(['b', 'a']);
  });
});

describe('partners', () => {
  it('are offered with the most used first', () => {
    expect(partnersOf([emptying('Oud'), emptying('Kring'), emptying(), emptying('Kring')])).toEqual(['Kring', 'Oud']);
  });
});

describe('a percentage typed by a person', () => {
  it('is whole and between 0 and 100', () => {
    expect(['0', '12', '100 %', ' 7% '].map(parsePercent)).toEqual([0, 12, 100, 7]);
    expect(['', '-1', '101', '5,5', 'veel'].map(parsePercent)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
