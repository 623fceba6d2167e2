import type { Part, Terminal } from './assembly.ts';

/** Parts that several assemblies share. Terminals are listed from top to bottom as they are drawn. */

const PI_SPECIFICATION = 'Raspberry Pi 4 of 5 (2 GB of meer) met originele voeding';
const PI_ALTERNATIVES = 'Pi 3B+ voor één plek zonder kiosk';

/** A Raspberry Pi of which only a USB socket is used. */
export const piUsb = (column: number): Part => ({
  id: 'pi',
  name: 'Raspberry Pi',
  specification: PI_SPECIFICATION,
  alternatives: PI_ALTERNATIVES,
  column,
  terminals: [{ id: 'usb', label: 'USB', role: 'plug', side: 'left' }],
});

/** The pins of the Pi's header that a door uses: BCM number, and the place on the header. Inputs stand 3.3 V and not more. */
export const piHeader = (column: number, lines: readonly { readonly bcm: number; readonly header: number }[]): Part => ({
  id: 'pi',
  name: 'Raspberry Pi',
  specification: PI_SPECIFICATION,
  alternatives: PI_ALTERNATIVES,
  column,
  terminals: [
    { id: 'v3', label: '3V3 (pen 1)', role: 'supplyOut', volts: 3.3, side: 'left' },
    { id: 'gnd', label: 'GND (pen 9)', role: 'ground', side: 'left' },
    ...lines.map(
      ({ bcm, header }): Terminal => ({ id: `bcm${bcm}`, label: `BCM ${bcm} (pen ${header})`, role: 'signalIn', volts: 3.3, side: 'left' }),
    ),
  ],
});

const BOARD_SPECIFICATION = 'Arduino Nano of Uno: ATmega328P, 5 V, 16 MHz, met USB';
const BOARD_ALTERNATIVES = 'elk bord met ATmega328P op 16 MHz en 5 V; bootloader Optiboot';

/** The scale board with the data lines of 1..4 amplifiers. */
export const scaleBoard = (column: number, amplifiers: number): Part => ({
  id: 'board',
  name: 'Weegbord (kw-scale)',
  specification: BOARD_SPECIFICATION,
  alternatives: BOARD_ALTERNATIVES,
  column,
  firmware: 'scale',
  terminals: [
    { id: 'v5', label: '5V', role: 'supplyOut', volts: 5, side: 'left' },
    { id: 'gnd', label: 'GND', role: 'ground', side: 'left' },
    { id: 'sck', label: 'D8', role: 'signalOut', volts: 5, side: 'left', firmwarePin: 'PIN_SCK' },
    ...Array.from({ length: amplifiers }, (_, i): Terminal => {
      return { id: `dout${i + 1}`, label: `D${i + 2}`, role: 'signalIn', volts: 5, side: 'left', firmwarePin: `PIN_DOUT${i + 1}` };
    }),
    { id: 'usb', label: 'USB', role: 'plug', side: 'right' },
  ],
});

/** The tool board with the pins an assembly uses. */
export const toolBoard = (column: number, pins: readonly Terminal[]): Part => ({
  id: 'board',
  name: 'Meetbord (kw-tool)',
  specification: BOARD_SPECIFICATION,
  alternatives: BOARD_ALTERNATIVES,
  column,
  firmware: 'tool',
  terminals: [
    { id: 'v5', label: '5V', role: 'supplyOut', volts: 5, side: 'left' },
    { id: 'gnd', label: 'GND', role: 'ground', side: 'left' },
    ...pins,
    { id: 'usb', label: 'USB', role: 'plug', side: 'right' },
  ],
});

/** A load cell amplifier. */
export const amplifier = (column: number, number: number): Part => ({
  id: `hx${number}`,
  name: `Versterker ${number} (HX711)`,
  specification: 'HX711-module, kanaal A, RATE-pen op 10 of 80 per seconde (alle vier gelijk)',
  column,
  terminals: [
    { id: 'ep', label: 'E+', role: 'supplyOut', volts: 5, side: 'left' },
    { id: 'em', label: 'E−', role: 'ground', side: 'left' },
    { id: 'ap', label: 'A+', role: 'signalIn', volts: 5, side: 'left' },
    { id: 'am', label: 'A−', role: 'signalIn', volts: 5, side: 'left' },
    { id: 'vcc', label: 'VCC', role: 'supplyIn', minVolts: 4.5, volts: 5.5, side: 'right' },
    { id: 'gnd', label: 'GND', role: 'ground', side: 'right' },
    { id: 'sck', label: 'SCK', role: 'signalIn', volts: 5, side: 'right' },
    { id: 'dout', label: 'DT', role: 'signalOut', volts: 5, side: 'right' },
  ],
});

/** A full-bridge load cell with the usual colours. Its outputs lie at half the excitation. */
export const loadCell = (column: number, number: number): Part => ({
  id: `cell${number}`,
  name: `Loadcel ${number}`,
  specification: 'Loadcel, volle brug, 4 draden, roestvrij, IP67 of beter, 2 mV/V, klasse C3',
  alternatives: 'verzinkt staal, alleen onder een dak',
  column,
  terminals: [
    { id: 'ep', label: 'rood', role: 'supplyIn', minVolts: 3, volts: 12, side: 'right' },
    { id: 'em', label: 'zwart', role: 'ground', side: 'right' },
    { id: 'ap', label: 'groen', role: 'signalOut', volts: 2.5, side: 'right' },
    { id: 'am', label: 'wit', role: 'signalOut', volts: 2.5, side: 'right' },
  ],
});

/** A supply of 24 V in a closed box, wired by an electrician. */
export const supply24 = (column: number): Part => ({
  id: 'psu',
  name: 'Voeding 24 V',
  specification: 'Voeding 230 V naar 24 V DC, 1 A, dubbel geïsoleerd, in kast IP65',
  alternatives: 'PoE-splitter naar 24 V',
  column,
  terminals: [
    { id: 'v24', label: '+24 V', role: 'supplyOut', volts: 24, side: 'right' },
    { id: 'gnd', label: '0 V', role: 'ground', side: 'right' },
  ],
});
