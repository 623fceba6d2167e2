import type { ReportData } from '../reports.ts';
import { dutchAbout, dutchDate, dutchNumber } from './dutch-figures.ts';
import { NOTES } from './indicator-table.ts';
import { escaped } from './report-charts.ts';
import type { Find } from './report-sections.ts';

/** How the figures were made and how far they can be trusted; on every report. */
export function methodSection(data: ReportData, find: Find): string {
  const { site, baseline } = data;
  const lines = [
    weighed(find),
    visited(data, find),
    baseline === undefined
      ? ''
      : `De nulmeting is “${escaped(baseline.name)}”, ${dutchDate(baseline.from, site.timeZone)} tot en met ${dutchDate(baseline.to - 1, site.timeZone)}, omgerekend naar evenveel dagen.`,
    'Groepen van minder dan 10 mensen tonen wij niet. Er is geen enkel gegeven over één persoon vastgelegd.',
    ...notesOf(data),
    'Elk cijfer is na te gaan tot op de losse metingen: open in Kringwijzer “Resultaten” en kies het cijfer.',
  ];
  return `<section class="method"><h2>Zo zijn de cijfers gemaakt</h2><p class="trade">Indicatieve weging, niet voor verrekening.</p><ul>${lines
    .filter((line) => line !== '')
    .map((line) => `<li>${line}</li>`)
    .join('')}</ul></section>`;
}

function weighed(find: Find): string {
  const { value, uncertainty } = find('mass_in').result;
  const complete = find('completeness').result.value;
  const margin =
    value === undefined || uncertainty === undefined
      ? ''
      : ` De onzekerheid van het totaal is ongeveer ${dutchAbout(uncertainty, 'kilo')} naar boven en beneden (95%).`;
  const share = complete === undefined ? '' : ` Van de verwachte metingen is ${dutchNumber(complete, 1)}% er. Wat mist, is niet ingevuld.`;
  return `Weegschalen wogen wat bezoekers brachten.${margin}${share}`;
}

function visited({ doorsUnchecked }: ReportData, find: Find): string {
  const { value, uncertainty } = find('visits').result;
  if (value === undefined) return '';
  const margin = uncertainty === undefined ? '' : ` De onzekerheid is ongeveer ${dutchAbout(uncertainty, 'bezoeken')}.`;
  const unchecked = doorsUnchecked === 0 ? '' : ' Niet elke deur was steeds nageteld, dus het echte aantal kan verder afwijken.';
  return `Bezoeken zijn geteld bij de deuren, zonder camera. Wie twee keer komt, telt twee keer.${margin}${unchecked}`;
}

// These have their own words above.
const SAID_ALREADY: ReadonlySet<string> = new Set(['door_uncalibrated', 'small_group']);

function notesOf({ rows }: ReportData): readonly string[] {
  const notes = new Set(rows.flatMap(({ result }) => result.notes));
  return [...notes].filter((note) => !SAID_ALREADY.has(note)).flatMap((note) => NOTES[note]?.nl ?? []);
}
