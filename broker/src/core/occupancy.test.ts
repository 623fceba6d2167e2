import type { Passages } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { createOccupancy } from './occupancy.ts';

// 2026-06-10 in Amsterdam begins at 22:00 UTC of the 9th.
const MIDNIGHT = Date.UTC(2026, 5, 9, 22);
const minute = (at: number, entered: number, out: number, device = 'voordeur'): Passages => ({
  kind: 'passages',
  device,
  at,
  in: entered,
  out,
  missed: 0,
});

describe('occupancy', () => {
  it('is what came in less what went out, over all doors', () => {
    const occupancy = createOccupancy('Europe/Amsterdam');
    occupancy.add('n1', minute(MIDNIGHT, 5, 1));
    occupancy.add('n1', minute(MIDNIGHT + 60_000, 2, 0));
    occupancy.add('n2', minute(MIDNIGHT, 0, 3, 'zijdeur'));
    expect(occupancy.of(MIDNIGHT + 120_000)).toEqual({
      date: '2026-06-10',
      present: 3,
      doors: [
        { node: 'n1', device: 'voordeur', in: 7, out: 1 },
        { node: 'n2', device: 'zijdeur', in: 0, out: 3 },
      ],
    });
  });

  it('counts a minute that comes again once', () => {
    const occupancy = createOccupancy('Europe/Amsterdam');
    occupancy.add('n1', minute(MIDNIGHT, 2, 0));
    occupancy.add('n1', minute(MIDNIGHT, 3, 1));
    expect(occupancy.of(MIDNIGHT).present).toBe(2);
  });

  it('is never below zero and starts anew at local midnight', () => {
    const occupancy = createOccupancy('Europe/Amsterdam');
    occupancy.add('n1', minute(MIDNIGHT - 60_000, 9, 0));
    expect(occupancy.of(MIDNIGHT - 1)).toMatchObject({ date: '2026-06-09', present: 9 });
    expect(occupancy.of(MIDNIGHT)).toEqual({ date: '2026-06-10', present: 0, doors: [] });
    occupancy.add('n1', minute(MIDNIGHT, 0, 4));
    expect(occupancy.of(MIDNIGHT).present).toBe(0);
  });
});
