import { createTranslator, type Translate } from '@kringwijzer/ui';
import { computed, type ReadonlySignal } from '@preact/signals';
import { i18n } from '../words/words.ts';

/** Dutch (level B1) words of the page of the visitors' screens: the language the others are measured by. */
export const nl = {
  title: 'Schermen voor bezoekers',
  none: 'Er is nog geen scherm aangesloten.',
  noneCure: 'De installateur sluit een scherm aan. Daarna ziet u het hier.',
  'state.live': 'Toont de cijfers van nu',
  'state.stale': 'Cijfers zijn wat ouder',
  'state.offline': 'Ziet de hub niet',
  'state.starting': 'Start op',
  'state.closed': 'Dicht: het centrum is gesloten',
  'state.silent': 'Geeft geen teken van leven',
  silentCure: 'Kijk of het scherm stroom en netwerk heeft.',
  frames: 'Beelden per seconde',
  version: 'Versie',
  content: 'Inhoud',
  since: 'Aan sinds',
  reload: 'Opnieuw laden',
  screenshot: 'Foto van het scherm',
  screen_on: 'Scherm aan',
  screen_off: 'Scherm uit',
  waiting: 'Het scherm krijgt de opdracht…',
  done: 'Gedaan',
  late: 'Het scherm heeft niet geantwoord. Probeer het opnieuw.',
  noScreen: 'Dit scherm kan dat niet. Vraag de installateur.',
  pictureOf: 'Zo ziet scherm {kiosk} er nu uit',
} as const;
type KiosksReference = typeof nl;

/** The same in English. */
export const en: Readonly<Record<keyof KiosksReference, string>> = {
  title: 'Screens for visitors',
  none: 'No screen is connected yet.',
  noneCure: 'The installer connects a screen. After that you see it here.',
  'state.live': 'Shows the figures of now',
  'state.stale': 'Figures are a little older',
  'state.offline': 'Does not see the hub',
  'state.starting': 'Starting',
  'state.closed': 'Closed: the centre is closed',
  'state.silent': 'Gives no sign of life',
  silentCure: 'See whether the screen has power and network.',
  frames: 'Frames a second',
  version: 'Version',
  content: 'Content',
  since: 'On since',
  reload: 'Load again',
  screenshot: 'Picture of the screen',
  screen_on: 'Screen on',
  screen_off: 'Screen off',
  waiting: 'The screen gets the order…',
  done: 'Done',
  late: 'The screen did not answer. Try again.',
  noScreen: 'This screen cannot do that. Ask the installer.',
  pictureOf: 'This is how screen {kiosk} looks now',
};

/** Words of the page, in the language of the app; English where it has no words of its own. */
export const t: ReadonlySignal<Translate<KiosksReference>> = computed(() =>
  i18n.language.value === 'nl' ? createTranslator<KiosksReference, 'nl'>('nl', nl) : createTranslator<KiosksReference, 'en'>('en', en),
);
