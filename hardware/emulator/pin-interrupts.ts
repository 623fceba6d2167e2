import type { AVRIOPort, CPU } from 'avr8js';

const EIFR = 0x3c;
const EIMSK = 0x3d;
const PCICR = 0x68;
const EICRA = 0x69;
const PIN_CHANGE_MASKS = [0x6b, 0x6c, 0x6d] as const;

/** An interrupt as avr8js describes it. */
export type QueuedInterrupt = Parameters<CPU['updateInterruptEnable']>[0];

/**
 * Mends three things of the pin interrupts in avr8js 0.21.1: a level-triggered INT0/INT1 keeps a flag it does not have on the chip and comes again after the
 * pin is high; switching on a pin-change interrupt forgets a change that was flagged before; and writing a pin mask acts as if it were the enable register.
 */
export function mendPinInterrupts(cpu: CPU, ports: readonly AVRIOPort[]): void {
  const { data, writeHooks } = cpu;
  const pinChanges = ports.map(pinChangeOf);
  writeHooks[PCICR] = (value) => {
    data[PCICR] = value;
    for (const interrupt of pinChanges) cpu.updateInterruptEnable(interrupt, value);
    return true;
  };
  for (const register of PIN_CHANGE_MASKS) {
    writeHooks[register] = (value) => {
      data[register] = value;
      return true;
    };
  }
  const original = writeHooks[EIMSK];
  writeHooks[EIMSK] = (value, old, address, mask) => {
    data[EIFR] = (data[EIFR] ?? 0) & ~levelTriggered(data[EICRA] ?? 0);
    return original?.(value, old, address, mask) ?? false;
  };
}

/** Flag bits of the external interrupts whose sense control is 0 = low level. */
const levelTriggered = (eicra: number): number => ((eicra & 0x03) === 0 ? 1 : 0) | ((eicra & 0x0c) === 0 ? 2 : 0);

function pinChangeOf(port: AVRIOPort): QueuedInterrupt {
  const interrupt: unknown = Reflect.get(port, 'PCINT');
  if (!isInterrupt(interrupt)) throw new TypeError('avr8js has changed: AVRIOPort.PCINT is gone');
  return interrupt;
}

/** True for an interrupt object of avr8js, which keeps them private. */
export const isInterrupt = (value: unknown): value is QueuedInterrupt =>
  typeof value === 'object' && value !== null && 'enableMask' in value && 'address' in value;
