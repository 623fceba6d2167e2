import type { Assembly } from '../assembly.ts';

/** The visitor screen: a Pi with a touch display. */
export const kiosk: Assembly = {
  id: 'kiosk',
  title: 'Kiosk bij de ingang',
  purpose: 'Laat bezoekers zien wat hun gift betekent: een Raspberry Pi met een aanraakscherm.',
  parts: [
    {
      id: 'psu',
      name: 'Voeding Pi',
      specification: 'originele Raspberry Pi-voeding 5,1 V, 5 A (Pi 5) of 3 A (Pi 4), USB-C',
      alternatives: 'PoE-HAT op de Pi',
      column: 0,
      terminals: [
        { id: 'v5', label: 'USB-C 5,1 V', role: 'supplyOut', volts: 5.1, side: 'right' },
        { id: 'gnd', label: 'USB-C massa', role: 'ground', side: 'right' },
      ],
    },
    {
      id: 'pi',
      name: 'Raspberry Pi',
      specification: 'Raspberry Pi 5 (4 GB) met koeler en SSD of industriële SD-kaart',
      alternatives: 'Raspberry Pi 4 (4 GB)',
      column: 1,
      terminals: [
        { id: 'v5', label: 'USB-C 5 V', role: 'supplyIn', minVolts: 4.9, volts: 5.25, side: 'left' },
        { id: 'gnd', label: 'USB-C massa', role: 'ground', side: 'left' },
        { id: 'hdmi', label: 'HDMI 0', role: 'plug', side: 'right' },
        { id: 'usb', label: 'USB', role: 'plug', side: 'right' },
      ],
    },
    {
      id: 'screen',
      name: 'Aanraakscherm',
      specification: 'aanraakscherm 15–24 inch, 1920 × 1080, capacitief (ook met dunne handschoen), 500 cd/m² of meer, eigen voeding',
      alternatives: '1000 cd/m² of een kap als er zon op staat',
      column: 2,
      terminals: [
        { id: 'hdmi', label: 'HDMI in', role: 'plug', side: 'left' },
        { id: 'touch', label: 'USB aanraken', role: 'plug', side: 'left' },
      ],
    },
  ],
  nets: [
    { name: 'voeding', colour: 'red', ends: ['psu.v5', 'pi.v5'] },
    { name: 'massa', colour: 'black', ends: ['psu.gnd', 'pi.gnd'] },
    { name: 'beeld', colour: 'cable', ends: ['pi.hdmi', 'screen.hdmi'] },
    { name: 'aanraken', colour: 'blue', ends: ['pi.usb', 'screen.touch'] },
  ],
  extras: [
    {
      count: 1,
      name: 'Zuil of beugel',
      specification: 'midden van het scherm op 110 cm, 5–10° achterover; ook bereikbaar vanuit een rolstoel',
    },
    { count: 1, name: 'Overspanningsblok', specification: 'stekkerblok met overspanningsbeveiliging, achter slot' },
  ],
  notes: ['Zet het scherm uit de zon en uit de regen. Achter glas werkt aanraken niet.', 'Laat aan de achterkant 5 cm ruimte voor warmte.'],
};
