import { LANGUAGE_INFO } from '@kringwijzer/ui';

/** Languages the staff pages can be read in. Dutch and English are whole; of the others what is missing is said in English. */
export const SPOKEN = ['nl', 'en', 'uk', 'ar', 'ti'] as const;
export type Spoken = (typeof SPOKEN)[number];

/** Languages in which every word is there, and which all tables of the pages have. */
export type StaffLanguage = 'nl' | 'en';

/** What the language switch and the document must know of a language. */
export interface SpokenInfo {
  /** Its name in its own words. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** True when a speaker has checked the words. */
  readonly isReviewed: boolean;
}

/** Each language by its code. */
export const SPOKEN_INFO: Readonly<Record<Spoken, SpokenInfo>> = {
  nl: { ...LANGUAGE_INFO.nl, isReviewed: true },
  en: { ...LANGUAGE_INFO.en, isReviewed: true },
  uk: { ...LANGUAGE_INFO.uk, isReviewed: false },
  ar: { ...LANGUAGE_INFO.ar, isReviewed: false },
  ti: { name: 'ትግርኛ', dir: 'ltr', isReviewed: false },
};

/** True for a language the staff pages can be read in. */
export const isSpoken = (text: string): text is Spoken => (SPOKEN as readonly string[]).includes(text);
