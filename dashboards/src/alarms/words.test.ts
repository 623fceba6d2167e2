import { ALARM_KINDS } from '@kringwijzer/contract';
import { catalogueProblems } from '@kringwijzer/ui';
import { describe, expect, it } from 'vitest';
import { KINDS } from './kinds.ts';
import { en } from './words-en.ts';
import { nl } from './words-nl.ts';

describe('the words of alarms', () => {
  it('are complete, with the same places and the right plural forms', () => {
    expect([...catalogueProblems(nl, nl, 'nl'), ...catalogueProblems(nl, en, 'en')]).toEqual([]);
  });

  it('name every kind the hub can raise', () => {
    expect(KINDS).toEqual(ALARM_KINDS);
  });
});
