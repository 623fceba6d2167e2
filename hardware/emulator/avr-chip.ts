import {
  AVRADC,
  AVRClock,
  AVREEPROM,
  AVRIOPort,
  AVRTimer,
  AVRWatchdog,
  adcConfig,
  CPU,
  type EEPROMBackend,
  portBConfig,
  portCConfig,
  portDConfig,
  timer0Config,
  timer2Config,
  watchdogConfig,
} from 'avr8js';
import { CLOCK_HZ } from './clock-hz.ts';
import { CtcTimer } from './ctc-timer.ts';
import { mendPinInterrupts } from './pin-interrupts.ts';
import { type UsartEnds, UsartLine } from './usart-line.ts';

const SRAM_BYTES = 2048;
const SRAM_START = 0x100;
const MCUSR = watchdogConfig.MCUSR;
const WDTCSR = watchdogConfig.WDTCSR;
const WATCHDOG_CHANGE = 0x18;
const WATCHDOG_RESET_ENABLE = 0x08;

/** Why a chip starts, as its MCUSR register tells it (datasheet, "MCU Status Register"). */
const RESET_FLAGS = { powerOn: 0x01, external: 0x02, watchdog: 0x08 } as const;

export type ResetCause = keyof typeof RESET_FLAGS;

/** What a chip is made with. */
export interface ChipParts {
  readonly flash: Uint8Array;
  readonly eeprom: EEPROMBackend;
  readonly usart: UsartEnds;
  readonly onWatchdog: () => void;
}

/** The chip that is being reset: its SRAM, clock and reset flags go on in the new one. */
export interface FormerChip {
  readonly chip: AvrChip;
  readonly cause: ResetCause;
}

/** An ATmega328P from one reset to the next: a reset makes a new one, so that every register really starts at its initial value. */
export class AvrChip {
  readonly cpu: CPU;
  readonly ports: Readonly<Record<'B' | 'C' | 'D', AVRIOPort>>;
  readonly adc: AVRADC;
  readonly usart: UsartLine;
  /** What works by its hooks on the registers alone. */
  private readonly peripherals: readonly object[];

  constructor(parts: ChipParts, former?: FormerChip) {
    // 2 kB as in the chip: the default of avr8js is 8 kB and would hide a stack overflow.
    const cpu = new CPU(new Uint16Array(parts.flash.slice().buffer), SRAM_BYTES);
    this.cpu = cpu;
    this.ports = { B: new AVRIOPort(cpu, portBConfig), C: new AVRIOPort(cpu, portCConfig), D: new AVRIOPort(cpu, portDConfig) };
    this.adc = new AVRADC(cpu, adcConfig);
    this.usart = new UsartLine(cpu, parts.usart);
    const clock = new AVRClock(cpu, CLOCK_HZ);
    this.peripherals = [
      new AVRTimer(cpu, timer0Config),
      new CtcTimer(cpu),
      new AVRTimer(cpu, timer2Config),
      new AVREEPROM(cpu, parts.eeprom),
      new AVRWatchdog(cpu, watchdogConfig, clock),
    ];
    mendPinInterrupts(cpu, Object.values(this.ports));
    // The watchdog of avr8js calls this; its own reset leaves registers and clock events as they are.
    cpu.reset = parts.onWatchdog;
    this.#begin(former);
  }

  #begin(former: FormerChip | undefined): void {
    const { cpu } = this;
    if (former === undefined) {
      cpu.data[MCUSR] = RESET_FLAGS.powerOn;
      return;
    }
    const old = former.chip.cpu;
    cpu.cycles = old.cycles;
    cpu.data.set(old.data.subarray(SRAM_START), SRAM_START);
    cpu.data[MCUSR] = (old.data[MCUSR] ?? 0) | RESET_FLAGS[former.cause];
    if (former.cause !== 'watchdog') return;
    // The watchdog stays on at its shortest time, 16 ms, until the firmware switches it off.
    cpu.writeData(WDTCSR, WATCHDOG_CHANGE);
    cpu.writeData(WDTCSR, WATCHDOG_RESET_ENABLE);
  }
}
