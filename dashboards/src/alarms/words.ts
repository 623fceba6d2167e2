import type { Alarm, AlarmText } from '@kringwijzer/contract';
import { createTranslator, type Translate } from '@kringwijzer/ui';
import { computed, type ReadonlySignal } from '@preact/signals';
import { i18n } from '../words/words.ts';
import { en } from './words-en.ts';
import { type AlarmReference, nl } from './words-nl.ts';

/** Words of the alarms pages, in the language of the app. */
export const t: ReadonlySignal<Translate<AlarmReference>> = computed(() =>
  i18n.language.value === 'nl' ? createTranslator<AlarmReference, 'nl'>('nl', nl) : createTranslator<AlarmReference, 'en'>('en', en),
);

/** What the hub says of an alarm, in the language of the app; other languages read English. */
export const textOf = (alarm: Alarm): AlarmText => (i18n.language.value === 'nl' ? alarm.words.nl : alarm.words.en);
