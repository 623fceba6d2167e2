import { type Calibration, recordSchema } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoreOutput } from '../device-core.ts';
import { type ScaleConfig, type ScaleConfigInput, scaleConfigOf } from './scale-config.ts';
import { type ScaleState, scaleCore, scaleMemory } from './scale-core.ts';
import type { ScaleCommand, ScaleInput } from './scale-input.ts';

const KG = 1_000;
const by = 'tester';

const configOf = (change: Partial<ScaleConfigInput> = {}): ScaleConfig =>
  scaleConfigOf({ capacityG: 300 * KG, divisionG: 100, sampleHz: 10, channels: [{ zeroCounts: 1_000, countsPerGram: 20 }], ...change });

/** A scale on a bench: load it, wait, ask it. */
function bench(config: ScaleConfig, trueChannels: readonly { zeroCounts: number; countsPerGram: number }[] = config.channels) {
  let state: ScaleState = scaleCore.initial(config, 0);
  let atMs = 0;
  let shares: readonly number[] = trueChannels.map(() => 1 / trueChannels.length);
  let loadG = 0;
  const send = (input: ScaleInput): readonly CoreOutput[] => {
    const step = scaleCore.step(config, state, input);
    state = step.state;
    return step.outputs;
  };
  const wait = (seconds: number): readonly CoreOutput[] => {
    const seen: CoreOutput[] = [];
    for (let i = 0; i < seconds * 10; i += 1) {
      atMs += 100;
      const wobble = [0, 9, -7, 4, -5, 8, -9][i % 7] ?? 0;
      const counts = trueChannels.map((c, k) => Math.round(c.zeroCounts + (loadG * (shares[k] ?? 0) + wobble) * c.countsPerGram));
      seen.push(...send({ type: 'sample', atMs, counts }));
    }
    return seen;
  };
  return {
    wait,
    send,
    now: () => atMs,
    put: (grams: number, on = shares) => {
      loadG = grams;
      shares = on;
    },
    ask: (command: Record<string, unknown> & { type: ScaleCommand['type'] }) =>
      send({ id: 'c1', by, atMs, ...command } as unknown as ScaleCommand),
    state: () => state,
  };
}

const resultOf = (outputs: readonly CoreOutput[]) => outputs.find((output) => output.type === 'result');
const lastStateOf = (outputs: readonly CoreOutput[]) => {
  const last = outputs.findLast((output) => output.type === 'state');
  return last?.type === 'state' && 'grossG' in last.value ? last.value : undefined;
};
const recordsOf = (outputs: readonly CoreOutput[]) =>
  outputs.flatMap((output) => (output.type === 'record' ? [recordSchema.parse(output.record)] : []));

describe('tare', () => {
  it('keeps net + tare = gross for any load and tare, and clearing brings the old reading back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 * KG }),
        fc.option(fc.integer({ min: 0, max: 90 * KG }), { nil: undefined }),
        (grams, presetG) => {
          const scale = bench(configOf());
          scale.put(grams);
          const before = lastStateOf(scale.wait(4));
          expect(resultOf(scale.ask({ type: 'tare', presetG }))).toMatchObject({ ok: true });
          const tared = lastStateOf(scale.wait(1));
          expect(tared && tared.netG + tared.tareG).toBe(tared?.grossG);
          expect(tared?.tareG).toBe(presetG ?? tared?.tareG);
          scale.ask({ type: 'clear_tare' });
          const after = lastStateOf(scale.wait(1));
          expect(after?.tareG).toBe(0);
          expect(Math.abs((after?.netG ?? 0) - (before?.netG ?? 0))).toBeLessThan(20);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is refused in motion', () => {
    const scale = bench(configOf());
    scale.wait(4);
    scale.put(20 * KG);
    scale.wait(0.3);
    expect(resultOf(scale.ask({ type: 'tare' }))).toMatchObject({ ok: false, code: 'KW_IN_MOTION' });
  });
});

describe('zero', () => {
  it('moves the indication to nothing and says so on record', () => {
    const scale = bench(configOf());
    scale.put(1_500);
    scale.wait(5);
    const outputs = scale.ask({ type: 'zero' });
    expect(recordsOf(outputs)).toMatchObject([{ kind: 'zero', by: 'command' }]);
    expect(Math.abs(lastStateOf(scale.wait(1))?.grossG ?? 1e9)).toBeLessThan(30);
  });

  it('is refused beyond four percent of capacity', () => {
    const scale = bench(configOf());
    scale.put(30 * KG);
    scale.wait(5);
    expect(resultOf(scale.ask({ type: 'zero' }))).toMatchObject({ ok: false, code: 'KW_ZERO_LIMIT' });
  });

  it('tracks an empty scale and never a loaded one', () => {
    const empty = bench(configOf());
    for (let i = 0; i < 60; i += 1) {
      empty.put(i * 5);
      empty.wait(10);
    }
    expect(Math.abs(lastStateOf(empty.wait(30))?.grossG ?? 1e9)).toBeLessThan(60);
    const loaded = bench(configOf());
    loaded.put(5 * KG);
    for (let i = 0; i < 60; i += 1) {
      loaded.put(5 * KG + i * 5);
      loaded.wait(10);
    }
    expect(lastStateOf(loaded.wait(2))?.grossG).toBeGreaterThan(5_270);
  });
});

describe('calibration', () => {
  const weigh = (scale: ReturnType<typeof bench>, masses: readonly number[]) => {
    scale.wait(4);
    scale.ask({ type: 'calibrate', step: 'start' });
    for (const massG of masses) {
      scale.put(massG);
      scale.wait(6);
      expect(resultOf(scale.ask({ type: 'calibrate', step: 'point', massG }))).toMatchObject({ ok: true });
    }
    return scale.ask({ type: 'calibrate', step: 'finish' });
  };

  it('finds zero and span from known masses, tells what was wrong before, and makes no gift of the masses', () => {
    const scale = bench(configOf(), [{ zeroCounts: 1_400, countsPerGram: 21 }]);
    const outputs = weigh(scale, [0, 20 * KG, 60 * KG, 100 * KG]);
    const record = recordsOf(outputs).find((one): one is Calibration => one.kind === 'calibration');
    expect(record?.countsPerGram).toBeCloseTo(21, 2);
    expect(Math.abs((record?.zeroCounts ?? 0) - 1_400)).toBeLessThan(60);
    expect(record?.beforeErrorG).toBeCloseTo(5_000, -2);
    expect(Math.max(...(record?.points.map((point) => Math.abs(point.residualG)) ?? [1e9]))).toBeLessThan(10);
    expect(record?.by).toBe(by);
    scale.put(50 * KG);
    expect(lastStateOf(scale.wait(5))?.grossG).toBeCloseTo(50 * KG, -2);
    scale.put(0);
    const kinds = recordsOf([...scale.wait(40), ...scale.send({ type: 'flush', atMs: scale.now() })]).map((one) => one.kind);
    expect(kinds).not.toContain('deposit');
  });

  it('refuses a mass that changes too little, and a point in motion', () => {
    const dull = bench(configOf(), [{ zeroCounts: 1_000, countsPerGram: 0.0001 }]);
    expect(resultOf(weigh(dull, [0, 20 * KG]))).toMatchObject({ ok: false, code: 'KW_SPAN_ZERO' });
    const moving = bench(configOf());
    moving.wait(4);
    moving.ask({ type: 'calibrate', step: 'start' });
    moving.put(20 * KG);
    moving.wait(0.4);
    expect(resultOf(moving.ask({ type: 'calibrate', step: 'point', massG: 20 * KG }))).toMatchObject({ code: 'KW_IN_MOTION' });
  });

  it('makes four unlike corners weigh the same', () => {
    const nominal = Array.from({ length: 4 }, () => ({ zeroCounts: 0, countsPerGram: 20 }));
    const real = [19, 20.5, 22, 20].map((countsPerGram) => ({ zeroCounts: 0, countsPerGram }));
    const scale = bench(configOf({ channels: nominal }), real);
    const at = (corner: number) => [0, 1, 2, 3].map((i) => (i === corner ? 0.7 : 0.1));
    scale.wait(4);
    scale.ask({ type: 'calibrate', step: 'start' });
    scale.ask({ type: 'calibrate', step: 'point', massG: 0 });
    for (const corner of [0, 1, 2, 3]) {
      scale.put(40 * KG, at(corner));
      scale.wait(6);
      scale.ask({ type: 'calibrate', step: 'corner', corner, massG: 40 * KG });
    }
    expect(resultOf(scale.ask({ type: 'calibrate', step: 'finish' }))).toMatchObject({ ok: true });
    const readings = [0, 1, 2, 3].map((corner) => {
      scale.put(40 * KG, at(corner));
      return lastStateOf(scale.wait(6))?.grossG ?? 0;
    });
    expect(Math.max(...readings) - Math.min(...readings)).toBeLessThan(150);
    expect(readings[0]).toBeCloseTo(40 * KG, -3);
  });
});

describe('memory', () => {
  it('keeps tare, zero and calibration over a restart, and counts what came meanwhile', () => {
    const first = bench(configOf());
    first.put(10 * KG);
    first.wait(30);
    first.ask({ type: 'tare' });
    const memory = scaleMemory(first.state());
    const config = configOf({ memory });
    let state = scaleCore.initial(config, first.now() + 60_000);
    const seen: CoreOutput[] = [];
    for (let i = 1; i < 400; i += 1) {
      const step = scaleCore.step(config, state, {
        type: 'sample',
        atMs: first.now() + 60_000 + i * 100,
        counts: [1_000 + 14 * KG * 20 + (i % 5) * 60],
      });
      state = step.state;
      seen.push(...step.outputs);
    }
    expect(lastStateOf(seen)?.tareG).toBeCloseTo(10 * KG, -2);
    expect(recordsOf(seen).filter((record) => record.kind === 'deposit')).toMatchObject([{ massG: expect.closeTo(4_000, -2) }]);
  });
});

describe('any input', () => {
  const input = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        type: fc.constant('sample'),
        atMs: fc.double(),
        counts: fc.array(fc.option(fc.double(), { nil: undefined }), { maxLength: 5 }),
      }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        type: fc.constant('sample'),
        atMs: fc.integer({ min: 0, max: 900_000 }),
        counts: fc.array(fc.integer({ min: -9e6, max: 9e6 }), { maxLength: 4 }),
      }),
    },
    fc.record({ type: fc.constantFrom('tick', 'flush', 'gap'), atMs: fc.double(), reason: fc.constant('x') }),
    fc.record({ type: fc.constant('temperature'), atMs: fc.double(), celsius: fc.double() }),
    fc.record({
      type: fc.constantFrom('tare', 'zero', 'clear_tare'),
      atMs: fc.nat(),
      id: fc.constant('a'),
      by: fc.constant('b'),
      presetG: fc.option(fc.nat(), { nil: undefined }),
    }),
    fc.record({
      type: fc.constant('calibrate'),
      atMs: fc.nat(),
      id: fc.constant('a'),
      by: fc.constant('b'),
      step: fc.constantFrom('start', 'point', 'corner', 'finish', 'cancel'),
      massG: fc.double(),
      corner: fc.integer(),
    }),
  );

  it('never crashes, gives only records of the contract, and leaves old states usable', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 120 }), fc.integer({ min: 1, max: 4 }), (inputs, cells) => {
        const config = configOf({ channels: Array.from({ length: cells }, () => ({ zeroCounts: 0, countsPerGram: 3 })) });
        let state = scaleCore.initial(config, 0);
        for (const one of inputs) {
          const frozen = JSON.stringify(state);
          const step = scaleCore.step(config, state, one);
          recordsOf(step.outputs);
          expect(JSON.stringify(state)).toBe(frozen);
          state = step.state;
        }
      }),
      { numRuns: 150 },
    );
  });
});
