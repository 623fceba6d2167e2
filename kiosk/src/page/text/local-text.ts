import type { Language } from '@kringwijzer/ui';
import type { LocalText } from '../../content/schema.ts';

/** A content text in the visitor's language, else in English, else in Dutch, with the language it really is in. */
export function textIn(text: LocalText, language: Language): { readonly text: string; readonly lang: Language } {
  const own = text[language];
  if (own !== undefined) return { text: own, lang: language };
  return language === 'nl' ? { text: text.nl, lang: 'nl' } : { text: text.en, lang: 'en' };
}
