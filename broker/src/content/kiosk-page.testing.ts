import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentBundle, LocalText } from '@kringwijzer/contract';

const text = (nl: string): LocalText => ({ nl, en: `${nl}!` });
const phase = { title: text('Stap'), text: text('Wij doen iets.'), image: 'images/step.svg' };
const DAY = { from: '09:00', to: '17:00' };

const BUNDLE: ContentBundle = {
  schemaVersion: 1,
  version: 'built-page-1',
  site: {
    hours: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: DAY, sun: null },
    closedDates: [],
    images: { day: 'images/step.svg', evening: 'images/step.svg', shop: 'images/step.svg' },
  },
  phases: [phase, phase, phase],
  streams: [
    {
      id: 'furniture',
      name: text('Meubels'),
      image: 'images/step.svg',
      stories: [
        { id: 'old', title: { nl: 'Oud' }, text: { nl: 'Oud verhaal.' }, images: ['images/step.svg'], next: { nl: 'Kom.' }, consent: true },
      ],
    },
  ],
  outcomes: { scope: 'national', year: 2023, source: 'bron', reused: 0.6, recycled: 0.3, residual: 0.1 },
  impact: { value: 1.1, basis: 'reused', source: 'bron' },
  places: [{ icon: 'wood', goods: text('Hout'), place: text('Bak 2') }],
  shop: [],
  saidDone: [],
  spoken: { ask: text('Vraag'), opinion: text('Mening'), co2: text('Gas') },
};

/** Writes what a built kiosk page brings for the editor: its content, one picture and two sounds. */
export function makeKioskPage(folder: string): void {
  const to = join(folder, 'content');
  mkdirSync(join(to, 'images'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>kiosk</title>');
  writeFileSync(join(to, 'bundle.json'), JSON.stringify(BUNDLE));
  writeFileSync(join(to, 'sounds.json'), JSON.stringify({ nl: { co2: 'audio/nl/co2.wav', 'story-old': 'audio/nl/story-old.wav' } }));
  writeFileSync(join(to, 'images/step.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>');
}
