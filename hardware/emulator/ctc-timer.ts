import type { CPU } from 'avr8js';

const TIFR1 = 0x36;
const TIMSK1 = 0x6f;
const TCCR1A = 0x80;
const TCCR1B = 0x81;
const TCNT1L = 0x84;
const TCNT1H = 0x85;
const OCR1AL = 0x88;
const OCR1AH = 0x89;

const OCF1A = 0x02;
const WGM_MASK = 0x18;
const WGM_CTC = 0x08;
const DIVIDERS = [0, 1, 8, 64, 256, 1024] as const;

const COMPARE_A = { address: 0x16, flagRegister: TIFR1, flagMask: OCF1A, enableRegister: TIMSK1, enableMask: OCF1A } as const;

/**
 * Timer 1 in clear-on-compare mode, the one mode our firmware uses. The timer of avr8js makes an event for each counter step, 250,000 a second
 * here, so a sleeping board could not be skipped; this one makes an event only at a match and works the counter out from the cycle count.
 * Throws RangeError when the firmware asks for another mode. Source: ATmega328P datasheet, "16-bit Timer/Counter1".
 */
export class CtcTimer {
  readonly #cpu: CPU;
  #divider = 0;
  #top = 0;
  /** Cycle at which the counter was 0. */
  #zeroAt = 0;
  #highByte = 0;

  constructor(cpu: CPU) {
    this.#cpu = cpu;
    const { writeHooks, readHooks } = cpu;
    writeHooks[TCCR1A] = (value) => this.#refuseUnless(value === 0, 'compare outputs or PWM');
    writeHooks[TCCR1B] = (value) => this.#control(value);
    writeHooks[OCR1AH] = (value) => {
      this.#highByte = value;
    };
    writeHooks[OCR1AL] = (value) => {
      this.#top = this.#highByte * 256 + value;
      this.#schedule();
    };
    writeHooks[TCNT1L] = () => this.#refuseUnless(false, 'writing the counter');
    writeHooks[TIFR1] = (value) => {
      cpu.clearInterruptByFlag(COMPARE_A, value);
      return true;
    };
    writeHooks[TIMSK1] = (value) => {
      this.#refuseUnless((value & ~OCF1A) === 0, 'other interrupts than compare A');
      cpu.data[TIMSK1] = value;
      cpu.updateInterruptEnable(COMPARE_A, value);
      return true;
    };
    readHooks[TCNT1L] = () => {
      const count = this.#count();
      cpu.data[TCNT1H] = count >> 8;
      return count & 0xff;
    };
  }

  #control(value: number): void {
    const divider = DIVIDERS[value & 0x07];
    if (divider === undefined) throw new RangeError('Timer 1: an external clock is not emulated');
    this.#refuseUnless(divider === 0 || (value & WGM_MASK) === WGM_CTC, 'other modes than clear on compare');
    this.#divider = divider;
    this.#zeroAt = this.#cpu.cycles;
    this.#schedule();
  }

  #refuseUnless(fits: boolean, what: string): void {
    if (!fits) throw new RangeError(`Timer 1: ${what} is not emulated`);
  }

  #periodCycles(): number {
    return (this.#top + 1) * this.#divider;
  }

  #count(): number {
    if (this.#divider === 0) return 0;
    return Math.floor((this.#cpu.cycles - this.#zeroAt) / this.#divider) % (this.#top + 1);
  }

  #schedule(): void {
    this.#cpu.clearClockEvent(this.#match);
    if (this.#divider === 0) return;
    this.#cpu.addClockEvent(this.#match, this.#zeroAt + this.#periodCycles() - this.#cpu.cycles);
  }

  readonly #match = (): void => {
    this.#zeroAt += this.#periodCycles();
    this.#cpu.setInterruptFlag(COMPARE_A);
    this.#cpu.addClockEvent(this.#match, this.#zeroAt + this.#periodCycles() - this.#cpu.cycles);
  };
}
