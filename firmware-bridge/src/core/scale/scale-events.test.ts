import { recordSchema } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ScaleConfigInput, scaleConfigOf } from './scale-config.ts';
import { scaleCore } from './scale-core.ts';

const KG = 1_000;

/** A seeded source of normal numbers, so that a failing signal can be made again. */
function normals(seed: number): () => number {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
}

interface Signal {
  readonly seconds: number;
  readonly hz?: number;
  readonly noiseG?: number;
  /** Load in grams at a time in seconds. */
  readonly loadG: (s: number) => number;
  readonly config?: Partial<ScaleConfigInput>;
  readonly seed?: number;
  /** Changes counts on their way, undefined loses the sample. */
  readonly spoil?: (counts: number, s: number, i: number) => number | undefined;
}

interface Seen {
  readonly kind: string;
  readonly s: number;
  readonly kg: number;
  readonly uKg: number;
}

/** Plays a load through the core and gives the events back. Every record is held against the contract on its way. */
function play(signal: Signal): { events: readonly Seen[]; faults: readonly string[] } {
  const { hz = 10, noiseG = 20, seed = 1, seconds, loadG } = signal;
  const config = scaleConfigOf({
    capacityG: 300 * KG,
    divisionG: 100,
    sampleHz: hz,
    channels: [{ zeroCounts: 84_210, countsPerGram: 21.7 }],
    ...signal.config,
  });
  const [channel = { zeroCounts: 0, countsPerGram: 1 }] = config.channels;
  const normal = normals(seed);
  const events: Seen[] = [];
  const faults: string[] = [];
  let state = scaleCore.initial(config, 0);
  const send = (input: Parameters<typeof scaleCore.step>[2]): void => {
    const step = scaleCore.step(config, state, input);
    state = step.state;
    for (const output of step.outputs) {
      if (output.type !== 'record') continue;
      const record = recordSchema.parse(output.record);
      if (record.kind === 'fault') faults.push(`${record.code} ${record.state}`);
      if (record.kind === 'deposit' || record.kind === 'removal' || record.kind === 'emptying') {
        events.push({ kind: record.kind, s: record.at / 1_000, kg: record.massG / KG, uKg: record.uncertaintyG / KG });
      }
    }
  };
  for (let i = 1; i < seconds * hz; i += 1) {
    const s = i / hz;
    const counts = Math.round(channel.zeroCounts + (loadG(s) + noiseG * normal()) * channel.countsPerGram);
    const sent = signal.spoil === undefined ? counts : signal.spoil(counts, s, i);
    if (sent !== undefined) send({ type: 'sample', atMs: Math.round(s * 1_000), counts: [sent] });
  }
  send({ type: 'flush', atMs: seconds * 1_000 });
  return { events, faults };
}

/** Goods of `kg` that lie from `s` on. */
const lies = (at: number, kg: number) => (s: number) => (s >= at ? kg * KG : 0);
/** A person who stands and moves from `from` to `to`. */
const person =
  (from: number, to: number, kg = 78, stepHz = 1.8) =>
  (s: number) => {
    if (s < from || s > to) return 0;
    const foot = Math.min(1, (s - from) / 0.4, (to - s) / 0.4);
    const stride = s < from + 3 || s > to - 3 ? 9 : 1.2;
    return foot * KG * (kg + stride * Math.sin(2 * Math.PI * stepHz * s) + 0.4 * Math.sin(1.3 * s));
  };
const all =
  (...parts: ((s: number) => number)[]) =>
  (s: number) =>
    parts.reduce((sum, part) => sum + part(s), 0);

const within = (event: Seen | undefined, kg: number): boolean =>
  event !== undefined && Math.abs(event.kg - kg) <= Math.max(event.uKg, 0.02);

describe('gifts', () => {
  it('counts what a visitor leaves and never the visitor', () => {
    const { events } = play({ seconds: 300, loadG: all(person(100, 118), lies(109, 6.4)) });
    expect(events.map((event) => event.kind)).toEqual(['deposit']);
    expect(within(events[0], 6.4)).toBe(true);
    expect(events[0]?.s).toBeGreaterThan(117);
    expect(events[0]?.s).toBeLessThan(124);
  });

  it('says nothing of somebody who only passes or sits for four minutes', () => {
    const { events } = play({ seconds: 900, loadG: all(person(100, 104), person(300, 540, 64)) });
    expect(events).toEqual([]);
  });

  it('tells two visitors apart who come four seconds after each other', () => {
    const { events } = play({ seconds: 240, loadG: all(person(100, 109), lies(105, 5), person(113, 121, 66), lies(117, 3.2)) });
    expect(events.map((event) => event.kind)).toEqual(['deposit', 'deposit']);
    expect(within(events[0], 5)).toBe(true);
    expect(within(events[1], 3.2)).toBe(true);
  });

  it('gives overlapping visitors as one sum', () => {
    const { events } = play({ seconds: 240, loadG: all(person(100, 115), lies(108, 5), person(110, 125, 60), lies(120, 7)) });
    expect(events.every((event) => event.kind === 'deposit')).toBe(true);
    expect(events.reduce((sum, event) => sum + event.kg, 0)).toBeCloseTo(12, 1);
  });

  it('gives 20 kg in and 5 kg out as a deposit and a removal', () => {
    const { events } = play({ seconds: 300, loadG: all(person(100, 112), lies(106, 20), person(140, 150), lies(145, -5)) });
    expect(events.map((event) => event.kind)).toEqual(['deposit', 'removal']);
    expect(within(events[0], 20)).toBe(true);
    expect(within(events[1], 5)).toBe(true);
  });

  it('finds every tiny thing thrown in on a fine scale', () => {
    const masses = [0.3, 0.25, 0.7, 0.2, 0.55, 0.8, 0.35, 0.4];
    const { events } = play({ seconds: 400, loadG: all(...masses.map((kg, i) => lies(60 + 40 * i, kg))), config: { divisionG: 50 } });
    expect(events.map((event) => event.kind)).toEqual(masses.map(() => 'deposit'));
    expect(events.reduce((sum, event) => sum + event.kg, 0)).toBeCloseTo(3.55, 1);
  });

  it.each([
    ['1 SPS', { hz: 1, noiseG: 60 }],
    ['5 SPS', { hz: 5, noiseG: 60 }],
    ['80 SPS', { hz: 80, noiseG: 120 }],
    ['noise of 1 kg', { hz: 10, noiseG: 1_000, config: { divisionG: 500 } }],
  ])('finds a gift at %s', (_name, how) => {
    const { events } = play({ seconds: 420, loadG: all(person(200, 215), lies(207, 4)), ...how });
    expect(events.map((event) => event.kind)).toEqual(['deposit']);
    expect(within(events[0], 4)).toBe(true);
  });

  it('holds its interval: 95 of 100 gifts lie in it', () => {
    const n = 60;
    const masses = Array.from({ length: n }, (_, i) => 1 + (i % 9));
    const loadG = all(...masses.map((kg, i) => all(person(60 + 90 * i, 70 + 90 * i), lies(65 + 90 * i, kg))));
    const { events } = play({ seconds: 60 + 90 * n, loadG, noiseG: 300, seed: 7 });
    expect(events).toHaveLength(n);
    const inside = events.filter((event, i) => Math.abs(event.kg - (masses[i] ?? 0)) <= event.uKg).length;
    expect(inside / n).toBeGreaterThan(0.88);
  });
});

describe('the balance', () => {
  it('of deposits, removals and emptyings is what lies on the scale in the end, whatever came and went', () => {
    const visit = fc.record({
      afterS: fc.integer({ min: 1, max: 40 }),
      staysS: fc.integer({ min: 2, max: 15 }),
      goodsG: fc.integer({ min: -9_000, max: 18_000 }),
      walksOn: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(visit, { minLength: 1, maxLength: 8 }), fc.integer(), (visits, seed) => {
        const parts: ((s: number) => number)[] = [];
        let s = 60;
        for (const { afterS, staysS, goodsG, walksOn } of visits) {
          s += afterS;
          if (walksOn) parts.push(person(s, s + staysS, 60 + (goodsG % 20)));
          parts.push(lies(s + staysS / 2, goodsG / KG));
          s += staysS;
        }
        const sumKg = visits.reduce((sum, one) => sum + one.goodsG, 0) / KG;
        const { events } = play({ seconds: s + 120, loadG: all(() => 60 * KG, ...parts), seed });
        const balance = events.reduce((sum, event) => sum + (event.kind === 'deposit' ? event.kg : -event.kg), 0);
        expect(Math.abs(balance - sumKg)).toBeLessThan(0.1 + 0.1 * visits.length);
      }),
      { numRuns: 25 },
    );
  });
});

describe('weather and time', () => {
  it('follows rain, drift and creep without inventing gifts', () => {
    const rain = (s: number) => (s < 600 ? 0 : Math.min(s - 600, 2_400) * 12);
    const drift = (s: number) => 6 * KG * Math.sin((2 * Math.PI * s) / 86_400);
    const creep = (s: number) => 80 * (1 - Math.exp(-s / 400));
    expect(play({ seconds: 7_200, loadG: all(rain, drift, creep) }).events).toEqual([]);
  });

  it('weighs a gift that comes in the rain', () => {
    const rain = (s: number) => Math.max(0, s - 200) * 20;
    const { events } = play({ seconds: 900, loadG: all(rain, person(600, 620), lies(610, 9)) });
    expect(events.map((event) => event.kind)).toEqual(['deposit']);
    expect(events[0]?.kg).toBeCloseTo(9, 0);
  });

  it('is quiet in gusts and with spoilt samples', () => {
    const gust = (s: number) => (s % 600 < 150 ? 700 * Math.sin(s / 1.7) * Math.sin(s / 9) : 0);
    const spoil = (counts: number, _s: number, i: number): number =>
      i % 331 === 0 ? ([8_388_607, -1, counts ^ (1 << 20)][i % 3] ?? counts) : counts;
    expect(play({ seconds: 3_600, loadG: gust, spoil }).events).toEqual([]);
  });

  it('counts over a hole in the samples', () => {
    const { events } = play({ seconds: 400, loadG: lies(150, 8), spoil: (counts, s) => (s > 120 && s < 180 ? undefined : counts) });
    expect(events.map((event) => event.kind)).toEqual(['deposit']);
    expect(within(events[0], 8)).toBe(true);
  });
});

describe('containers', () => {
  const container = { capacityG: 10_000 * KG, divisionG: 1_000, channels: [{ zeroCounts: -3_000, countsPerGram: 0.6 }] };

  it('finds an emptying by a truck that shakes and takes the container away', () => {
    const truck = (s: number) => {
      if (s < 300) return 900 * KG;
      if (s < 340) return 900 * KG + 60 * KG * Math.sin(5 * s) * Math.cos(1.1 * s);
      return s < 700 ? -2_200 * KG : 15 * KG;
    };
    const { events } = play({ seconds: 1_200, loadG: truck, noiseG: 200, config: container });
    expect(events.map((event) => event.kind)).toEqual(['emptying']);
    expect(events[0]?.kg).toBeCloseTo(885, -1);
  });

  it('does not take a shaking truck that leaves for an emptying', () => {
    const truck = (s: number) => 900 * KG + (s > 300 && s < 340 ? 60 * KG * Math.sin(5 * s) * Math.cos(1.1 * s) : 0);
    expect(play({ seconds: 700, loadG: truck, noiseG: 200, config: container }).events).toEqual([]);
  });

  it('finds gifts on an indicator that sends whole kilograms', () => {
    const load = all(() => 400_300, person(200, 230), lies(215, 14));
    const config = { ...container, channels: [{ zeroCounts: 0, countsPerGram: 0.001 }], saturationCounts: 1e9 };
    const { events } = play({ seconds: 600, loadG: load, noiseG: 100, config });
    expect(events.map((event) => event.kind)).toEqual(['deposit']);
    expect(Math.abs((events[0]?.kg ?? 0) - 14)).toBeLessThanOrEqual(events[0]?.uKg ?? 0);
  });
});

describe('amplifier faults', () => {
  it('reports a dead amplifier, and that it lives again', () => {
    const spoil = (counts: number, s: number): number => (s > 100 && s < 160 ? 8_388_607 : counts);
    const { events, faults } = play({ seconds: 300, loadG: lies(50, 5), spoil });
    expect(faults).toEqual(['KW_AMPLIFIER_SATURATED raised', 'KW_AMPLIFIER_SATURATED cleared']);
    expect(events).toHaveLength(1);
  });

  it('reports a reading that stands still as no living cell does', () => {
    const { faults } = play({ seconds: 300, loadG: () => 0, spoil: (counts, s) => (s > 100 ? 84_000 : counts) });
    expect(faults).toContain('KW_AMPLIFIER_STUCK raised');
  });

  it('reports a board that runs at 80 instead of 10 samples a second', () => {
    const { faults } = play({ seconds: 60, hz: 80, loadG: () => 0, config: { sampleHz: 10 } });
    expect(faults).toEqual(['KW_SAMPLE_RATE raised']);
  });
});
