// No schema here: pages take their limits from this file without the schema library.

/** How much fits on the smallest panel in the longest language: lengths in characters, the rest in pieces. */
export const CONTENT_LIMITS = {
  line: 60,
  sentence: 160,
  price: 12,
  photos: 2,
  storiesPerStream: 12,
  phasesMin: 3,
  phases: 5,
  places: 12,
  shop: 4,
  saidDone: 6,
  closedDates: 100,
} as const;

/** Parts of the content that are edited as a whole. */
export const CONTENT_PART_NAMES = ['hours', 'phases', 'places', 'shop', 'saidDone'] as const;
export type ContentPart = (typeof CONTENT_PART_NAMES)[number];

/** Languages that content may be written in beside Dutch. */
export const TRANSLATION_LANGUAGES = ['en', 'de', 'pl', 'uk', 'tr', 'ar'] as const;
export type TranslationLanguage = (typeof TRANSLATION_LANGUAGES)[number];
/** Languages a visitor may see before somebody who speaks them has checked the text. */
const TRUSTED: readonly string[] = ['nl', 'en'];

/** What a text says in each language, and which of them a speaker has checked. */
type TextByLanguage = { readonly [L in 'nl' | TranslationLanguage]?: string | undefined } & {
  readonly reviewed?: readonly TranslationLanguage[] | undefined;
};

/** True when visitors may see this text in this language: Dutch, English, or checked by a speaker. */
export const isShownIn = (text: TextByLanguage, language: 'nl' | TranslationLanguage): boolean =>
  text[language] !== undefined && (TRUSTED.includes(language) || text.reviewed?.some((one) => one === language) === true);

/** Pictures of kinds of goods on the page "Waar moet ik zijn?". */
export const PLACE_ICONS = [
  'reuse',
  'wood',
  'metal',
  'rubble',
  'garden',
  'chemical',
  'electric',
  'paper',
  'textile',
  'mattress',
  'glass',
  'help',
] as const;

/** What a story must have before somebody can approve it, in the order in which a person fills it in. */
export const STORY_NEEDS = ['photo', 'title', 'text', 'next', 'people'] as const;
export type StoryNeed = (typeof STORY_NEEDS)[number];

/** What a story still lacks; empty when it can be approved. */
export function missingInStory(draft: {
  readonly images: readonly string[];
  readonly title: { readonly nl: string };
  readonly text: { readonly nl: string };
  readonly next: { readonly nl: string };
  readonly people: string;
}): readonly StoryNeed[] {
  const lacks: Readonly<Record<StoryNeed, boolean>> = {
    photo: draft.images.length === 0,
    title: draft.title.nl.trim() === '',
    text: draft.text.nl.trim() === '',
    next: draft.next.nl.trim() === '',
    people: draft.people === 'unknown',
  };
  return STORY_NEEDS.filter((need) => lacks[need]);
}
