import { avrInstruction, type CPU } from 'avr8js';

const SEI = 0x9478;
const RETI = 0x9518;
const SLEEP = 0x9588;
const SMCR = 0x53;
const SLEEP_ENABLE = 0x01;
const SLEEP_MODE_MASK = 0x0e;

/** What avr8js keeps to itself: the head of its list of timed events. Pinned to 0.21.1; `nextEventOf` notices when it is gone. */
interface ClockQueue {
  readonly nextClockEvent: { readonly cycles: number } | null | undefined;
}

/** How the chip is; lives as long as the chip. */
export interface RunState {
  /** True from SLEEP to the interrupt that ends it. */
  asleep: boolean;
  /** Set by the watchdog: nothing more is run on this chip. */
  halted: boolean;
}

/**
 * Runs the chip until its cycle counter reaches `untilCycle` or it is halted.
 * Two things differ from the plain loop of avr8js 0.21.1. After SEI and RETI one more instruction runs before an interrupt is served, as on the chip; without
 * that `sei(); sleep_cpu();` loses wake-ups. And SLEEP sleeps: time jumps to the next event instead of running the loop of the firmware.
 * Throws RangeError when the firmware asks for a deeper sleep than idle: the clocks it stops are not emulated.
 */
export function runChip(cpu: CPU, state: RunState, untilCycle: number): void {
  const { progMem } = cpu;
  while (cpu.cycles < untilCycle && !state.halted) {
    if (state.asleep) {
      sleepOn(cpu, state, untilCycle);
      continue;
    }
    const opcode = progMem[cpu.pc];
    avrInstruction(cpu);
    if (opcode === SEI || opcode === RETI) continue;
    if (opcode === SLEEP) state.asleep = fallsAsleep(cpu);
    const before = cpu.pc;
    cpu.tick();
    // A jump means that an interrupt was taken: it ends the sleep that the instruction before it began.
    if (cpu.pc !== before) state.asleep = false;
  }
}

function fallsAsleep(cpu: CPU): boolean {
  const smcr = cpu.data[SMCR] ?? 0;
  if ((smcr & SLEEP_ENABLE) === 0) return false;
  if ((smcr & SLEEP_MODE_MASK) !== 0) throw new RangeError('sleep modes other than idle are not emulated');
  return true;
}

/** Jumps to the next event, or to the end of the time, and wakes the chip when an interrupt is taken. */
function sleepOn(cpu: CPU, state: RunState, untilCycle: number): void {
  const pending = cpu.nextInterrupt >= 0 && cpu.interruptsEnabled;
  if (!pending) {
    const next = nextEventOf(cpu);
    cpu.cycles = Math.max(cpu.cycles, Math.min(next, untilCycle));
    if (next > untilCycle) return;
  }
  const before = cpu.pc;
  cpu.tick();
  if (cpu.pc !== before) state.asleep = false;
}

function nextEventOf(cpu: CPU): number {
  const event = (cpu as unknown as ClockQueue).nextClockEvent;
  if (event === undefined) throw new TypeError('avr8js has changed: CPU.nextClockEvent is gone');
  return event === null ? Number.POSITIVE_INFINITY : event.cycles;
}
