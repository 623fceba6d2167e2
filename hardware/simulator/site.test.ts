import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { CONTAINER_SCALE, demoSite, demoSiteConfig, FLOOR_SCALE } from './demo-site.ts';
import { createSite, type Site } from './site.ts';
import type { MassTruth, SiteSimConfig } from './site-config.ts';

/** Wednesday 20 May 2026, 10:00 in Amsterdam. */
const START = Date.UTC(2026, 4, 20, 8, 0);

function quietSite(change: Partial<SiteSimConfig> = {}): Site {
  const { firstDonorAfterMs: _, ...visitors } = demoSiteConfig({ seed: 5, startAt: START }).visitors;
  const config = demoSiteConfig({ seed: 5, startAt: START, alwaysOpen: true });
  return createSite({ ...config, visitors: { ...visitors, perHour: 0, burstPerHour: 0 }, ...change });
}

function indicatedG(site: Site, scaleId: string, atMs: number): number {
  const scale = site.scales.find((entry) => entry.id === scaleId);
  const counts = site.counts(scaleId, atMs);
  return counts.reduce((sum, raw, cell) => sum + (raw - (scale?.zeroCounts[cell] ?? 0)) / (scale?.countsPerGram[cell] ?? 1), 0);
}

const massTruths = (site: Site, device: string, toMs: number): MassTruth[] =>
  site.truth(START, toMs).filter((event): event is MassTruth => event.device === device && 'massG' in event);

const sumG = (events: readonly MassTruth[], type: string): number =>
  events.filter((event) => event.type === type).reduce((sum, event) => sum + event.massG, 0);

describe('a simulated site', () => {
  it('gives the same numbers for the same seed, in whatever order they are asked', () => {
    const forward = demoSite({ seed: 3, startAt: START, alwaysOpen: true });
    const times = Array.from({ length: 300 }, (_, i) => START + i * 7_700);
    const there = times.map((atMs) => [
      forward.counts('intake-1', atMs),
      forward.counts('container-1', atMs),
      forward.toolAmps('saw-1', atMs),
    ]);
    const other = demoSite({ seed: 3, startAt: START, alwaysOpen: true });
    const back = times
      .toReversed()
      .map((atMs) => [other.counts('intake-1', atMs), other.counts('container-1', atMs), other.toolAmps('saw-1', atMs)]);
    expect(back.toReversed()).toEqual(there);
    expect(other.truth(START, START + HOUR_MS)).toEqual(forward.truth(START, START + HOUR_MS));
  });

  it('lives another day with another seed', () => {
    const masses = [1, 2].map((seed) =>
      massTruths(demoSite({ seed, startAt: START, alwaysOpen: true }), 'intake-1', START + HOUR_MS).map((e) => e.massG),
    );
    expect(masses[0]).not.toEqual(masses[1]);
  });

  it('keeps every gram: what was put down and not taken lies there', () => {
    const site = demoSite({ seed: 21, startAt: START, alwaysOpen: true });
    const endMs = START + 12 * HOUR_MS;
    for (const [device, startG] of [
      ['intake-1', 0],
      ['container-1', 640_000],
    ] as const) {
      const events = massTruths(site, device, endMs);
      const expectedG = startG + sumG(events, 'deposit') - sumG(events, 'removal') - sumG(events, 'emptying');
      const underWayG = 60_000;
      expect(Math.abs(site.goodsG(device, endMs) - expectedG)).toBeLessThan(underWayG);
    }
    const intake = massTruths(site, 'intake-1', endMs);
    const container = massTruths(site, 'container-1', endMs);
    expect(sumG(container, 'deposit')).toBeGreaterThan(0.8 * sumG(intake, 'removal'));
  });

  it('brings 60 to 100 visitors an hour in opening hours and nobody at night', () => {
    const site = demoSite({ seed: 8, startAt: START });
    const isIn = (fromMs: number, toMs: number): number =>
      site.truth(fromMs, toMs).filter((event) => event.type === 'passage' && event.direction === 'in').length;
    const perHour = isIn(START, START + 6 * HOUR_MS) / 6;
    expect(perHour).toBeGreaterThan(60);
    expect(perHour).toBeLessThan(110);
    expect(isIn(START + 9 * HOUR_MS, START + 22 * HOUR_MS)).toBe(0);
  });

  it('opens by the local clock on both sides of a change to summer time', () => {
    // Tuesdays 24 and 31 March 2026; the clock changes on the 29th. Opening at 08:30 local.
    const firstIn = (dayStart: number): number => {
      const site = demoSite({ seed: 4, startAt: dayStart });
      return site.truth(dayStart, dayStart + DAY_MS).find((event) => event.type === 'passage')?.at ?? 0;
    };
    const winter = firstIn(Date.UTC(2026, 2, 24)) - Date.UTC(2026, 2, 24, 7, 30);
    const summer = firstIn(Date.UTC(2026, 2, 31)) - Date.UTC(2026, 2, 31, 6, 30);
    for (const waitMs of [winter, summer]) {
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThan(15 * MINUTE_MS);
    }
  });

  it('lets the first donor of a demo step on at once', () => {
    const site = demoSite({ seed: 2, startAt: START, alwaysOpen: true, firstDonorAfterMs: 5_000 });
    const first = massTruths(site, 'intake-1', START + HOUR_MS)[0];
    expect(first?.type).toBe('deposit');
    expect(first?.at).toBeLessThan(START + 60 * SECOND_MS);
  });

  it('refuses to change what was measured already', () => {
    const site = quietSite();
    site.counts('intake-1', START + MINUTE_MS);
    expect(() => site.inject({ type: 'deposit', scale: 'intake-1', atMs: START + 10, massG: 4_000 })).toThrow(RangeError);
  });

  it('names the devices it has when asked for another', () => {
    expect(() => quietSite().counts('intake-9', START)).toThrow('intake-1, container-1');
  });

  it('forgets what is long over and goes on', () => {
    const site = demoSite({ seed: 6, startAt: START, alwaysOpen: true });
    const lateMs = START + 5 * DAY_MS;
    const before = site.goodsG('container-1', lateMs);
    expect(site.truth(START, START + DAY_MS)).toEqual([]);
    expect(before).toBeGreaterThan(0);
    expect(Number.isFinite(indicatedG(site, 'container-1', lateMs))).toBe(true);
  });
});

describe('the physics of a scale', () => {
  it('shows an injected gift to 0.1 kg after the person of 78 kg is off, and the person meanwhile', () => {
    const site = quietSite();
    const beforeG = indicatedG(site, 'intake-1', START + 5_000);
    const [truth] = site.inject({ type: 'deposit', scale: 'intake-1', atMs: START + 10_000, massG: 4_200, personG: 78_000 });
    const endMs = truth?.at ?? 0;
    const meanwhile: number[] = [];
    for (let atMs = START + 10_000; atMs < endMs; atMs += 100) meanwhile.push(indicatedG(site, 'intake-1', atMs));
    expect(Math.max(...meanwhile)).toBeGreaterThan(80_000);
    expect(Math.abs(indicatedG(site, 'intake-1', endMs + 3_000) - beforeG - 4_200)).toBeLessThan(100);
  });

  it('shows the amplifier noise the datasheet gives: 50 nV on a floor scale is about 4 g', () => {
    const site = quietSite({ weather: { meanC: 20, swingC: 0, windMs: 0, rainShare: 0, lagMs: HOUR_MS } });
    const readings = Array.from({ length: 2_000 }, (_, i) => indicatedG(site, 'intake-1', START + i * 100)).filter(
      (g) => Math.abs(g) < 1_000,
    );
    const mean = readings.reduce((sum, g) => sum + g, 0) / readings.length;
    const sigmaG = Math.sqrt(readings.reduce((sum, g) => sum + (g - mean) ** 2, 0) / readings.length);
    expect(sigmaG).toBeGreaterThan(3);
    expect(sigmaG).toBeLessThan(5);
  });

  it('gives bridge voltages that the amplifier turns into the very counts of the direct model', () => {
    const site = quietSite();
    for (let i = 0; i < 50; i += 1) {
      const atMs = START + i * 997;
      const counts = site.counts('container-1', atMs);
      const fromVolts = [0, 1, 2, 3].map((cell) => Math.round((site.bridgeMillivolts('container-1', cell, atMs) / 20) * 2 ** 23));
      const same = counts.filter((raw, cell) => raw === fromVolts[cell]).length;
      expect(same).toBeGreaterThanOrEqual(3);
    }
  });

  it('drifts with the temperature of the steel, slower than the air and within class C3', () => {
    const site = quietSite({ weather: { meanC: 10, swingC: 16, windMs: 0, rainShare: 0, lagMs: 3 * HOUR_MS } });
    const hourly = Array.from({ length: 48 }, (_, h) => indicatedG(site, 'container-1', START + h * HOUR_MS));
    const spanG = Math.max(...hourly) - Math.min(...hourly);
    expect(spanG).toBeGreaterThan(100);
    expect(spanG).toBeLessThan(12_000);
  });

  it('creeps on under a fresh load towards the share of its class', () => {
    const scales = [{ ...FLOOR_SCALE, creepShare: 0.002 }, CONTAINER_SCALE];
    const site = quietSite({ scales, weather: { meanC: 20, swingC: 0, windMs: 0, rainShare: 0, lagMs: HOUR_MS } });
    const [truth] = site.inject({ type: 'deposit', scale: 'intake-1', atMs: START + 1_000, massG: 200_000 });
    const median = (fromMs: number): number =>
      Array.from({ length: 200 }, (_, i) => indicatedG(site, 'intake-1', fromMs + i * 100)).toSorted((a, b) => a - b)[100] ?? 0;
    const fromMs = (truth?.at ?? 0) + 2_000;
    const creptG = median(fromMs + 3 * MINUTE_MS) - median(fromMs);
    // 400 g in the end, with a time constant of 700 s: about 85 g in the first three minutes.
    expect(creptG).toBeGreaterThan(60);
    expect(creptG).toBeLessThan(110);
  });

  it('sees the container go and come back empty', () => {
    const site = quietSite();
    const [truth] = site.inject({ type: 'emptying', scale: 'container-1', atMs: START + MINUTE_MS, awayMs: 5 * MINUTE_MS });
    expect(truth).toMatchObject({ type: 'emptying', massG: 640_000 });
    const away = indicatedG(site, 'container-1', START + 4 * MINUTE_MS);
    expect(away).toBeLessThan(-2_200_000);
    expect(Math.abs(indicatedG(site, 'container-1', (truth?.at ?? 0) + 5_000))).toBeLessThan(20_000);
  });

  it('sends a cut channel to the rail and holds a stuck one', () => {
    const site = quietSite();
    const fault = { type: 'cell_fault', scale: 'container-1', fromMs: START + 1_000, toMs: START + 60_000 } as const;
    site.inject({ ...fault, cell: 2, fault: 'cut' });
    site.inject({ ...fault, cell: 3, fault: 'stuck' });
    const readings = Array.from({ length: 100 }, (_, i) => site.counts('container-1', START + 2_000 + i * 100));
    expect(new Set(readings.map((raw) => raw[2]))).toContain(0x7f_ff_ff);
    expect(new Set(readings.map((raw) => raw[3])).size).toBeLessThan(4);
    expect(new Set(readings.map((raw) => raw[0])).size).toBeGreaterThan(50);
  });
});
