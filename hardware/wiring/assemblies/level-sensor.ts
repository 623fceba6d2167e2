import type { Assembly } from '../assembly.ts';
import { piUsb, supply24, toolBoard } from '../parts.ts';

/** An analog distance sensor above a container, and the outside temperature. */
export const levelSensor: Assembly = {
  id: 'level-sensor',
  title: 'Niveausensor boven een container',
  purpose: 'Meet hoe hoog de goederen liggen, en de temperatuur voor het nulpunt van de weegschaal.',
  parts: [
    supply24(0),
    {
      id: 'level',
      name: 'Afstandssensor',
      specification: 'ultrasone of radarsensor, uitgang 0–5 V, bereik 0,3–4 m, voeding 12–30 V, IP67',
      alternatives: 'uitgang 0–10 V met een deler van 2 × 10 kΩ',
      column: 1,
      terminals: [
        { id: 'v', label: 'bruin +', role: 'supplyIn', minVolts: 12, volts: 30, side: 'left' },
        { id: 'gnd', label: 'blauw −', role: 'ground', side: 'left' },
        { id: 'ref', label: 'scherm 0 V', role: 'ground', side: 'right' },
        { id: 'out', label: 'zwart 0–5 V', role: 'signalOut', volts: 5, side: 'right' },
      ],
    },
    {
      id: 'temperature',
      name: 'Temperatuursensor',
      specification: 'analoge temperatuursensor 10 mV/°C, 0,5 V bij 0 °C (zoals TMP36), in de kast van de weegversterkers',
      column: 1,
      terminals: [
        { id: 'vs', label: '+VS', role: 'supplyIn', minVolts: 2.7, volts: 5.5, side: 'right' },
        { id: 'gnd', label: 'GND', role: 'ground', side: 'right' },
        { id: 'out', label: 'VOUT', role: 'signalOut', volts: 1.75, side: 'right' },
      ],
    },
    toolBoard(2, [
      { id: 'a1', label: 'A1', role: 'signalIn', volts: 5, side: 'left' },
      { id: 'a2', label: 'A2', role: 'signalIn', volts: 5, side: 'left' },
    ]),
    piUsb(3),
  ],
  nets: [
    { name: 'voeding 24 V', colour: 'brown', ends: ['psu.v24', 'level.v'] },
    { name: 'massa 24 V', colour: 'blue', ends: ['psu.gnd', 'level.gnd'] },
    { name: 'voeding 5 V', colour: 'red', ends: ['board.v5', 'temperature.vs'] },
    { name: 'massa', colour: 'black', ends: ['board.gnd', 'temperature.gnd', 'level.ref'] },
    { name: 'niveau', colour: 'green', ends: ['level.out', 'board.a1'] },
    { name: 'temperatuur', colour: 'orange', ends: ['temperature.out', 'board.a2'] },
    { name: 'USB-kabel', colour: 'cable', ends: ['board.usb', 'pi.usb'] },
  ],
  extras: [
    { count: 1, name: 'Beugel', specification: 'uithouder boven het midden van de container, waterpas, buiten bereik van de kraan' },
  ],
  notes: [
    'Hang de sensor 30 cm of meer boven de hoogste stapel: dichterbij meet hij niet.',
    'Richt hem loodrecht naar beneden en niet langs een wand: de geluidskegel is ongeveer 10° breed.',
  ],
};
