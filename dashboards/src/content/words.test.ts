import { ERRORS } from '@kringwijzer/contract';
import { catalogueProblems } from '@kringwijzer/ui';
import { describe, expect, it } from 'vitest';
import { EN, NL } from './failure-tables.ts';
import { en } from './words-en.ts';
import { nl } from './words-nl.ts';

describe('words of the editor', () => {
  it('are complete, with the same places and the right plural forms', () => {
    expect([...catalogueProblems(nl, nl, 'nl'), ...catalogueProblems(nl, en, 'en')]).toEqual([]);
  });

  it('speak of the same failures in both languages, all of them of the contract', () => {
    expect(Object.keys(EN)).toEqual(Object.keys(NL));
    expect(Object.keys(NL).filter((code) => !(code in ERRORS))).toEqual([]);
  });
});
