import { isSpoken, type Spoken } from '../words/spoken.ts';
import { i18n } from '../words/words.ts';
import { rememberLanguage } from './preferences.ts';

/** Speaks a language from now on and remembers it on this device. */
export function chooseLanguage(language: Spoken): void {
  i18n.speak(language);
  rememberLanguage(language);
}

/** Speaks the language a person chose before; one that these pages do not have, or none, changes nothing. */
export function speakFor(language: string): void {
  if (isSpoken(language)) chooseLanguage(language);
}
