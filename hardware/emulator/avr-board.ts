import { EEPROMMemoryBackend } from 'avr8js';
import { AvrChip, type ResetCause } from './avr-chip.ts';
import { CYCLES_PER_MS } from './clock-hz.ts';
import { Pacer, type PacerOptions } from './pacer.ts';
import { type RunState, runChip } from './run-chip.ts';
import { UartDuplex } from './uart-duplex.ts';

const EEPROM_BYTES = 1024;
/** Longest piece that is run before the bytes of the chip are passed on. */
const FLUSH_MS = 50;

/** Something on the pins. It outlives the resets of the chip and is joined to each new one. */
export interface BoardPart {
  join(chip: AvrChip): void;
}

/** What a board is made of. */
export interface AvrBoardOptions {
  /** Flash image of 32 kB, as from `parseIntelHex`. */
  readonly flash: Uint8Array;
  readonly parts?: readonly BoardPart[];
  /** EEPROM contents by address; the rest is 0xFF. */
  readonly eeprom?: ReadonlyMap<number, number>;
}

/**
 * An ATmega328P board at 16 MHz that runs a flash image, in virtual time (`runMs`) or following the clock on the wall (`start`).
 * After `stop()` no timer is left, so a board never keeps the process alive.
 */
export class AvrBoard {
  /** The host end of the serial line. */
  readonly uart: UartDuplex;
  readonly #flash: Uint8Array;
  readonly #parts: readonly BoardPart[];
  readonly #eeprom = new EEPROMMemoryBackend(EEPROM_BYTES);
  #chip: AvrChip;
  #state: RunState = { asleep: false, halted: false };
  #pacer: Pacer | undefined;
  #watchdogResets = 0;

  constructor(options: AvrBoardOptions) {
    this.#flash = options.flash;
    this.#parts = options.parts ?? [];
    for (const [address, value] of options.eeprom ?? []) {
      this.#eeprom.eraseMemory(address);
      this.#eeprom.writeMemory(address, value);
    }
    this.uart = new UartDuplex(() => this.#chip.usart.poke());
    this.#chip = this.#makeChip();
  }

  /** Emulated time since power-on in ms; goes on through resets. */
  get nowMs(): number {
    return this.#chip.cpu.cycles / CYCLES_PER_MS;
  }

  /** The chip between the last reset and the next. */
  get chip(): AvrChip {
    return this.#chip;
  }

  /** Resets made by the watchdog since power-on. */
  get watchdogResets(): number {
    return this.#watchdogResets;
  }

  /** Emulated ms given up since the last `start` because the machine was too slow for the speed asked. */
  get givenUpMs(): number {
    return this.#pacer?.givenUpMs ?? 0;
  }

  /** True while the firmware sleeps. */
  get asleep(): boolean {
    return this.#state.asleep;
  }

  /** Runs `ms` of emulated time now, as fast as the machine can. Not while started. */
  runMs(ms: number): void {
    if (this.#pacer !== undefined) throw new Error('the board follows the clock on the wall: stop() it first');
    this.#run(ms);
  }

  /** Lets emulated time follow the clock on the wall. Does nothing when it already does. `uart` then emits `open`, as a serial port does. */
  start(options?: PacerOptions): void {
    if (this.#pacer !== undefined) return;
    this.#pacer = new Pacer((ms) => this.#run(ms), options);
    process.nextTick(() => this.uart.emit('open'));
  }

  /** Ends `start`; emulated time stands still. May be called twice; the board can be started again. */
  stop(): void {
    this.#pacer?.stop();
    this.#pacer = undefined;
  }

  /** The reset button, or the DTR line of a USB adapter. */
  reset(): void {
    this.#restart('external');
  }

  #run(ms: number): void {
    const end = this.#chip.cpu.cycles + ms * CYCLES_PER_MS;
    for (let at = this.#chip.cpu.cycles; at < end; ) {
      at = Math.min(end, at + FLUSH_MS * CYCLES_PER_MS);
      this.#runUntil(at);
      this.uart.flush();
    }
  }

  #runUntil(cycle: number): void {
    while (this.#chip.cpu.cycles < cycle) {
      runChip(this.#chip.cpu, this.#state, cycle);
      if (this.#state.halted) {
        this.#watchdogResets += 1;
        this.#restart('watchdog');
      }
    }
  }

  #restart(cause: ResetCause): void {
    this.#state = { asleep: false, halted: false };
    this.#chip = this.#makeChip({ chip: this.#chip, cause });
  }

  #makeChip(former?: ConstructorParameters<typeof AvrChip>[1]): AvrChip {
    const state = this.#state;
    const chip = new AvrChip(
      {
        flash: this.#flash,
        eeprom: this.#eeprom,
        usart: { take: () => this.uart.takeByte(), give: (byte) => this.uart.giveByte(byte) },
        onWatchdog: () => {
          state.halted = true;
        },
      },
      former,
    );
    for (const part of this.#parts) part.join(chip);
    chip.usart.poke();
    return chip;
  }
}
