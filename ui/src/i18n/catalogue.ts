import { type Language, PLURAL_CATEGORIES } from './languages.ts';

type CategoryOf<L extends Language> = (typeof PLURAL_CATEGORIES)[L][number];

/** A message that depends on a number: exactly the plural forms its language has. The number is always `{count}`. */
export type Forms<L extends Language> = Readonly<Record<CategoryOf<L>, string>>;

/** The catalogue all others are measured by. Places for values are written `{name}`. */
export type Reference<L extends Language> = Readonly<Record<string, string | Forms<L>>>;

/** A complete translation of a reference catalogue: every key, texts where it has texts, every plural form of its own language. */
export type CatalogueOf<R, L extends Language> = { readonly [K in keyof R]: R[K] extends string ? string : Forms<L> };

type PlaceOf<T> = T extends `${string}{${infer P}}${infer Rest}` ? P | PlaceOf<Rest> : never;
type TextOf<M> = M extends string ? M : M extends { readonly other: infer O } ? O : never;
type Values<M> = { readonly [P in PlaceOf<TextOf<M>>]: string | number } & (M extends string ? unknown : { readonly count: number });

/** A lookup in one language; each key asks for exactly the values its text has places for. */
export type Translate<R> = <K extends keyof R & string>(
  key: K,
  ...values: R[K] extends string ? ([PlaceOf<R[K]>] extends [never] ? [] : [Values<R[K]>]) : [Values<R[K]>]
) => string;

/** Writes the reference catalogue with its texts as literal types, so that places are checked where they are filled. */
export const defineReference =
  <L extends Language>(_language: L) =>
  <const R extends Reference<L>>(catalogue: R): R =>
    catalogue;

const PLACE = /\{(\w+)\}/gu;
const placesOf = (text: string): readonly string[] => [...text.matchAll(PLACE)].map((match) => match[1] ?? '').toSorted();
const textsOf = (message: string | Readonly<Record<string, string>>): readonly string[] =>
  typeof message === 'string' ? [message] : Object.values(message);

/**
 * What is wrong with a translation that types cannot see: empty texts, places that the reference lacks or has more of, and plural forms
 * that do not match the language. An empty list means it is right. A form may leave out `{count}` (as in "one gift").
 */
export function catalogueProblems(
  reference: Readonly<Record<string, unknown>>,
  catalogue: Readonly<Record<string, unknown>>,
  language: Language,
): readonly string[] {
  const problems: string[] = [];
  for (const key of new Set([...Object.keys(reference), ...Object.keys(catalogue)])) {
    const wanted = reference[key] as string | Readonly<Record<string, string>> | undefined;
    const given = catalogue[key] as string | Readonly<Record<string, string>> | undefined;
    if (wanted === undefined || given === undefined)
      problems.push(`${language} ${key}: ${given === undefined ? 'missing' : 'unknown key'}`);
    else problems.push(...messageProblems(wanted, given, language).map((problem) => `${language} ${key}: ${problem}`));
  }
  return problems;
}

function messageProblems(
  wanted: string | Readonly<Record<string, string>>,
  given: string | Readonly<Record<string, string>>,
  language: Language,
): readonly string[] {
  const problems: string[] = [];
  if (typeof wanted !== typeof given) return ['plural on one side only'];
  if (typeof given !== 'string') {
    const forms = Object.keys(given).toSorted().join();
    const needed = [...PLURAL_CATEGORIES[language]].toSorted().join();
    if (forms !== needed) problems.push(`plural forms ${forms}, needs ${needed}`);
  }
  const wantedText = typeof wanted === 'string' ? wanted : (wanted['other'] ?? '');
  const needed = placesOf(wantedText).join();
  for (const text of textsOf(given)) {
    const bare = (places: readonly string[]): string => places.filter((place) => place !== 'count').join();
    const same = typeof given === 'string' ? placesOf(text).join() === needed : bare(placesOf(text)) === bare(placesOf(wantedText));
    if (text.trim() === '') problems.push('empty text');
    else if (!same) problems.push(`places {${placesOf(text).join()}}, needs {${needed}}`);
  }
  return problems;
}
