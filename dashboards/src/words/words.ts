import { createI18n, type I18n } from '@kringwijzer/ui';
import { type StaffLanguage, startLanguage } from '../data/preferences.ts';
import { en } from './en.ts';
import { nl, type Reference } from './nl.ts';

/** Words and figures of the staff pages. */
export const i18n: I18n<Reference, StaffLanguage> = createI18n<Reference, StaffLanguage>({
  catalogues: { nl, en },
  start: startLanguage(),
  timeZone: 'Europe/Amsterdam',
});

/** Keys of the catalogue. */
export type WordKey = keyof Reference;
