import type { Verb } from './verb.ts';

/** Every verb, in the order the overview shows them. */
export const VERBS: readonly Verb[] = [];
