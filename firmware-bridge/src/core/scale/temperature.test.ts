import { describe, expect, it } from 'vitest';
import { type ScaleMemory, scaleConfigOf } from './scale-config.ts';
import { scaleCore, scaleMemory } from './scale-core.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PERIOD_MS = 5_000;

interface Site {
  readonly gramsPerK: number;
  readonly lagMin: number;
  /** How much warmer the sun makes the air at the sensor, at noon. */
  readonly sunK: number;
}

/** Air by the day's course with clouds, steel behind it in steps of five seconds: physics of its own, not the model of the core. */
function createSite(site: Site, seed: number) {
  let random = seed;
  const unit = (): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 4_294_967_296;
  };
  let cloud = 0.5;
  let steelC: number | undefined;
  return (atMs: number): { airC: number; zeroG: number } => {
    const hour = (atMs % DAY_MS) / HOUR_MS;
    cloud = Math.min(1, Math.max(0, cloud + 0.02 * (unit() - 0.5)));
    const sun = Math.max(0, Math.sin((Math.PI * (hour - 6)) / 12)) * (1 - 0.7 * cloud);
    const airC = 11 + 5 * Math.sin((2 * Math.PI * (hour - 9)) / 24) + site.sunK * sun;
    steelC = steelC === undefined ? airC : steelC + ((airC - steelC) * PERIOD_MS) / (site.lagMin * 60_000);
    const noise = unit() + unit() + unit() - 1.5;
    return { airC, zeroG: site.gramsPerK * (steelC - 11) + 25 * noise };
  };
}

/** Runs an empty scale over whole days, and tells how far its zero was carried away, and what was recorded. */
function live(site: Site, days: number, memory?: ScaleMemory) {
  const config = scaleConfigOf({
    capacityG: 300_000,
    divisionG: 200,
    sampleHz: 0.2,
    channels: [{ zeroCounts: 0, countsPerGram: 10 }],
    ...(memory === undefined ? {} : { memory }),
  });
  const weather = createSite(site, 7);
  let state = scaleCore.initial(config, 0);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const gifts: string[] = [];
  for (let atMs = PERIOD_MS; atMs < days * DAY_MS; atMs += PERIOD_MS) {
    const { airC, zeroG } = weather(atMs);
    if (atMs % 60_000 === 0) state = scaleCore.step(config, state, { type: 'temperature', atMs, celsius: airC }).state;
    const step = scaleCore.step(config, state, { type: 'sample', atMs, counts: [Math.round(zeroG * 10)] });
    state = step.state;
    for (const output of step.outputs) {
      if (output.type === 'record' && ['deposit', 'removal', 'emptying'].includes(output.record.kind)) gifts.push(output.record.kind);
    }
    if (atMs < 6 * HOUR_MS) continue;
    low = Math.min(low, state.zero.shiftG);
    high = Math.max(high, state.zero.shiftG);
  }
  return { memory: scaleMemory(state), swingG: high - low, gifts };
}

describe('the temperature of the zero', () => {
  it.each([
    { gramsPerK: 40, lagMin: 60, sunK: 6 },
    { gramsPerK: -25, lagMin: 25, sunK: 3 },
  ])('is learned with its lag from empty days ($gramsPerK g/K, $lagMin min), and then holds the zero', { timeout: 120_000 }, (site) => {
    const first = live(site, 2);
    expect(first.gifts).toEqual([]);
    const learned = first.memory.temperature;
    expect(learned?.gramsPerKelvin).toBeGreaterThan(site.gramsPerK - 0.15 * Math.abs(site.gramsPerK));
    expect(learned?.gramsPerKelvin).toBeLessThan(site.gramsPerK + 0.15 * Math.abs(site.gramsPerK));
    expect(Math.abs(Math.log2((learned?.lagMs ?? 0) / 60_000 / site.lagMin))).toBeLessThan(0.6);

    const kept: ScaleMemory = { ...first.memory, zeroShiftG: 0, emptyG: 0 };
    const { level: _level, ...corrected } = kept;
    const { temperature: _temperature, ...plain } = corrected;
    const after = live(site, 1, corrected);
    expect(after.gifts).toEqual([]);
    expect(after.swingG).toBeLessThan(live(site, 1, plain).swingG / 3);
  });
});
