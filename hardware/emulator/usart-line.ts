import { AVRUSART, type CPU, usart0Config } from 'avr8js';
import { CLOCK_HZ } from './clock-hz.ts';
import { isInterrupt, type QueuedInterrupt } from './pin-interrupts.ts';

const { UCSRA, UCSRB, UDR } = usart0Config;
const DATA_OVERRUN = 0x08;
/** Bits of UCSR0A that the firmware cannot write: received, register empty and the three error flags. */
const READ_ONLY = 0xbc;
const BITS_PER_CHAR = 10;

/** Received bytes the chip can hold unread: two in the FIFO and one in the shift register (datasheet, "Data Reception"). */
const RECEIVE_DEPTH = 3;

/** What joins the serial line of a chip to the world. */
export interface UsartEnds {
  /** The next byte from the host, or undefined when there is none. Asked once per character time. */
  readonly take: () => number | undefined;
  /** A byte the firmware sent. */
  readonly give: (byte: number) => void;
}

/**
 * The serial line of the chip, with what avr8js 0.21.1 leaves out: a receive FIFO of real depth that reports overruns instead of overwriting an unread byte,
 * flags that survive a write to UCSR0A or UCSR0B, and a "data register empty" flag that stays until the register is written.
 */
export class UsartLine {
  readonly #cpu: CPU;
  readonly #usart: AVRUSART;
  readonly #ends: UsartEnds;
  readonly #registerEmpty: QueuedInterrupt;
  readonly #unread: number[] = [];
  #overrun = false;
  #scheduled = false;
  /** Bytes lost because the firmware did not read in time. */
  overruns = 0;

  constructor(cpu: CPU, ends: UsartEnds) {
    this.#cpu = cpu;
    this.#ends = ends;
    this.#usart = new AVRUSART(cpu, usart0Config, CLOCK_HZ);
    this.#usart.onByteTransmit = ends.give;
    this.#registerEmpty = keepUntilServed(this.#usart);
    this.#hookControl();
    this.#hookData();
  }

  /** Baud rate the firmware has set. */
  get baud(): number {
    return this.#usart.baudRate;
  }

  /** Tells that the host has bytes; they arrive one per character time. */
  poke(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#cpu.addClockEvent(this.#arrive, this.#charCycles());
  }

  #charCycles(): number {
    return Math.max(1, Math.round((CLOCK_HZ * BITS_PER_CHAR) / Math.max(1, this.#usart.baudRate)));
  }

  readonly #arrive = (): void => {
    this.#scheduled = false;
    if (this.#usart.rxEnable) {
      const byte = this.#ends.take();
      if (byte === undefined) return;
      this.#receive(byte);
    }
    this.poke();
  };

  #receive(byte: number): void {
    if (this.#unread.length === RECEIVE_DEPTH) {
      this.#overrun = true;
      this.overruns += 1;
      return;
    }
    this.#unread.push(byte);
    if (this.#unread.length === 1) this.#present();
  }

  #present(): void {
    const [byte] = this.#unread;
    if (byte !== undefined) this.#usart.writeByte(byte, true);
  }

  #hookControl(): void {
    const { data, readHooks, writeHooks } = this.#cpu;
    const originalA = writeHooks[UCSRA];
    writeHooks[UCSRA] = (value, old, address, mask) => {
      const done = originalA?.(value, old, address, mask);
      data[UCSRA] = (data[UCSRA] ?? 0) | (old & READ_ONLY);
      return done ?? false;
    };
    const originalB = writeHooks[UCSRB];
    writeHooks[UCSRB] = (value, old, address, mask) => {
      const done = originalB?.(value, old, address, mask);
      this.#cpu.updateInterruptEnable(this.#registerEmpty, value);
      if (!this.#usart.rxEnable) this.#unread.length = 0;
      else if (this.#unread.length > 0) this.#present();
      return done ?? false;
    };
    readHooks[UCSRA] = () => (this.#cpu.data[UCSRA] ?? 0) | (this.#overrun ? DATA_OVERRUN : 0);
  }

  #hookData(): void {
    const { readHooks } = this.#cpu;
    const original = readHooks[UDR];
    readHooks[UDR] = (address) => {
      const value = original?.(address) ?? 0;
      this.#unread.shift();
      this.#overrun = false;
      if (this.#unread.length > 0) this.#present();
      return value;
    };
  }
}

/** Taking this interrupt does not clear its flag on the real chip; in avr8js it does, and a sender that switches the interrupt off and on stops for ever. */
function keepUntilServed(usart: AVRUSART): QueuedInterrupt {
  const interrupt: unknown = Reflect.get(usart, 'UDRE');
  if (!isInterrupt(interrupt)) throw new TypeError('avr8js has changed: AVRUSART.UDRE is gone');
  return Object.assign(interrupt, { constant: true });
}
