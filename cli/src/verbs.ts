import type { VerbEntry } from './verb.ts';

/** Every verb, in the order the overview shows them. */
export const VERBS: readonly VerbEntry[] = [
  { name: 'start', summary: 'run everything here on simulated hardware', load: async () => (await import('./verbs/start.ts')).startVerb },
  { name: 'hub', summary: 'run the hub of a site', load: async () => (await import('./verbs/hub.ts')).hubVerb },
  { name: 'node', summary: 'run a node: sensors to hub', load: async () => (await import('./verbs/node.ts')).nodeVerb },
  {
    name: 'enrol',
    summary: 'give this node its credential with a one-time code',
    load: async () => (await import('./verbs/enrol.ts')).enrolVerb,
  },
  {
    name: 'doctor',
    summary: 'find what is wrong on this machine and how to mend it',
    load: async () => (await import('./verbs/doctor.ts')).doctorVerb,
  },
];
