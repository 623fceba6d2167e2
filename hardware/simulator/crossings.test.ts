import { describe, expect, it } from 'vitest';
import { CROSSINGS, crossingEdges } from './crossings.ts';
import { demoSite } from './demo-site.ts';
import { createPrng } from './prng.ts';

const START = Date.UTC(2026, 4, 20, 8, 0);

describe('crossings of a door', () => {
  it.each(CROSSINGS)('%s leaves both beams free and alternates each beam', (crossing) => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { edges } = crossingEdges(crossing, seed % 2 === 0 ? 'in' : 'out', 10_000, createPrng(seed));
      for (const beam of ['a', 'b']) {
        const states = edges.filter((edge) => edge.beam === beam).map((edge) => edge.broken);
        expect(states).toEqual(states.map((_, i) => i % 2 === 0));
        expect(states.length % 2).toBe(0);
      }
    }
  });

  it('meets beam a first on the way in and beam b on the way out', () => {
    expect(crossingEdges('single', 'in', 0, createPrng(1)).edges[0]).toMatchObject({ beam: 'a', broken: true });
    expect(crossingEdges('single', 'out', 0, createPrng(1)).edges[0]).toMatchObject({ beam: 'b', broken: true });
  });

  it('counts people, not edges: a turn-back is nobody, a tailgate two, side by side two', () => {
    const passages = Object.fromEntries(CROSSINGS.map((crossing) => [crossing, crossingEdges(crossing, 'in', 0, createPrng(2)).passages]));
    expect(passages).toMatchObject({ single: 1, 'turn-back': 0, tailgate: 2, 'side-by-side': 2, cart: 1 });
  });

  it('never mixes the edges of two crossings of a busy door', () => {
    const site = demoSite({ seed: 9, startAt: START, alwaysOpen: true });
    const last = new Map<string, boolean>();
    for (const edge of site.doorEdges('door-1', START, START + 4 * 3_600_000)) {
      expect(edge.broken).not.toBe(last.get(edge.beam) ?? false);
      last.set(edge.beam, edge.broken);
    }
    expect(last.size).toBe(2);
  });
});
