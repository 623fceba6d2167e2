import type { CPU } from 'avr8js';
import { CYCLES_PER_MS } from './clock-hz.ts';

const DATA_BITS = 24;
const COUNTS_HALF = 2 ** 23;
const POWER_DOWN_CYCLES = 0.06 * CYCLES_PER_MS;
/** Conversion periods from power-up or a change of gain to the first valid output: 400 ms at 10, 50 ms at 80 a second (HX711 datasheet, table 2). */
const SETTLING_PERIODS = 4;

/** Input and gain: the number is the gain, the letter the input. */
export type Hx711Gain = 'A128' | 'B32' | 'A64';

/** Bridge voltage in mV at which the output reaches its end, with 5 V excitation (HX711 datasheet, table 2: +-20 mV, +-40 mV and +-80 mV). */
export const FULL_SCALE_MV: Readonly<Record<Hx711Gain, number>> = { A128: 20, A64: 40, B32: 80 };

const GAIN_BY_PULSES: ReadonlyMap<number, Hx711Gain> = new Map([
  [25, 'A128'],
  [26, 'B32'],
  [27, 'A64'],
]);

/** What is wrong with an amplifier: nothing, not there (wire cut or no power), always the same value, or its data line shorted to earth. */
export type Hx711Fault = 'none' | 'missing' | 'stuck' | 'shorted';

/** The raw value for a bridge voltage: signed 24 bits, held at the ends of the range. */
export function countsOf(millivolts: number, gain: Hx711Gain = 'A128'): number {
  const counts = Math.round((millivolts / FULL_SCALE_MV[gain]) * COUNTS_HALF);
  return Math.max(-COUNTS_HALF, Math.min(COUNTS_HALF - 1, counts));
}

/** What an amplifier needs. */
export interface Hx711Options {
  /** Conversions a second, by the RATE pin: 10 or 80. */
  readonly sps: 10 | 80;
  /** Bridge voltage in mV at the chosen input when a conversion ends. */
  readonly millivolts: (atMs: number, gain: Hx711Gain) => number;
  /** Drives the data line. */
  readonly drive: (high: boolean) => void;
  /** First conversion after this many cycles more, so that several amplifiers are not in step. */
  readonly phaseCycles: number;
}

/**
 * One HX711 amplifier, in cycles of the chip that reads it. A conversion that ends while 1..24 bits are being clocked out is shown after them.
 * Source: HX711 datasheet (Avia Semiconductor): figure 2 (timing), table 3 (pulses and gain), "Reset and Power-Down".
 */
export class Hx711 {
  readonly #options: Hx711Options;
  readonly #periodCycles: number;
  #cpu: CPU | undefined;
  #fault: Hx711Fault = 'none';
  #on = true;
  #gain: Hx711Gain = 'A128';
  #nextGain: Hx711Gain = 'A128';
  #settling = 0;
  #nextAt: number;
  #planned = 0;
  #register = 0;
  #waiting: number | undefined;
  #ready = false;
  #pulses = 0;
  #clockHigh = false;
  #clockHighAt = 0;
  /** Conversions finished since power-on of the board. */
  conversions = 0;
  /** Conversions nobody read before the next one came. */
  missed = 0;

  constructor(options: Hx711Options) {
    this.#options = options;
    this.#periodCycles = (1000 / options.sps) * CYCLES_PER_MS;
    this.#nextAt = SETTLING_PERIODS * this.#periodCycles + options.phaseCycles;
  }

  /** Input and gain of the conversion under way. */
  get gain(): Hx711Gain {
    return this.#gain;
  }

  /** Joins the amplifier to a chip that has just been reset; its conversions go on as before. */
  join(cpu: CPU): void {
    this.#cpu = cpu;
    this.#drive();
    this.#schedule();
  }

  /** Makes or mends a fault. An amplifier that was missing starts again as after power-up. */
  setFault(fault: Hx711Fault): void {
    const wasMissing = this.#fault === 'missing';
    this.#fault = fault;
    if (wasMissing && fault !== 'missing') this.#powerUp();
    this.#drive();
  }

  /** The shared clock line has changed. */
  clock(high: boolean): void {
    const now = this.#now();
    if (high === this.#clockHigh) return;
    this.#clockHigh = high;
    if (high) {
      this.#clockHighAt = now;
      this.#pulse();
    } else if (now - this.#clockHighAt > POWER_DOWN_CYCLES) {
      this.#powerUp();
    }
  }

  #now(): number {
    return this.#cpu?.cycles ?? 0;
  }

  #pulse(): void {
    if (!this.#ready && this.#pulses === 0) return;
    this.#pulses += 1;
    this.#ready = false;
    this.#nextGain = GAIN_BY_PULSES.get(this.#pulses) ?? this.#nextGain;
    this.#drive();
  }

  #powerUp(): void {
    this.#on = true;
    this.#gain = 'A128';
    this.#nextGain = 'A128';
    this.#ready = false;
    this.#pulses = 0;
    this.#waiting = undefined;
    this.#settling = 0;
    this.#nextAt = this.#now() + SETTLING_PERIODS * this.#periodCycles + this.#options.phaseCycles;
    this.#schedule();
    this.#drive();
  }

  #schedule(): void {
    const cpu = this.#cpu;
    if (cpu === undefined || !this.#on) return;
    // A number instead of clearClockEvent: avr8js loses events when one is cleared while it runs.
    this.#planned += 1;
    const plan = this.#planned;
    cpu.addClockEvent(
      () => {
        if (plan === this.#planned) this.#finish();
      },
      Math.round(this.#nextAt - cpu.cycles),
    );
  }

  #finish(): void {
    const now = this.#now();
    if (this.#clockHigh && now - this.#clockHighAt > POWER_DOWN_CYCLES) {
      this.#on = false;
      this.#ready = false;
      this.#drive();
      return;
    }
    const atMs = this.#nextAt / CYCLES_PER_MS;
    this.#nextAt += this.#periodCycles;
    this.#schedule();
    if (this.#gain !== this.#nextGain) {
      this.#gain = this.#nextGain;
      this.#settling = SETTLING_PERIODS - 1;
    } else if (this.#settling > 0) {
      this.#settling -= 1;
    }
    if (this.#settling > 0 || this.#fault === 'missing') return;
    this.#convert(atMs);
  }

  #convert(atMs: number): void {
    const value = this.#fault === 'stuck' ? this.#register : countsOf(this.#options.millivolts(atMs, this.#gain), this.#gain);
    this.conversions += 1;
    if (this.#pulses > 0 && this.#pulses <= DATA_BITS) {
      this.#waiting = value;
      this.#endOfClocking();
      return;
    }
    this.#show(value);
  }

  /** Looks after a waiting conversion once the reader can be done: 27 pulses take far less than this. */
  #endOfClocking(): void {
    this.#cpu?.addClockEvent(() => {
      if (this.#waiting !== undefined) this.#show(this.#waiting);
    }, CYCLES_PER_MS);
  }

  #show(value: number): void {
    this.#waiting = undefined;
    this.#register = value;
    this.#pulses = 0;
    if (this.#ready) {
      this.missed += 1;
      // The line goes high for a moment while the register is renewed.
      this.#ready = false;
      this.#drive();
    }
    this.#ready = true;
    this.#drive();
  }

  #drive(): void {
    this.#options.drive(this.#level());
  }

  #level(): boolean {
    if (this.#fault === 'shorted') return false;
    if (this.#fault === 'missing' || !this.#on) return true;
    if (this.#pulses === 0) return !this.#ready;
    if (this.#pulses > DATA_BITS) return true;
    return ((this.#register >> (DATA_BITS - this.#pulses)) & 1) === 1;
  }
}
