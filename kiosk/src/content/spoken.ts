import type { Bundle } from './schema.ts';

/** Languages that are read aloud: those a speaker has checked. */
export const SPOKEN_LANGUAGES = ['nl', 'en'] as const;
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number];

/** What can be read aloud: the story of each stream, and the views with something to read. */
export type SpokenId = `story-${string}` | 'co2' | 'opinion' | 'ask';

/** Which sounds a bundle has, as paths below the content folder. */
export type Sounds = { readonly [L in SpokenLanguage]?: Readonly<Record<string, string>> };

/** All texts to read aloud in one language, by the name of their sound. */
export function spokenTexts(bundle: Bundle, language: SpokenLanguage): Readonly<Record<string, string>> {
  const stories = bundle.streams.flatMap(({ stories }) =>
    stories.map((story) => [`story-${story.id}`, [story.title, story.text, story.next].map((text) => text[language]).join('. ')]),
  );
  const views = Object.entries(bundle.spoken).map(([name, text]) => [name, text[language]]);
  return Object.fromEntries([...views, ...stories]);
}
