import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { demoSite, demoSiteConfig, FLOOR_SCALE } from './demo-site.ts';
import { createSite } from './site.ts';
import type { MassTruth, SessionTruth } from './site-config.ts';

const START = Date.UTC(2026, 4, 20, 8, 0);

describe('tools of a simulated site', () => {
  it('draw the working current in a run, the idle current around it and next to nothing else', () => {
    const site = demoSite({ seed: 31, startAt: START, alwaysOpen: true });
    const runs = site.truth(START, START + 2 * HOUR_MS).filter((event): event is SessionTruth => event.device === 'saw-1');
    expect(runs.length).toBeGreaterThan(3);
    for (const run of runs) {
      expect(site.toolAmps('saw-1', (run.from + run.to) / 2)).toBeGreaterThan(4);
      const after = site.toolAmps('saw-1', run.to + 3 * SECOND_MS);
      expect(after).toBeGreaterThan(0.8);
      expect(after).toBeLessThan(1.5);
    }
    expect(site.toolAmps('saw-1', START)).toBeLessThan(0.2);
  });

  it('run when told to', () => {
    const site = demoSite({ seed: 1, startAt: START });
    const fromMs = START + HOUR_MS - 5 * MINUTE_MS;
    const made = site.inject({ type: 'run', tool: 'drill-1', fromMs, toMs: fromMs + 2 * MINUTE_MS });
    expect(made).toEqual([{ type: 'session', device: 'drill-1', at: fromMs + 2 * MINUTE_MS, from: fromMs, to: fromMs + 2 * MINUTE_MS }]);
    expect(site.toolAmps('drill-1', fromMs + MINUTE_MS)).toBeGreaterThan(1.8);
  });
});

describe('the level above a container', () => {
  it('comes nearer as the container fills and goes back when it is empty', () => {
    const site = demoSite({ seed: 32, startAt: START, alwaysOpen: true });
    const median = (fromMs: number): number =>
      Array.from({ length: 41 }, (_, i) => site.distanceMm('level-1', fromMs + i * 500)).toSorted((a, b) => a - b)[20] ?? 0;
    const first = median(START + SECOND_MS);
    const later = median(START + 4 * HOUR_MS);
    expect(later).toBeLessThan(first);
    const [truth] = site.inject({ type: 'emptying', scale: 'container-1', atMs: START + 4 * HOUR_MS + MINUTE_MS });
    expect(median((truth?.at ?? 0) + SECOND_MS)).toBeGreaterThan(2_250);
  });
});

describe('goods on their way', () => {
  it('walk from the intake scale to the container within minutes', () => {
    const site = demoSite({ seed: 33, startAt: START, alwaysOpen: true });
    const events = site.truth(START, START + 3 * HOUR_MS).filter((event): event is MassTruth => 'massG' in event);
    const taken = events.filter((event) => event.type === 'removal' && event.device === 'intake-1');
    const brought = events.filter((event) => event.type === 'deposit' && event.device === 'container-1');
    const isEarlyEnough = (event: MassTruth): boolean => event.at < START + 3 * HOUR_MS - 20 * MINUTE_MS;
    const early = taken.filter(isEarlyEnough);
    expect(early.length).toBeGreaterThan(10);
    const isArrived = (removal: MassTruth): boolean =>
      brought.some((event) => Math.abs(event.massG - removal.massG) <= 1 && event.at > removal.at && event.at - removal.at < 8 * MINUTE_MS);
    // Now and then a donor takes a part of his own back; that goes home.
    expect(early.filter(isArrived).length / early.length).toBeGreaterThan(0.9);
  });

  it('pass an outflow scale on their way to the shop', () => {
    const config = demoSiteConfig({ seed: 34, startAt: START, alwaysOpen: true });
    const site = createSite({ ...config, scales: [...config.scales, { ...FLOOR_SCALE, id: 'outflow-1', role: 'outflow' }] });
    const out = site.truth(START, START + 8 * HOUR_MS).filter((event): event is MassTruth => event.device === 'outflow-1');
    const sum = (type: string): number => out.filter((event) => event.type === type).reduce((total, event) => total + event.massG, 0);
    expect(sum('deposit')).toBeGreaterThan(3_000);
    expect(site.goodsG('outflow-1', START + 8 * HOUR_MS)).toBeLessThan(41_000);
    expect(Math.abs(sum('deposit') - sum('removal'))).toBeLessThan(41_000);
  });

  it('wait while the container is away', () => {
    const site = demoSite({ seed: 35, startAt: START, alwaysOpen: true });
    const events = site.truth(START, START + 20 * HOUR_MS).filter((event): event is MassTruth => event.device === 'container-1');
    const emptyings = events.filter((event) => event.type === 'emptying');
    expect(emptyings.length).toBeGreaterThan(0);
    for (const emptying of emptyings) {
      const meanwhile = events.filter(
        (event) => event.type === 'deposit' && event.at > emptying.at - 6 * MINUTE_MS && event.at <= emptying.at,
      );
      expect(meanwhile).toEqual([]);
    }
  });
});

describe('doors of a simulated site', () => {
  it('let somebody pass when told to', () => {
    const site = demoSite({ seed: 1, startAt: START });
    const [truth] = site.inject({ type: 'passage', door: 'door-1', direction: 'out', atMs: START + 30 * MINUTE_MS });
    expect(truth).toMatchObject({ type: 'passage', direction: 'out', crossing: 'single' });
    const edges = site.doorEdges('door-1', START + 30 * MINUTE_MS - 1, (truth?.at ?? 0) + 1);
    expect(edges.at(-1)).toMatchObject({ atMs: truth?.at, broken: false });
  });
});
