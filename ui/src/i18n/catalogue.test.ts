import { describe, expect, it } from 'vitest';
import { type CatalogueOf, catalogueProblems, defineReference } from './catalogue.ts';
import { createI18n } from './i18n.ts';
import { isLanguage, LANGUAGE_INFO, LANGUAGES, PLURAL_CATEGORIES, pickLanguage } from './languages.ts';
import { createTranslator } from './translator.ts';

const nl = defineReference('nl')({
  hello: 'Dag',
  full: '{name} is vol',
  gifts: { one: '1 gift', other: '{count} giften' },
});
const pl: CatalogueOf<typeof nl, 'pl'> = {
  hello: 'Dzień dobry',
  full: '{name} jest pełny',
  gifts: { one: '{count} dar', few: '{count} dary', many: '{count} darów', other: '{count} daru' },
};
const ar: CatalogueOf<typeof nl, 'ar'> = {
  hello: 'مرحبا',
  full: '{name} ممتلئ',
  gifts: { zero: 'لا هدايا', one: 'هدية', two: 'هديتان', few: '{count} هدايا', many: '{count} هدية', other: '{count} هدية' },
};

describe('languages', () => {
  it.each(LANGUAGES)('%s has the plural categories that Intl has', (language) => {
    const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    expect([...PLURAL_CATEGORIES[language]].toSorted()).toEqual([...known].toSorted());
  });

  it.each(LANGUAGES)('%s is written in the direction and digits told', (language) => {
    const { locale } = LANGUAGE_INFO[language];
    expect(Intl.NumberFormat.supportedLocalesOf(locale)).toHaveLength(1);
    expect(new Intl.NumberFormat(locale).format(7)).toBe('7');
  });

  it('picks the first wanted language on offer', () => {
    expect(pickLanguage(['fr-FR', 'en-US', 'nl'], ['nl', 'en'], 'nl')).toBe('en');
    expect(pickLanguage(['nl-BE'], ['nl', 'en'], 'en')).toBe('nl');
    expect(pickLanguage([], ['nl', 'en'], 'nl')).toBe('nl');
    expect(isLanguage('ar')).toBe(true);
    expect(isLanguage('xx')).toBe(false);
  });
});

describe('translator', () => {
  it('fills places and picks the plural form of the language', () => {
    const t = createTranslator<typeof nl, 'nl'>('nl', nl);
    expect(t('full', { name: 'Textiel' })).toBe('Textiel is vol');
    expect([1, 0, 12_000].map((count) => t('gifts', { count }))).toEqual(['1 gift', '0 giften', '12.000 giften']);
    const polish = createTranslator<typeof nl, 'pl'>('pl', pl);
    expect([1, 2, 5].map((count) => polish('gifts', { count }))).toEqual(['1 dar', '2 dary', '5 darów']);
  });

  it('isolates values inside a right-to-left sentence', () => {
    const t = createTranslator<typeof nl, 'ar'>('ar', ar);
    expect(t('full', { name: 'Textiel' })).toBe('\u2068Textiel\u2069 ممتلئ');
    expect(t('gifts', { count: 2 })).toBe('هديتان');
  });

  it('refuses at compile time what a text has no place for', () => {
    const t = createTranslator<typeof nl, 'nl'>('nl', nl);
    // @ts-expect-error the text has a place {name}
    expect(t('full')).toBe('{name} is vol');
    // @ts-expect-error there is no such key
    const lost: CatalogueOf<typeof nl, 'en'> = { hello: 'Hello', full: '{name} is full' };
    expect(lost).not.toHaveProperty('gifts');
  });
});

describe('catalogueProblems', () => {
  it('finds none in complete catalogues', () => {
    expect([...catalogueProblems(nl, pl, 'pl'), ...catalogueProblems(nl, ar, 'ar')]).toEqual([]);
  });

  it('names what is missing, empty, misplaced or has wrong forms', () => {
    const wrong = { hello: ' ', full: '{naam} is full', gifts: { one: '1 gift' }, extra: 'x' };
    expect(catalogueProblems(nl, wrong, 'en')).toEqual([
      'en hello: empty text',
      'en full: places {naam}, needs {name}',
      'en gifts: plural forms one, needs one,other',
      'en extra: unknown key',
    ]);
    expect(catalogueProblems(nl, { hello: 'x', full: '{name}' }, 'en')).toEqual(['en gifts: missing']);
  });
});

describe('i18n', () => {
  it('switches words and figures at once', () => {
    const i18n = createI18n<typeof nl, 'nl' | 'pl'>({ catalogues: { nl, pl }, start: 'nl', timeZone: 'Europe/Amsterdam' });
    expect([i18n.t.value('hello'), i18n.formats.value.decimal(1.5, 1)]).toEqual(['Dag', '1,5']);
    i18n.language.value = 'pl';
    expect(i18n.t.value('hello')).toBe('Dzień dobry');
    i18n.timeZone.value = 'UTC';
    expect(i18n.formats.value.time(0)).toBe('00:00');
    expect(i18n.offered).toEqual(['nl', 'pl']);
  });
});
