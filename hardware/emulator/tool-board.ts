import { PinState } from 'avr8js';
import { AvrBoard, type BoardPart } from './avr-board.ts';
import type { AvrChip } from './avr-chip.ts';
import { CYCLES_PER_MS } from './clock-hz.ts';
import { readFirmware } from './firmware-file.ts';

const DIGITAL_PINS = 20;
const ANALOG_CHANNELS = 8;
const ADC_REFERENCE_VOLTS = 5;
const ADC_STEPS = 1024;

/** Volts on an analog input: constant, or a function of the emulated time in ms (for the alternating current of a clamp). */
export type AnalogInput = number | ((atMs: number) => number);

/** The voltage that the ADC reads as exactly `counts`, 0..1023: the middle of the step. */
export const voltsOfCounts = (counts: number): number => ((counts + 0.5) / ADC_STEPS) * ADC_REFERENCE_VOLTS;

/** A tool board with our Firmata firmware. Pins are numbered as on an Arduino: D0..D13, A0..A5 = 14..19. */
export class ToolBoard extends AvrBoard {
  readonly #pins: ToolPins;

  constructor() {
    const pins = new ToolPins();
    super({ flash: readFirmware('kw-tool').flash, parts: [pins] });
    this.#pins = pins;
  }

  /** Puts a voltage on analog channel 0..7; outside 0..5 V the ADC reads its ends. */
  setAnalog(channel: number, input: AnalogInput): void {
    if (!Number.isInteger(channel) || channel < 0 || channel >= ANALOG_CHANNELS)
      throw new RangeError(`there is no analog channel ${channel}`);
    this.#pins.setAnalog(channel, input);
  }

  /** Drives digital pin 2..19 from outside; takes effect at the emulated moment of the call. */
  setDigital(pin: number, high: boolean): void {
    this.#pins.setDigital(pin, high);
  }

  /** The level the firmware drives on a pin, or undefined when the pin is an input. */
  readDigital(pin: number): boolean | undefined {
    return this.#pins.readDigital(pin);
  }
}

/** A tool board with our committed firmware, at power-on. Nothing runs before `runMs` or `start`. */
export const createToolBoard = (): ToolBoard => new ToolBoard();

/** What is joined to the pins of a tool board, kept over resets. */
class ToolPins implements BoardPart {
  readonly #analog: AnalogInput[] = Array.from({ length: ANALOG_CHANNELS }, () => 0);
  readonly #levels = new Map<number, boolean>();
  #chip: AvrChip | undefined;

  join(chip: AvrChip): void {
    this.#chip = chip;
    for (const [pin, high] of this.#levels) this.setDigital(pin, high);
    const { adc, cpu } = chip;
    const readByDefault = adc.onADCRead;
    adc.onADCRead = (input) => {
      for (const [channel, value] of this.#analog.entries()) {
        adc.channelValues[channel] = typeof value === 'number' ? value : value(cpu.cycles / CYCLES_PER_MS);
      }
      readByDefault(input);
    };
  }

  setAnalog(channel: number, input: AnalogInput): void {
    this.#analog[channel] = input;
  }

  setDigital(pin: number, high: boolean): void {
    const [port, bit] = lineOf(pin);
    this.#levels.set(pin, high);
    this.#chip?.ports[port].setPin(bit, high);
  }

  readDigital(pin: number): boolean | undefined {
    const [port, bit] = lineOf(pin);
    const state = this.#chip?.ports[port].pinState(bit);
    return state === PinState.High || state === PinState.Low ? state === PinState.High : undefined;
  }
}

function lineOf(pin: number): readonly ['B' | 'C' | 'D', number] {
  if (!Number.isInteger(pin) || pin < 2 || pin >= DIGITAL_PINS) throw new RangeError(`there is no free digital pin ${pin}`);
  if (pin < 8) return ['D', pin];
  return pin < 14 ? ['B', pin - 8] : ['C', pin - 14];
}
