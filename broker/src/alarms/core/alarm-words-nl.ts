import { diskWords, faultWordsOf, type PairTable } from './fault-pairs.ts';
import type { KindWords } from './kind-words.ts';

const TABLE: PairTable = {
  KW_CELL_DEAD: ['een weegcel is dood', 'Controleer de draden. Vervang de weegcel als dat niet helpt.'],
  KW_AMPLIFIER_MISSING: ['een weegcel geeft geen signaal', 'Controleer de draden van de weegcel.'],
  KW_AMPLIFIER_STUCK: ['een weegcel staat stil', 'Controleer de draden en of er iets klem zit onder de weegschaal.'],
  KW_AMPLIFIER_SATURATED: ['een weegcel zit aan zijn grens', 'Haal gewicht weg. Helpt dat niet, dan is een draad stuk.'],
  KW_BEAM_BLOCKED: ['de lichtstraal is lang onderbroken', 'Haal weg wat ervoor staat en maak de lens schoon.'],
  KW_BEAM_SILENT: ['de lichtstraal telt niemand meer', 'Loop er zelf door. Telt hij niet? Controleer kabel en stroom.'],
  KW_SPOOL_FULL: ['het geheugen is vol', 'Herstel de verbinding met de hub. Giften gaan niet verloren.'],
  KW_SPOOL_DISK: ['de geheugenkaart kan niet schrijven', 'Vervang de geheugenkaart snel: metingen kunnen verloren gaan.'],
  KW_SERIAL_GONE: ['de sensorkast is losgekoppeld', 'Steek de USB-kabel weer in. Daarna gaat het vanzelf.'],
  KW_SERIAL_OPEN: ['de sensorkast is niet te bereiken', 'Controleer de USB-kabel. Blijft het zo? Bel de beheerder.'],
  KW_SERIAL_SILENT: ['de sensorkast zegt niets', 'Controleer de stroom van de sensorkast.'],
  KW_LINE_CORRUPT: ['het signaal is gestoord', 'Controleer de kabel. Ligt hij naast een motor? Leg hem verder weg.'],
  KW_CELL_BINDING: ['de weegschaal klemt', 'Haal weg wat onder of tegen de weegschaal zit.'],
  KW_NO_SAMPLES: ['de sensor stuurt niets', 'Controleer kabel en stroom van de sensor.'],
  KW_TOOL_SILENT: ['de sensor van de machine zegt niets', 'Controleer de klem om de kabel van de machine.'],
  KW_LEVEL_INVALID: ['de hoogtemeter ziet niets goeds', 'Maak de lens schoon en kijk of er niets voor hangt.'],
};
const other = (code: string): readonly [string, string] => ['er is een storing', `Bel de beheerder en noem de code ${code}.`];

/** Dutch, level B1. */
export const nlWords: KindWords = {
  after_hours: ({ name, is, number, moment }) => ({
    title: is('what', 'removal')
      ? `${name}: ${moment('at')} ging er ${number('kg')} kg af buiten openingstijd`
      : `${name}: ${moment('at')} kwam er ${number('kg')} kg bij buiten openingstijd`,
    todo: 'Ga kijken of bel iemand die dichtbij is. Was het een collega? Tik dan op Gezien.',
  }),
  overload: ({ name }) => ({ title: `${name} is te zwaar belast`, todo: 'Haal er nu gewicht af. Anders gaat de weegschaal stuk.' }),
  full: ({ name }) => ({ title: `${name} is vol`, todo: 'Laat hem legen. Zet zolang een andere bak neer.' }),
  nearly_full: ({ name }) => ({ title: `${name} is bijna vol`, todo: 'Plan een leging.' }),
  full_before: ({ name, is, moment }) => ({
    title: `${name} is vol voor ${is('what', 'pickup') ? 'de ophaaldag' : 'de volgende opening'} (${moment('horizon')})`,
    todo: `Hij is waarschijnlijk vol op ${moment('likely')}. Laat hem eerder legen.`,
  }),
  no_data: ({ name, moment }) => ({
    title: `${name} stuurt niets sinds ${moment('since')}`,
    todo: 'Kijk zelf hoe vol het is. Controleer kabel en stroom van de sensor.',
  }),
  node_offline: ({ name, moment }) => ({
    title: `${name} is weg sinds ${moment('since')}`,
    todo: 'Controleer stroom en netwerk van de meetkast. Hij bewaart zijn metingen.',
  }),
  dead_cell: ({ name, code }) => faultWordsOf(TABLE, name, code, other),
  beam_stuck: ({ name, code }) => faultWordsOf(TABLE, name, code, other),
  sensor_fault: ({ name, code }) => faultWordsOf(TABLE, name, code, other),
  disk: ({ name, code, number }) =>
    diskWords(TABLE, { name, code, freeMb: number('freeMb') }, (free, of) => ({
      title: of === '' ? `De hub heeft nog ${free} MB vrij` : `${of} heeft nog ${free} MB vrij`,
      todo: 'Bel de beheerder: maak ruimte of vervang de schijf. Anders kan er niets meer bewaard worden.',
    })),
  clock: ({ name }) => ({
    title: `${name}: de klok loopt niet gelijk`,
    todo: 'Controleer het internet van de meetkast. Metingen worden later verbeterd.',
  }),
  records_missing: ({ name, number }) => ({
    title: `${name}: ${number('count')} metingen van vandaag ontbreken`,
    todo: 'Laat de meetkast aan staan: wat hij nog heeft, komt vanzelf. Blijft het zo? Bel de beheerder.',
  }),
  calibration_due: ({ name, number }) => ({
    title: `${name} is ${number('days')} dagen geleden gekalibreerd`,
    todo: 'Kalibreer opnieuw: Apparaten, de weegschaal, Kalibreren. Neem een bekend gewicht mee.',
  }),
  tool_service: ({ name, number }) => ({
    title: `${name} heeft onderhoud nodig: ${number('hours')} uur gedraaid`,
    todo: `Doe het onderhoud van elke ${number('limit')} uur. Tik daarna bij Instellingen van meldingen op Onderhoud gedaan.`,
  }),
};
