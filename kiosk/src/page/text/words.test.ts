import { catalogueProblems } from '@kringwijzer/ui';
import { describe, expect, it } from 'vitest';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { tr } from './tr.ts';
import { uk } from './uk.ts';
import { createPageWords, offeredLanguages } from './words.ts';

describe('the words of the page', () => {
  it.each([['en', en] as const, ['de', de] as const, ['pl', pl] as const, ['uk', uk] as const, ['tr', tr] as const, ['ar', ar] as const])(
    '%s is complete',
    (language, catalogue) => {
      expect(catalogueProblems(nl, catalogue, language)).toEqual([]);
    },
  );

  it('offers only checked languages unless the centre wants more', () => {
    expect(offeredLanguages(false)).toEqual(['nl', 'en']);
    expect(offeredLanguages(true)).toEqual(['nl', 'en', 'de', 'pl', 'uk', 'tr', 'ar']);
  });

  it('fetches a language when it is asked for and goes back to Dutch', async () => {
    const words = createPageWords();
    await words.speak('ar');
    expect([words.language.value, words.t.value('back')]).toEqual(['ar', ar.back]);
    words.reset();
    expect(words.t.value('back')).toBe(nl.back);
  });
});
