import { AvrBoard, type BoardPart } from './avr-board.ts';
import type { AvrChip } from './avr-chip.ts';
import { CYCLES_PER_MS } from './clock-hz.ts';
import { readFirmware } from './firmware-file.ts';
import { createGaussian } from './gaussian.ts';
import { Hx711, type Hx711Fault, type Hx711Gain } from './hx711.ts';

/** Pins of the firmware, see hardware/firmware/scale/pins.h. */
const SCK_BIT = 0;
const FIRST_DOUT_BIT = 2;
const MAX_CHANNELS = 4;
/** EEPROM addresses of the firmware, see hardware/firmware/scale/settings.c. */
const AT_CHANNELS = 8;
const AT_BOARD_ID = 12;
/** Amplifiers have their own oscillators and are never in step; this far apart they start. */
const PHASE_CYCLES = 0.15 * CYCLES_PER_MS;

/** What an amplifier wants to know when a conversion ends. */
export interface BridgeQuestion {
  /** 1..4. */
  readonly channel: number;
  /** Emulated time since power-on of the board in ms. */
  readonly atMs: number;
  readonly gain: Hx711Gain;
}

/** A scale board: 1 to 4 HX711 amplifiers behind our scale firmware. */
export interface ScaleBoardOptions {
  /** Channels in use, 1..4. Default 1. Kept in the EEPROM of the board. */
  readonly channels?: number;
  /** Conversions a second. Default 10. */
  readonly sps?: 10 | 80;
  /** Bridge voltage in mV with 5 V excitation; +-20 mV fills the range at gain 128. */
  readonly input: (question: BridgeQuestion) => number;
  /** Standard deviation of the noise on the bridge voltage in mV. Default 0. */
  readonly noiseMv?: number;
  /** Constant error of the bridge voltage in mV. Default 0. */
  readonly offsetMv?: number;
  /** Seed of the noise. Default 1. */
  readonly seed?: number;
  /** Id of the board, 0..0xFFFFFFFF. Default 0xFFFFFFFF, a board that was never given one. */
  readonly boardId?: number;
  /** Amplifiers that are soldered on, 1..4. Default 4, whatever `channels` says. */
  readonly amplifiers?: number;
}

/** A running scale board; see `AvrBoard` for `uart`, `runMs`, `start`, `stop` and `reset`. */
export class ScaleBoard extends AvrBoard {
  readonly #amplifiers: readonly Hx711[];

  constructor(options: ScaleBoardOptions) {
    const channels = options.channels ?? 1;
    if (!Number.isInteger(channels) || channels < 1 || channels > MAX_CHANNELS) throw new RangeError(`channels ${channels} is not 1..4`);
    const bank = new AmplifierBank(options);
    super({ flash: readFirmware('kw-scale').flash, parts: [bank], eeprom: eepromOf(channels, options.boardId ?? 0xffff_ffff) });
    this.#amplifiers = bank.amplifiers;
  }

  /** The amplifier of a channel, 1..4, for its counters. Throws RangeError when there is none. */
  amplifier(channel: number): Hx711 {
    const amplifier = this.#amplifiers[channel - 1];
    if (amplifier === undefined) throw new RangeError(`there is no amplifier ${channel}`);
    return amplifier;
  }

  /** Makes or mends a fault of the amplifier of a channel, 1..4. */
  setFault(channel: number, fault: Hx711Fault): void {
    this.amplifier(channel).setFault(fault);
  }
}

/** A scale board with our committed firmware, at power-on. Nothing runs before `runMs` or `start`. */
export const createScaleBoard = (options: ScaleBoardOptions): ScaleBoard => new ScaleBoard(options);

/** The amplifiers on their pins: one clock line for all, a data line each. */
class AmplifierBank implements BoardPart {
  readonly amplifiers: readonly Hx711[];
  #chip: AvrChip | undefined;

  constructor(options: ScaleBoardOptions) {
    const gaussian = createGaussian(options.seed ?? 1);
    const { noiseMv = 0, offsetMv = 0, input, sps = 10, amplifiers = MAX_CHANNELS } = options;
    this.amplifiers = Array.from({ length: amplifiers }, (_, index) => {
      return new Hx711({
        sps,
        phaseCycles: index * PHASE_CYCLES,
        drive: (high) => this.#chip?.ports.D.setPin(FIRST_DOUT_BIT + index, high),
        millivolts: (atMs, gain) => input({ channel: index + 1, atMs, gain }) + offsetMv + (noiseMv === 0 ? 0 : noiseMv * gaussian()),
      });
    });
  }

  join(chip: AvrChip): void {
    this.#chip = chip;
    // Data lines without an amplifier are held high by the pull-ups of the chip, which avr8js does not know.
    for (let bit = FIRST_DOUT_BIT; bit < FIRST_DOUT_BIT + MAX_CHANNELS; bit += 1) chip.ports.D.setPin(bit, true);
    for (const amplifier of this.amplifiers) amplifier.join(chip.cpu);
    chip.ports.B.addListener((value) => {
      const high = (value & (1 << SCK_BIT)) !== 0;
      for (const amplifier of this.amplifiers) amplifier.clock(high);
    });
  }
}

function eepromOf(channels: number, boardId: number): ReadonlyMap<number, number> {
  const bytes = [0, 8, 16, 24].map((shift, index): [number, number] => [AT_BOARD_ID + index, (boardId >>> shift) & 0xff]);
  return new Map([[AT_CHANNELS, channels], ...bytes]);
}
