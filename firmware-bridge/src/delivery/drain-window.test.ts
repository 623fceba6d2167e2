import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrainWindow } from './drain-window.ts';

function after(window: DrainWindow, latenciesMs: readonly number[]): number {
  for (const latencyMs of latenciesMs) window.acked(latencyMs);
  return window.places;
}

describe('DrainWindow', () => {
  it('begins with one batch and grows by one for each round of soon acks, up to the most', () => {
    const window = new DrainWindow(6);
    expect(window.places).toBe(1);
    expect(after(window, [20])).toBe(2);
    expect(after(window, [20])).toBe(2);
    expect(
      after(
        window,
        Array.from({ length: 40 }, () => 20),
      ),
    ).toBe(6);
  });

  it('halves for each late ack and for each that does not come, down to one', () => {
    const window = new DrainWindow(6);
    after(
      window,
      Array.from({ length: 40 }, () => 20),
    );
    expect(after(window, [900])).toBe(3);
    window.late();
    expect(window.places).toBe(1);
    expect(after(window, [900, 900])).toBe(1);
  });

  it('begins anew on a new line', () => {
    const window = new DrainWindow(6);
    after(
      window,
      Array.from({ length: 40 }, () => 20),
    );
    window.reset();
    expect(window.places).toBe(1);
  });

  it('never leaves 1 to the most, whatever the acks do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (most, latenciesMs) => {
        const places = after(new DrainWindow(most), latenciesMs);
        expect(places).toBeGreaterThanOrEqual(1);
        expect(places).toBeLessThanOrEqual(most);
      }),
    );
  });
});
