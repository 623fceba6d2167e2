import type { Translation } from './translation.ts';

/**
 * Tigrinya: the place for its words. Font, direction and fallback are ready (a test shows its script); the language is offered as soon as
 * a speaker has put the first words here.
 */
export const ti: Translation<'en'> = {};
