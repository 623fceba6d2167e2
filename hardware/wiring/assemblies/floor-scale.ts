import type { Assembly } from '../assembly.ts';
import { piUsb } from '../parts.ts';

/** A bought floor scale with its own indicator over RS-232. */
export const floorScale: Assembly = {
  id: 'floor-scale',
  title: 'Vloerweegschaal met indicator',
  purpose: 'Weegt wat bezoekers neerzetten: een gewone vloerweegschaal (150–300 kg) waarvan het kastje zijn gewicht doorgeeft.',
  parts: [
    {
      id: 'indicator',
      name: 'Weegindicator',
      specification: 'indicator met RS-232: MT-SICS, KERN KCP, Toledo continu, Dini Argeo, A&D of Ohaus',
      alternatives: 'indicator met eigen USB-poort (dan vervalt de adapter)',
      column: 0,
      terminals: [
        { id: 'tx', label: 'TX (zenden)', role: 'signalOut', volts: 12, side: 'right' },
        { id: 'rx', label: 'RX (ontvangen)', role: 'signalIn', volts: 15, side: 'right' },
        { id: 'gnd', label: 'GND', role: 'ground', side: 'right' },
      ],
    },
    {
      id: 'adapter',
      name: 'USB-RS232-adapter',
      specification: 'adapter van USB naar RS-232 met FTDI-chip en eigen serienummer, DB9',
      alternatives: 'galvanisch gescheiden uitvoering bij een lange kabel',
      column: 1,
      terminals: [
        { id: 'rx', label: 'RXD (DB9 pen 2)', role: 'signalIn', volts: 15, side: 'left' },
        { id: 'tx', label: 'TXD (DB9 pen 3)', role: 'signalOut', volts: 12, side: 'left' },
        { id: 'gnd', label: 'GND (DB9 pen 5)', role: 'ground', side: 'left' },
        { id: 'usb', label: 'USB', role: 'plug', side: 'right' },
      ],
    },
    piUsb(2),
  ],
  nets: [
    { name: 'gewicht', colour: 'green', ends: ['indicator.tx', 'adapter.rx'] },
    { name: 'opdrachten', colour: 'blue', ends: ['adapter.tx', 'indicator.rx'] },
    { name: 'massa', colour: 'black', ends: ['indicator.gnd', 'adapter.gnd'] },
    { name: 'USB-kabel', colour: 'cable', ends: ['adapter.usb', 'pi.usb'] },
  ],
  extras: [
    {
      count: 1,
      name: 'Kabel',
      specification: 'afgeschermde kabel, 3 aders, hoogstens 15 m; stekker van de indicator volgens zijn handleiding',
    },
  ],
  notes: [
    'TX gaat naar RX en RX naar TX. Komt er niets binnen: wissel die twee.',
    'Sluit RS-232 nooit direct op de pennen van de Raspberry Pi aan: 12 V op een ingang van 3,3 V is het einde van de Pi.',
    'Zet de indicator op hetzelfde protocol en dezelfde snelheid als in de configuratie (vaak 9600 8N1).',
  ],
};
