import type { Verb } from './verb.ts';
import { enrolVerb } from './verbs/enrol.ts';
import { hubVerb } from './verbs/hub.ts';
import { nodeVerb } from './verbs/node.ts';
import { startVerb } from './verbs/start.ts';

/** Every verb, in the order the overview shows them. */
export const VERBS: readonly Verb[] = [startVerb, hubVerb, nodeVerb, enrolVerb];
