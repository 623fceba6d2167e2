import type { Verb, VerbEntry } from './verb.ts';

const verb = (name: string, summary: string, load: () => Promise<Verb>): VerbEntry => ({ name, summary, load });

/** Every verb, in the order the overview shows them. */
export const VERBS: readonly VerbEntry[] = [
  verb('start', 'run everything here on simulated hardware', async () => (await import('./verbs/start.ts')).startVerb),
  verb('setup', 'ask what this machine is and write its configuration', async () => (await import('./verbs/setup.ts')).setupVerb),
  verb('flash', 'write the firmware to a sensor board', async () => (await import('./verbs/flash.ts')).flashVerb),
  verb('hub', 'run the hub of a site', async () => (await import('./verbs/hub.ts')).hubVerb),
  verb('node', 'run a node: sensors to hub', async () => (await import('./verbs/node.ts')).nodeVerb),
  verb('enrol', 'give this node its credential with a one-time code', async () => (await import('./verbs/enrol.ts')).enrolVerb),
  verb(
    'credential',
    'make the credential of a kiosk or another machine',
    async () => (await import('./verbs/credential.ts')).credentialVerb,
  ),
  verb('calibrate', 'calibrate a scale with known masses', async () => (await import('./verbs/calibrate.ts')).calibrateVerb),
  verb('replay', 'run recorded signals through the core of the node', async () => (await import('./verbs/replay.ts')).replayVerb),
  verb('backup', 'make a backup of the hub now, also while it runs', async () => (await import('./verbs/backup.ts')).backupVerb),
  verb('restore', 'put a backup of the hub back, or list the backups', async () => (await import('./verbs/restore.ts')).restoreVerb),
  verb('update', 'update the nodes of a site one after another', async () => (await import('./verbs/update.ts')).updateVerb),
  verb('doctor', 'find what is wrong on this machine and how to mend it', async () => (await import('./verbs/doctor.ts')).doctorVerb),
];
