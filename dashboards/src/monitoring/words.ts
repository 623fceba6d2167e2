import { createTranslator, type Translate } from '@kringwijzer/ui';
import { computed, type ReadonlySignal } from '@preact/signals';
import { i18n } from '../words/words.ts';
import { moreEn } from './more-en.ts';
import { type MoreReference, moreNl } from './more-nl.ts';
import { en } from './words-en.ts';
import { type ResultsReference as FirstReference, nl as firstNl } from './words-nl.ts';

type ResultsReference = FirstReference & MoreReference;
const nl = { ...firstNl, ...moreNl };

/** Keys of the results pages. */
export type ResultsWord = keyof ResultsReference;

/** Words of the results pages, in the language of the app. */
export const t: ReadonlySignal<Translate<ResultsReference>> = computed(() =>
  i18n.language.value === 'nl'
    ? createTranslator<ResultsReference, 'nl'>('nl', nl)
    : createTranslator<ResultsReference, 'en'>('en', { ...en, ...moreEn }),
);

/** A word that may be there under a name from the hub; the name itself when it is not. */
export function wordOf(
  group: 'stream' | 'value' | 'measure' | 'kind' | 'delivery' | 'reliability' | 'goal' | 'report' | 'block',
  name: string,
): string {
  const key = `${group}.${name}`;
  return key in nl ? t.value(key as 'title') : name;
}

/** The word of a part of a chart: a kind of goods, a building block, or the name of a device. */
export function partWord(label: string): string {
  const word = wordOf('stream', label);
  return word === label ? wordOf('block', label) : word;
}

/** What can be drawn over time, in the order of the catalogue. */
export const MEASURE_NAMES: readonly string[] = Object.keys(nl).flatMap((key) =>
  key.startsWith('measure.') ? [key.slice('measure.'.length)] : [],
);
