import { catalogueProblems } from '@kringwijzer/ui';
import { describe, expect, it } from 'vitest';
import { moreEn } from './more-en.ts';
import { moreNl } from './more-nl.ts';
import { en } from './words-en.ts';
import { nl } from './words-nl.ts';

describe('words of the results', () => {
  it('are complete, with the same places and the right plural forms', () => {
    for (const [reference, other] of [
      [nl, en],
      [moreNl, moreEn],
    ] as const)
      expect([...catalogueProblems(reference, reference, 'nl'), ...catalogueProblems(reference, other, 'en')]).toEqual([]);
  });

  it('have each key once', () => {
    expect(Object.keys(moreNl).filter((key) => key in nl)).toEqual([]);
  });
});
