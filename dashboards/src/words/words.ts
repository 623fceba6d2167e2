import { createFormats, createTranslator, type Formats, type Language, type Translate } from '@kringwijzer/ui';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { startLanguage } from '../data/preferences.ts';
import { en } from './en.ts';
import { nl } from './nl.ts';
import type { Spoken, StaffLanguage } from './spoken.ts';
import type { Reference } from './translation.ts';
import { workEn } from './work-en.ts';
import { workNl } from './work-nl.ts';

/** Keys of the catalogue. */
export type WordKey = keyof Reference;

/** Words of a catalogue whose keys and plural forms its own type has checked. */
type Words = Readonly<Record<string, unknown>>;

/** Words that come when somebody asks for them, so that the live page stays small. */
const LOADERS: { readonly [L in Exclude<Spoken, StaffLanguage>]: () => Promise<Words> } = {
  uk: async () => (await import('./uk.ts')).uk,
  ar: async () => (await import('./ar.ts')).ar,
  ti: async () => (await import('./ti.ts')).ti,
};
/** Of these there are words; Tigrinya waits for a speaker. */
const OFFERED: readonly Spoken[] = ['nl', 'en', 'uk', 'ar'];

/** Words and figures of the staff pages. */
export interface StaffWords {
  /** The language the page is read in. */
  readonly spoken: ReadonlySignal<Spoken>;
  /** The language of tables that are there in Dutch and English only: what is missing in another language is said in English. */
  readonly language: ReadonlySignal<StaffLanguage>;
  /** Languages to choose from. */
  readonly offered: readonly Spoken[];
  /** Time zone of the site, for every date and time on the page. */
  readonly timeZone: Signal<string>;
  readonly t: ReadonlySignal<Translate<Reference>>;
  readonly formats: ReadonlySignal<Formats>;
  /** Switches at once; words that are not here yet follow when they have come. */
  readonly speak: (language: Spoken) => void;
}

const WHOLE = { nl: { ...nl, ...workNl }, en: { ...en, ...workEn } } as const;

function createStaffWords(start: Spoken): StaffWords {
  const spoken = signal<Spoken>('nl');
  const timeZone = signal('Europe/Amsterdam');
  const come = signal<{ readonly [L in Spoken]?: Words }>({});
  const language = computed<StaffLanguage>(() => (spoken.value === 'nl' ? 'nl' : 'en'));
  /** The language whose plurals and figures count: that of the words, which is English until they have come. */
  const said = computed<Language>(() => {
    const wanted = spoken.value;
    return wanted === 'ti' || (wanted !== 'nl' && come.value[wanted] === undefined) ? 'en' : wanted;
  });
  const speak = (wanted: Spoken): void => {
    spoken.value = wanted;
    if (wanted === 'nl' || wanted === 'en' || come.peek()[wanted] !== undefined) return;
    LOADERS[wanted]().then(
      (words) => (come.value = { ...come.peek(), [wanted]: words }),
      () => undefined, // offline and never read in this language before: English stands
    );
  };
  speak(start);
  return {
    spoken,
    language,
    offered: OFFERED,
    timeZone,
    speak,
    t: computed(() => {
      const words = { ...WHOLE[language.value], ...come.value[spoken.value] };
      return createTranslator<Reference, Language>(said.value, words as Parameters<typeof createTranslator<Reference, Language>>[1]);
    }),
    formats: computed(() => createFormats(said.value, timeZone.value)),
  };
}

/** Words and figures of the staff pages. */
export const i18n: StaffWords = createStaffWords(startLanguage());
