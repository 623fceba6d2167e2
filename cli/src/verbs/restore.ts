import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backupNames, checkBackup, createSqliteStore, restoreBackup } from '@kringwijzer/broker';
import { readOptions } from '../options.ts';
import { logTo } from '../start/log.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `[BACKUP] [--data DIR]

Puts a backup of the hub back into its data folder, after looking at every page of it. What was there is moved aside.
Stop the hub first. Without BACKUP it lists the backups of the data folder, newest first, and says which are sound.

  BACKUP        folder of a backup, or its name in the list
  --data DIR    data folder of the hub (./data)`;

function list(folder: string, io: VerbIo): number {
  const names = backupNames(folder);
  for (const name of names) io.out(`${name}  ${soundness(join(folder, name))}`);
  if (names.length === 0) io.err(`There are no backups in ${folder}; a running hub makes one a day.`);
  return 0;
}

function soundness(path: string): string {
  try {
    const { site, counts } = checkBackup(path);
    return `sound, site ${site}, ${counts.events === undefined ? '' : `${counts.events} events, `}${counts.people} people, ${counts.machines} machines`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Refuses while a hub holds the store. Throws KW_STORE_LOCKED. */
async function requireNoHub(data: string): Promise<void> {
  const store = await createSqliteStore({ path: join(data, 'store.db'), log: logTo('silent'), nowMs: Date.now });
  await store.admin.close();
}

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values, positionals } = readOptions(() =>
    parseArgs({ args: [...args], options: { data: { type: 'string', default: './data' } }, allowPositionals: true }),
  );
  const folder = join(values.data, 'backups');
  const [backup] = positionals;
  if (backup === undefined) return list(folder, io);
  const path = backupNames(folder).includes(backup) ? join(folder, backup) : backup;
  checkBackup(path);
  await requireNoHub(values.data);
  const aside = restoreBackup(path, values.data, Date.now());
  io.out(`Restored ${path} into ${values.data}.${aside === undefined ? '' : ` What was there is in ${aside}.`}`);
  return 0;
}

/** `kringwijzer restore`: a backup becomes the data of the hub again. */
export const restoreVerb: Verb = { help: HELP, run };
