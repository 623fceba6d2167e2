import { createTranslator, type Translate } from '@kringwijzer/ui';
import { computed, type ReadonlySignal } from '@preact/signals';
import { i18n } from '../words/words.ts';
import { en } from './words-en.ts';
import { type ContentReference, nl } from './words-nl.ts';

/** Words of the editor, in the language of the app; English where it has no words of its own. */
export const t: ReadonlySignal<Translate<ContentReference>> = computed(() =>
  i18n.language.value === 'nl' ? createTranslator<ContentReference, 'nl'>('nl', nl) : createTranslator<ContentReference, 'en'>('en', en),
);
