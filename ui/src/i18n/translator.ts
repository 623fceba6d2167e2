import type { CatalogueOf, Translate } from './catalogue.ts';
import { LANGUAGE_INFO, type Language } from './languages.ts';

// First-strong isolate and its end: a Latin device name inside an Arabic sentence keeps its own direction.
const ISOLATE_START = '\u2068';
const ISOLATE_END = '\u2069';

/** The lookup of one language. Numbers are written by Intl in that language; other values stand as given. */
export function createTranslator<R, L extends Language>(language: L, catalogue: CatalogueOf<R, L>): Translate<R> {
  const { locale, dir } = LANGUAGE_INFO[language];
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale, { useGrouping: 'min2' });
  const show = (value: string | number): string => {
    const text = typeof value === 'number' ? number.format(value) : value;
    return dir === 'rtl' ? `${ISOLATE_START}${text}${ISOLATE_END}` : text;
  };
  const translate = (key: keyof R & string, values: Readonly<Record<string, string | number>> = {}): string => {
    const message = catalogue[key] as string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;
    const count = values['count'];
    const text = typeof message === 'string' ? message : (message[plural.select(Number(count))] ?? message.other ?? '');
    return text.replaceAll(/\{(\w+)\}/gu, (whole, place: string) => {
      const value = values[place];
      return value === undefined ? whole : show(value);
    });
  };
  return translate;
}
