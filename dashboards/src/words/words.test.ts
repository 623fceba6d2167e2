import { ERRORS } from '@kringwijzer/contract';
import { catalogueProblems } from '@kringwijzer/ui';
import { describe, expect, it } from 'vitest';
import { NETWORK_CODE } from '../data/api.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { failureWords, knownFailures } from './failure-words.ts';
import { faultWords, knownFaults } from './fault-words.ts';
import { nl } from './nl.ts';
import { ti } from './ti.ts';
import { uk } from './uk.ts';
import { workEn } from './work-en.ts';
import { workNl } from './work-nl.ts';

const LANGUAGES = ['nl', 'en'] as const;

describe('staff words', () => {
  it('are complete, with the same places and the right plural forms', () => {
    const reference = { ...nl, ...workNl };
    expect([...catalogueProblems(reference, reference, 'nl'), ...catalogueProblems(reference, { ...en, ...workEn }, 'en')]).toEqual([]);
  });

  it('of other languages are right as far as they go, and cover what yard and shop do all day', () => {
    const reference: Readonly<Record<string, unknown>> = { ...nl, ...workNl };
    const daily = Object.keys(reference).filter(
      (key) => /^(band|door|tool|stream|link|live)\.|^emptyings\.(right|wrong)$/u.test(key) && key !== 'live.noDevicesCure',
    );
    for (const [language, words] of [
      ['uk', uk],
      ['ar', ar],
    ] as const) {
      const given: Readonly<Record<string, unknown>> = words;
      const part = Object.fromEntries(Object.keys(given).map((key) => [key, reference[key]]));
      expect(catalogueProblems(part, given, language)).toEqual([]);
      expect(daily.filter((key) => !(key in given))).toEqual([]);
    }
    expect(Object.keys(ti).filter((key) => !(key in reference))).toEqual([]);
  });

  it('name no code that the contract does not have', () => {
    const codes = LANGUAGES.flatMap((language) => [...knownFaults(language), ...knownFailures(language)]);
    expect(codes.filter((code) => code !== NETWORK_CODE && !(code in ERRORS))).toEqual([]);
  });

  it('speak of the same faults and failures in each language', () => {
    expect(knownFaults('en')).toEqual(knownFaults('nl'));
    expect(knownFailures('en')).toEqual(knownFailures('nl'));
  });

  it('have a sentence for a code they do not know', () => {
    for (const language of LANGUAGES) {
      expect(faultWords(language, 'KW_NEW').todo).not.toBe('');
      expect(failureWords(language, 'KW_NEW')).not.toBe('');
    }
  });
});
