import type { DeviceLive } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { type OutcomeDraft, outcomeOf, tableScales } from './outcome-entry.ts';

const draft = (more: Partial<OutcomeDraft>): OutcomeDraft => ({
  stream: 'textile',
  outcome: 'resold',
  unit: 'kg',
  amount: '',
  barcode: '',
  ...more,
});
const scale = (id: string, role: 'intake' | 'container' | 'outflow', capacityG: number): DeviceLive => ({
  node: 'n',
  meta: { id, name: id, kind: 'scale', role, capacityG, divisionG: 5, cells: 1 },
});

describe('a line of the sorting table', () => {
  it('has kilos with comma or point, or whole pieces', () => {
    expect(outcomeOf(draft({ amount: '2,5' }), 'client-1', 7)).toEqual({
      client: 'client-1',
      at: 7,
      stream: 'textile',
      outcome: 'resold',
      massG: 2_500,
      weighed: false,
    });
    expect(outcomeOf(draft({ unit: 'pieces', amount: '3', barcode: '87' }), 'client-1', 7)).toMatchObject({ pieces: 3, barcode: '87' });
  });

  it('tells that its mass came from the scale', () => {
    expect(outcomeOf(draft({ amount: '1,24', scaleG: 1_235 }), 'client-1', 7)).toMatchObject({ massG: 1_235, weighed: true });
  });

  it('is none without an amount', () => {
    const bad = [
      draft({}),
      draft({ amount: '0' }),
      draft({ amount: '-1' }),
      draft({ unit: 'pieces', amount: '0' }),
      draft({ unit: 'pieces', amount: '1,5' }),
    ];
    expect(bad.map((one) => outcomeOf(one, 'client-1', 7))).toEqual(bad.map(() => undefined));
  });
});

describe('scales of a table', () => {
  it('are the small ones that carry no container, smallest first', () => {
    const devices = [
      scale('floor', 'intake', 300_000),
      scale('box', 'container', 400_000),
      scale('table', 'outflow', 30_000),
      scale('bridge', 'outflow', 60_000_000),
    ];
    expect(tableScales(devices).map(({ meta }) => meta.id)).toEqual(['table', 'floor']);
  });
});
