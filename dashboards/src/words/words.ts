import { createI18n, type I18n } from '@kringwijzer/ui';
import { type StaffLanguage, startLanguage } from '../data/preferences.ts';
import { en } from './en.ts';
import { type Reference as Frame, nl } from './nl.ts';
import { workEn } from './work-en.ts';
import { type WorkReference, workNl } from './work-nl.ts';

type Reference = Frame & WorkReference;

/** Words and figures of the staff pages. */
export const i18n: I18n<Reference, StaffLanguage> = createI18n<Reference, StaffLanguage>({
  catalogues: { nl: { ...nl, ...workNl }, en: { ...en, ...workEn } },
  start: startLanguage(),
  timeZone: 'Europe/Amsterdam',
});

/** Keys of the catalogue. */
export type WordKey = keyof Reference;
