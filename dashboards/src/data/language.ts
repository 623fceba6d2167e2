import { i18n } from '../words/words.ts';
import { isStaffLanguage, rememberLanguage, type StaffLanguage } from './preferences.ts';

/** Speaks a language from now on and remembers it on this device. */
export function chooseLanguage(language: StaffLanguage): void {
  i18n.language.value = language;
  rememberLanguage(language);
}

/** Speaks the language a person chose before; one that these pages do not have, or none, changes nothing. */
export function speakFor(language: string): void {
  if (isStaffLanguage(language)) chooseLanguage(language);
}
