import { type ContentBundle, spokenTextsOf } from '@kringwijzer/contract';

/** Languages that are read aloud: those a speaker has checked. */
export const SPOKEN_LANGUAGES = ['nl', 'en'] as const;
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number];

/** What can be read aloud: the story of each stream, and the views with something to read. */
export type SpokenId = `story-${string}` | 'co2' | 'opinion' | 'ask';

/** Which sounds a bundle has, as paths below the content folder. */
export type Sounds = { readonly [L in SpokenLanguage]?: Readonly<Record<string, string>> };

/** All texts to read aloud in one language, by the name of their sound. */
export const spokenTexts = (bundle: ContentBundle, language: SpokenLanguage): Readonly<Record<string, string>> =>
  spokenTextsOf(bundle, language);
