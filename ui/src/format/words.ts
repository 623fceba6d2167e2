import type { Language } from '../i18n/languages.ts';

/** The few words that stand in figures themselves; everything else is in the catalogue of each page. */
export interface FigureWords {
  /** Before a rounded mass; `{value}` is the mass. */
  readonly about: string;
  /** For a mass that rounds to nothing; `{value}` is the division. */
  readonly lessThan: string;
  /** Symbol of the tonne; Intl has no unit for it. */
  readonly tonne: string;
}

/** Figure words of each language. */
export const FIGURE_WORDS: Readonly<Record<Language, FigureWords>> = {
  nl: { about: 'ongeveer {value}', lessThan: 'minder dan {value}', tonne: 'ton' },
  en: { about: 'about {value}', lessThan: 'less than {value}', tonne: 't' },
  de: { about: 'etwa {value}', lessThan: 'weniger als {value}', tonne: 't' },
  pl: { about: 'około {value}', lessThan: 'mniej niż {value}', tonne: 't' },
  uk: { about: 'приблизно {value}', lessThan: 'менше ніж {value}', tonne: 'т' },
  tr: { about: 'yaklaşık {value}', lessThan: '{value} altında', tonne: 't' },
  ar: { about: 'حوالي {value}', lessThan: 'أقل من {value}', tonne: 'طن' },
};
