/** The languages the pages can speak; adding one here makes the compiler ask for its words everywhere. */
export const LANGUAGES = ['nl', 'en', 'de', 'pl', 'uk', 'tr', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a page must know of a language before it shows a word of it. */
export interface LanguageInfo {
  /** Its name in its own words, for the language switch. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** BCP 47 tag for Intl. Arabic keeps western digits: the same figures then stand on every screen and report of a site. */
  readonly locale: string;
}

/** Name, direction and Intl tag of each language. */
export const LANGUAGE_INFO: Readonly<Record<Language, LanguageInfo>> = {
  nl: { name: 'Nederlands', dir: 'ltr', locale: 'nl-NL' },
  en: { name: 'English', dir: 'ltr', locale: 'en-GB' },
  de: { name: 'Deutsch', dir: 'ltr', locale: 'de-DE' },
  pl: { name: 'Polski', dir: 'ltr', locale: 'pl-PL' },
  uk: { name: 'Українська', dir: 'ltr', locale: 'uk-UA' },
  tr: { name: 'Türkçe', dir: 'ltr', locale: 'tr-TR' },
  ar: { name: 'العربية', dir: 'rtl', locale: 'ar-u-nu-latn' },
};

/** Plural categories of each language as CLDR has them; a test holds this table to Intl.PluralRules. */
export const PLURAL_CATEGORIES = {
  nl: ['one', 'other'],
  en: ['one', 'other'],
  de: ['one', 'other'],
  pl: ['one', 'few', 'many', 'other'],
  uk: ['one', 'few', 'many', 'other'],
  tr: ['one', 'other'],
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
} as const satisfies Readonly<Record<Language, readonly Intl.LDMLPluralRule[]>>;

/** True when the text names one of our languages. */
export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** The first wanted language that is on offer, by its main part (`nl-BE` counts as `nl`); `fallback` when none is. */
export function pickLanguage<L extends Language>(wanted: readonly string[], offered: readonly L[], fallback: L): L {
  for (const tag of wanted) {
    const main = tag.toLowerCase().split('-')[0];
    const hit = offered.find((language) => language === main);
    if (hit !== undefined) return hit;
  }
  return fallback;
}
