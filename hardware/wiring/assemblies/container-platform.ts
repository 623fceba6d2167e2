import type { Assembly, Net } from '../assembly.ts';
import { amplifier, loadCell, piUsb, scaleBoard } from '../parts.ts';

const CELLS = [1, 2, 3, 4] as const;
const DATA_COLOURS = ['blue', 'orange', 'purple', 'yellow'] as const;

/** Four load cells under a container, an amplifier each, one scale board. */
export const containerPlatform: Assembly = {
  id: 'container-platform',
  title: 'Weegplatform onder een container',
  purpose: 'Weegt de container: vier loadcellen, elk met een eigen versterker, zodat ook een kapotte hoek opvalt.',
  parts: [...CELLS.map((n) => loadCell(0, n)), ...CELLS.map((n) => amplifier(1, n)), scaleBoard(2, 4), piUsb(3)],
  nets: [
    ...CELLS.flatMap((n): readonly Net[] => [
      { name: 'voeding cel', colour: 'red', ends: [`cell${n}.ep`, `hx${n}.ep`] },
      { name: 'massa cel', colour: 'black', ends: [`cell${n}.em`, `hx${n}.em`] },
      { name: 'signaal +', colour: 'green', ends: [`cell${n}.ap`, `hx${n}.ap`] },
      { name: 'signaal −', colour: 'white', ends: [`cell${n}.am`, `hx${n}.am`] },
    ]),
    { name: 'voeding 5 V', colour: 'red', ends: ['board.v5', ...CELLS.map((n) => `hx${n}.vcc`)] },
    { name: 'massa', colour: 'black', ends: ['board.gnd', ...CELLS.map((n) => `hx${n}.gnd`)] },
    { name: 'klok', colour: 'green', ends: ['board.sck', ...CELLS.map((n) => `hx${n}.sck`)] },
    ...CELLS.map((n, i): Net => ({ name: `data ${n}`, colour: DATA_COLOURS[i] ?? 'blue', ends: [`hx${n}.dout`, `board.dout${n}`] })),
    { name: 'USB-kabel', colour: 'cable', ends: ['board.usb', 'pi.usb'] },
  ],
  extras: [
    { count: 1, name: 'Kast', specification: 'kunststof kast IP66 met vijf wartels en een ontluchtingsplug, voor versterkers en weegbord' },
    {
      count: 4,
      name: 'Voet',
      specification: 'verstelbare voet of pendelsteun met kogelkom, passend bij de loadcel; overbelastingsstop op 150 %',
    },
    { count: 1, name: 'Aardlitze', specification: 'vlechtlitze 16 mm² over elke loadcel heen, van platform naar frame en aardpen' },
  ],
  notes: [
    'Houd de draad van versterker naar weegbord korter dan 30 cm: zet ze samen in één kast.',
    'De afscherming van elke loadcelkabel gaat aan één kant aan aarde: in de kast, niet bij de cel.',
    'Kleuren van loadcellen verschillen per merk: kijk op het blad dat erbij zit. Telt een hoek af in plaats van op, wissel dan groen en wit.',
    'Zet de RATE-pen van alle vier de versterkers gelijk.',
  ],
};
