import type { AlarmKind, AlarmLanguage, AlarmText } from '@kringwijzer/contract';
import type { AlarmValues } from './alarm-fact.ts';
import { enWords } from './alarm-words-en.ts';
import { nlWords } from './alarm-words-nl.ts';
import type { KindWords } from './kind-words.ts';

const WORDS: Readonly<Record<AlarmLanguage, KindWords>> = { nl: nlWords, en: enWords };

/** The words of an alarm in a language, times in the site's zone. */
export function alarmWords(language: AlarmLanguage, kind: AlarmKind, values: AlarmValues, timeZone: string): AlarmText {
  const numberOf = (key: string): number => (typeof values[key] === 'number' ? values[key] : 0);
  return WORDS[language][kind]({
    name: String(values['name'] ?? ''),
    code: String(values['code'] ?? ''),
    number: numberOf,
    moment: (key) => (numberOf(key) === 0 ? '–' : momentOf(language, numberOf(key), timeZone)),
    is: (key, value) => values[key] === value,
  });
}

/** A moment in short local words: day of the week and time. */
export function momentOf(language: AlarmLanguage, atMs: number, timeZone: string): string {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return format.format(atMs).replace(',', '');
}
