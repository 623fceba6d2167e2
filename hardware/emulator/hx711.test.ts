import { CPU } from 'avr8js';
import { describe, expect, it } from 'vitest';
import { CYCLES_PER_MS } from './clock-hz.ts';
import { countsOf, FULL_SCALE_MV, Hx711, type Hx711Gain } from './hx711.ts';

/** An amplifier on a bare clock, read by hand as a microcontroller does. */
class Bench {
  readonly cpu = new CPU(new Uint16Array(4), 0);
  level = true;
  readonly amplifier: Hx711;

  constructor(millivolts: (atMs: number, gain: Hx711Gain) => number, sps: 10 | 80 = 10) {
    this.amplifier = new Hx711({
      sps,
      phaseCycles: 0,
      millivolts,
      drive: (high) => {
        this.level = high;
      },
    });
    this.amplifier.join(this.cpu);
  }

  /** Lets time pass in steps of 10 us. */
  wait(ms: number): void {
    const end = this.cpu.cycles + ms * CYCLES_PER_MS;
    while (this.cpu.cycles < end) {
      this.cpu.cycles += 160;
      this.cpu.tick();
    }
  }

  /** Waits until the data line is low; returns the time waited in ms. */
  waitReady(): number {
    const from = this.cpu.cycles;
    while (this.level && this.cpu.cycles - from < 2000 * CYCLES_PER_MS) this.wait(0.01);
    return (this.cpu.cycles - from) / CYCLES_PER_MS;
  }

  pulse(): number {
    this.amplifier.clock(true);
    this.cpu.cycles += 16;
    const bit = this.level ? 1 : 0;
    this.amplifier.clock(false);
    this.cpu.cycles += 16;
    return bit;
  }

  read(pulses: number): number {
    let bits = 0;
    for (let i = 0; i < 24; i += 1) bits = (bits << 1) | this.pulse();
    for (let i = 24; i < pulses; i += 1) this.pulse();
    return (bits << 8) >> 8;
  }
}

describe('countsOf', () => {
  it('spans 24 bits over the full scale of each gain and holds the ends', () => {
    expect([countsOf(0), countsOf(10), countsOf(-10)]).toEqual([0, 4_194_304, -4_194_304]);
    expect([countsOf(25), countsOf(-25), countsOf(20)]).toEqual([8_388_607, -8_388_608, 8_388_607]);
    expect([countsOf(10, 'A64'), countsOf(10, 'B32')]).toEqual([2_097_152, 1_048_576]);
    expect(FULL_SCALE_MV).toEqual({ A128: 20, A64: 40, B32: 80 });
  });
});

describe('Hx711', () => {
  it.each([
    [10, 400, 100],
    [80, 50, 12.5],
  ] as const)('at %d a second is ready after %d ms and then every %d ms', (sps, settleMs, periodMs) => {
    const bench = new Bench(() => 1, sps);
    expect(bench.waitReady()).toBeCloseTo(settleMs, 0);
    expect(bench.read(25)).toBe(419_430);
    expect(bench.level).toBe(true);
    expect(bench.waitReady()).toBeCloseTo(periodMs, 0);
  });

  it('shifts out bits with the highest first, negative numbers in two complement', () => {
    const values = [0, 1, -1, 0x7f_ffff, -0x80_0000, 0x55_5555, -0x55_5556];
    let next = 0;
    const bench = new Bench(() => ((values[next++] ?? 0) * 20) / 2 ** 23);
    const read = values.map(() => {
      bench.waitReady();
      return bench.read(25);
    });
    expect(read).toEqual(values);
  });

  it.each([
    [25, 'A128'],
    [26, 'B32'],
    [27, 'A64'],
  ] as const)('after %d pulses converts %s, settled four periods later', (pulses, gain) => {
    const asked: Hx711Gain[] = [];
    const bench = new Bench((_atMs, at) => {
      asked.push(at);
      return 10;
    });
    bench.waitReady();
    bench.read(pulses);
    expect(bench.waitReady()).toBeCloseTo(gain === 'A128' ? 100 : 400, 0);
    expect(asked).toEqual(['A128', gain]);
    expect(bench.read(pulses)).toBe(countsOf(10, gain));
  });

  it('goes off when the clock is high for over 60 us and starts again at A128', () => {
    const bench = new Bench((_atMs, gain) => (gain === 'A128' ? 1 : 2));
    bench.waitReady();
    bench.read(26);
    bench.amplifier.clock(true);
    bench.wait(1000);
    expect(bench.level).toBe(true);
    bench.amplifier.clock(false);
    expect(bench.waitReady()).toBeCloseTo(400, 0);
    expect(bench.read(25)).toBe(419_430);
  });

  it('stays on when the clock is high for 50 us', () => {
    const bench = new Bench(() => 1);
    bench.waitReady();
    bench.amplifier.clock(true);
    bench.wait(0.05);
    bench.amplifier.clock(false);
    bench.read(24);
    expect(bench.waitReady()).toBeCloseTo(100, 0);
  });

  it('counts conversions that nobody read', () => {
    const bench = new Bench(() => 1);
    bench.wait(1050);
    expect([bench.amplifier.conversions, bench.amplifier.missed]).toEqual([7, 6]);
  });

  it('does not mix two conversions when one ends while the other is being read', () => {
    const values = [0x123456, -0x123456];
    let next = 0;
    const bench = new Bench(() => ((values[next++] ?? 0) * 20) / 2 ** 23);
    bench.waitReady();
    let high = 0;
    for (let i = 0; i < 12; i += 1) high = (high << 1) | bench.pulse();
    bench.wait(100);
    let low = 0;
    for (let i = 0; i < 12; i += 1) low = (low << 1) | bench.pulse();
    bench.pulse();
    expect(((high << 12) | low).toString(16)).toBe('123456');
  });
});
