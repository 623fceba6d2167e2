import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createFormats, type Formats } from '../format/formats.ts';
import type { CatalogueOf, Translate } from './catalogue.ts';
import { LANGUAGE_INFO, type Language } from './languages.ts';
import { createTranslator } from './translator.ts';

/** Words and figures of a page in the language of the moment. */
export interface I18n<R, L extends Language> {
  readonly language: Signal<L>;
  /** Time zone of the site, for every date and time on the page. */
  readonly timeZone: Signal<string>;
  /** Languages that have a catalogue here, in the order given. */
  readonly offered: readonly L[];
  readonly t: ReadonlySignal<Translate<R>>;
  readonly formats: ReadonlySignal<Formats>;
}

/** Makes the words and figures of a page from its catalogues; switching `language.value` switches all of it at once. */
export function createI18n<R, L extends Language>(options: {
  readonly catalogues: { readonly [K in L]: CatalogueOf<R, K> };
  readonly start: NoInfer<L>;
  readonly timeZone: string;
}): I18n<R, L> {
  const language: Signal<L> = signal(options.start);
  const timeZone = signal(options.timeZone);
  return {
    language,
    timeZone,
    offered: Object.keys(options.catalogues) as L[],
    t: computed(() => createTranslator<R, L>(language.value, options.catalogues[language.value])),
    formats: computed(() => createFormats(language.value, timeZone.value)),
  };
}

/** Tells the document its language and direction; call it in an effect so that screen readers and layout follow a switch. */
export function applyLanguage(root: HTMLElement, language: Language): void {
  root.lang = language;
  root.dir = LANGUAGE_INFO[language].dir;
}
