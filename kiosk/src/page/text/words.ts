import { type CatalogueOf, createFormats, createTranslator, type Formats, LANGUAGES, type Language, type Translate } from '@kringwijzer/ui';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { en } from './en.ts';
import { nl, type Words } from './nl.ts';

/** Languages a speaker has checked; the others are offered only when the centre says so. */
export const REVIEWED: readonly Language[] = ['nl', 'en'];

type AnyCatalogue = { readonly [L in Language]?: CatalogueOf<Words, L> };

/** Dutch and English come with the page; the others when somebody asks for them, so that the first picture is not kept waiting. */
const LOADERS: { readonly [L in Exclude<Language, 'nl' | 'en'>]: () => Promise<CatalogueOf<Words, L>> } = {
  de: async () => (await import('./de.ts')).de,
  pl: async () => (await import('./pl.ts')).pl,
  uk: async () => (await import('./uk.ts')).uk,
  tr: async () => (await import('./tr.ts')).tr,
  ar: async () => (await import('./ar.ts')).ar,
};

export interface PageWords {
  readonly language: ReadonlySignal<Language>;
  readonly t: ReadonlySignal<Translate<Words>>;
  readonly formats: ReadonlySignal<Formats>;
  /** Switches; a language that cannot be fetched leaves the old one standing. */
  readonly speak: (language: Language) => Promise<void>;
  readonly setTimeZone: (timeZone: string) => void;
  /** Back to Dutch, for the next visitor. */
  readonly reset: () => void;
}

/** Words and figures of the page in the language of the moment. */
export function createPageWords(): PageWords {
  const loaded = signal<AnyCatalogue>({ nl, en });
  const language = signal<Language>('nl');
  const timeZone = signal('Europe/Amsterdam');
  const translatorOf = (name: Language): Translate<Words> =>
    createTranslator<Words, Language>(name, (loaded.value[name] ?? nl) as CatalogueOf<Words, Language>);
  return {
    language,
    t: computed(() => translatorOf(language.value)),
    formats: computed(() => createFormats(language.value, timeZone.value)),
    speak: async (name) => {
      if (name !== 'nl' && name !== 'en' && loaded.value[name] === undefined) {
        const catalogue = await LOADERS[name]().catch(() => undefined); // offline and never used before
        if (catalogue === undefined) return;
        loaded.value = { ...loaded.value, [name]: catalogue };
      }
      language.value = name;
    },
    setTimeZone: (name) => {
      timeZone.value = name;
    },
    reset: () => {
      language.value = 'nl';
    },
  };
}

/** The languages to offer. */
export const offeredLanguages = (showUnreviewed: boolean): readonly Language[] =>
  LANGUAGES.filter((name) => showUnreviewed || REVIEWED.includes(name));
