import { describe, expect, it } from 'vitest';
import { textIn } from './local-text.ts';

const TEXT = { nl: 'Een lamp', en: 'A lamp', ar: 'مصباح', pl: 'Lampa', reviewed: ['pl' as const] };

describe('a text of the content', () => {
  it.each([
    ['nl', 'nl'],
    ['en', 'en'],
    ['pl', 'pl'],
    ['ar', 'en'],
    ['de', 'en'],
  ] as const)('asked in %s is shown in %s', (asked, lang) => {
    expect(textIn(TEXT, asked)).toEqual({ text: TEXT[lang as 'nl'], lang });
  });

  it('is Dutch where nobody wrote another language', () => {
    expect(textIn({ nl: 'Een lamp' }, 'tr')).toEqual({ text: 'Een lamp', lang: 'nl' });
  });

  it('is shown unchecked where the kiosk says so', () => {
    expect(textIn(TEXT, 'ar', true)).toEqual({ text: TEXT.ar, lang: 'ar' });
  });
});
