import { isShownIn } from '@kringwijzer/contract';
import type { Language } from '@kringwijzer/ui';
import type { LocalText } from '../../content/schema.ts';

/**
 * A content text in the visitor's language, else in English, else in Dutch, with the language it really is in. A translation no speaker
 * has checked is shown only where the kiosk is set to show such.
 */
export function textIn(text: LocalText, language: Language, showUnreviewed = false): { readonly text: string; readonly lang: Language } {
  const wanted: readonly Language[] = language === 'nl' ? ['nl'] : [language, 'en'];
  for (const lang of wanted) {
    const said = text[lang];
    if (said !== undefined && (showUnreviewed || isShownIn(text, lang))) return { text: said, lang };
  }
  return { text: text.nl, lang: 'nl' };
}
