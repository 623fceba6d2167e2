/** Clock of both boards in hertz: an ATmega328P with a 16 MHz crystal. */
export const CLOCK_HZ = 16_000_000;

/** Cycles in a millisecond. */
export const CYCLES_PER_MS = CLOCK_HZ / 1000;
