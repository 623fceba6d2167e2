import type { Assembly, Part } from '../assembly.ts';
import { piHeader, supply24 } from '../parts.ts';

/** BCM numbers of `lineA` and `lineB` in the example configuration, and their place on the header. */
const LINES = [
  { bcm: 17, header: 11 },
  { bcm: 27, header: 13 },
] as const;

const beam = (id: string, name: string): Part => ({
  id,
  name,
  specification: 'reflectie-lichtsluis met reflector, 10–30 V DC, uitgang PNP, instelbaar licht/donker, IP67, bereik 4 m',
  alternatives: 'zender en ontvanger tegenover elkaar (buiten, bij zon)',
  column: 0,
  terminals: [
    { id: 'v', label: 'bruin +', role: 'supplyIn', minVolts: 10, volts: 30, side: 'right' },
    { id: 'gnd', label: 'blauw −', role: 'ground', side: 'right' },
    { id: 'out', label: 'zwart uit', role: 'signalOut', volts: 24, side: 'right' },
  ],
});

/** Two light beams across a door, into the Pi through an optocoupler. */
export const doorBeams: Assembly = {
  id: 'door-beams',
  title: 'Deur met twee lichtsluizen',
  purpose: 'Telt wie binnenkomt en wie weggaat: de volgorde van de twee stralen geeft de richting.',
  parts: [
    supply24(0),
    beam('beamA', 'Lichtsluis A (buiten)'),
    beam('beamB', 'Lichtsluis B (binnen)'),
    {
      id: 'opto',
      name: 'Optocoupler, 2 kanalen',
      specification: 'optocouplermodule met 2 kanalen, ingang 24 V, uitgang 3,3 V met weerstand naar plus (actief laag)',
      alternatives: 'losse PC817 met 2,2 kΩ voor de ingang en 10 kΩ naar 3,3 V',
      column: 1,
      terminals: [
        { id: 'in1', label: 'IN1 +', role: 'signalIn', volts: 30, side: 'left' },
        { id: 'in1n', label: 'IN1 −', role: 'ground', side: 'left' },
        { id: 'in2', label: 'IN2 +', role: 'signalIn', volts: 30, side: 'left' },
        { id: 'in2n', label: 'IN2 −', role: 'ground', side: 'left' },
        { id: 'vcc', label: 'VCC', role: 'supplyIn', minVolts: 3, volts: 5, side: 'right' },
        { id: 'gnd', label: 'GND', role: 'ground', side: 'right' },
        { id: 'out1', label: 'OUT1', role: 'signalOut', volts: 3.3, side: 'right' },
        { id: 'out2', label: 'OUT2', role: 'signalOut', volts: 3.3, side: 'right' },
      ],
    },
    piHeader(2, LINES),
  ],
  nets: [
    { name: 'voeding 24 V', colour: 'brown', ends: ['psu.v24', 'beamA.v', 'beamB.v'] },
    { name: 'massa 24 V', colour: 'blue', ends: ['psu.gnd', 'beamA.gnd', 'beamB.gnd', 'opto.in1n', 'opto.in2n'] },
    { name: 'straal A', colour: 'black', ends: ['beamA.out', 'opto.in1'] },
    { name: 'straal B', colour: 'purple', ends: ['beamB.out', 'opto.in2'] },
    { name: 'voeding 3,3 V', colour: 'red', ends: ['pi.v3', 'opto.vcc'] },
    { name: 'massa 3,3 V', colour: 'black', ends: ['pi.gnd', 'opto.gnd'] },
    { name: 'lijn A', colour: 'green', ends: ['opto.out1', 'pi.bcm17'] },
    { name: 'lijn B', colour: 'orange', ends: ['opto.out2', 'pi.bcm27'] },
  ],
  extras: [
    { count: 2, name: 'Reflector', specification: 'bij de lichtsluis passend, op de andere deurpost' },
    { count: 2, name: 'Beugel', specification: 'instelbare beugel, roestvrij' },
  ],
  notes: [
    'Verbind de 0 V van de 24 V-voeding niet met GND van de Pi: de optocoupler houdt die twee uit elkaar, ook bij bliksem in de buurt.',
    'Zet de lichtsluis op "donker schakelend": de lijn is laag als de straal onderbroken is (activeLow in de configuratie).',
    'Hang de stralen op heuphoogte (90–110 cm), 15–25 cm na elkaar: dan zwaaien armen en tassen niet dubbel mee.',
  ],
};
