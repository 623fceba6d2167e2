import type { Assembly } from '../assembly.ts';
import { piUsb, toolBoard } from '../parts.ts';

/** A current clamp around the cable of a tool. */
export const toolClamp: Assembly = {
  id: 'tool-clamp',
  title: 'Stroomtang om de kabel van gereedschap',
  purpose: 'Meet of een machine uit is, stationair draait of werkt. De machine zelf wordt niet opengemaakt.',
  parts: [
    {
      id: 'clamp',
      name: 'Stroomtang',
      specification: 'deelbare stroomtang met spanningsuitgang 1 V bij 30 A (zoals SCT-013-030), kabel met stekker 3,5 mm',
      alternatives: '1 V bij 10 A voor klein gereedschap; nooit een uitvoering met stroomuitgang zonder weerstand',
      column: 0,
      terminals: [
        { id: 'tip', label: 'punt', role: 'signalOut', volts: 4, side: 'right' },
        { id: 'sleeve', label: 'mantel', role: 'signalBoth', volts: 5, side: 'right' },
      ],
    },
    {
      id: 'bias',
      name: 'Middenspanning 2,5 V',
      specification: 'printje: twee weerstanden 10 kΩ 1 % van 5 V naar GND, op het midden een elco 10 µF naar GND; bus 3,5 mm',
      column: 1,
      terminals: [
        { id: 'tip', label: 'bus punt', role: 'signalIn', volts: 5, side: 'left' },
        { id: 'mid', label: 'bus mantel', role: 'signalBoth', volts: 5, side: 'left' },
        { id: 'v5', label: '5 V', role: 'supplyIn', minVolts: 4.5, volts: 5.5, side: 'right' },
        { id: 'gnd', label: 'GND', role: 'ground', side: 'right' },
        { id: 'out', label: 'uit', role: 'signalOut', volts: 4, side: 'right' },
      ],
    },
    toolBoard(2, [{ id: 'a0', label: 'A0', role: 'signalIn', volts: 5, side: 'left', firmwarePin: 'PIN_FIRST_ANALOG' }]),
    piUsb(3),
  ],
  nets: [
    { name: 'meetsignaal', colour: 'white', ends: ['clamp.tip', 'bias.tip'] },
    { name: 'midden', colour: 'black', ends: ['clamp.sleeve', 'bias.mid'] },
    { name: 'voeding 5 V', colour: 'red', ends: ['board.v5', 'bias.v5'] },
    { name: 'massa', colour: 'black', ends: ['board.gnd', 'bias.gnd'] },
    { name: 'stroom', colour: 'green', ends: ['bias.out', 'board.a0'] },
    { name: 'USB-kabel', colour: 'cable', ends: ['board.usb', 'pi.usb'] },
  ],
  extras: [
    {
      count: 1,
      name: 'Verlengsnoer',
      specification: 'snoer waarvan één ader los loopt, of een meetblok: de tang gaat om de bruine ader alleen',
    },
  ],
  notes: [
    'De tang gaat om één ader. Om de hele kabel meet hij niets, want heen en terug heffen elkaar op.',
    'Een elektricien maakt het stuk met de losse ader. Blijf zelf van 230 V af.',
    'De ADC leest 0–5 V: bij 30 A zwaait het signaal 1,4 V rond 2,5 V en blijft dus binnen de grenzen.',
  ],
};
