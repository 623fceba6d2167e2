import { parseArgs } from 'node:util';
import { backupFolder } from '@kringwijzer/broker';
import { readOptions } from '../options.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `[--data DIR] [--keep N]

Makes a backup of the hub now, also while it runs, and looks at every page of the copy. A running hub does this by itself once a
day. The copy lies on the same disk: take it to another one.

  --data DIR    data folder of the hub (./data)
  --keep N      backups that stay, newest first (14)`;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({ args: [...args], options: { data: { type: 'string', default: './data' }, keep: { type: 'string', default: '14' } } }),
  );
  const keep = Number(values.keep);
  if (!Number.isInteger(keep) || keep < 1) {
    io.err('--keep is a whole number of 1 or more.');
    return 2;
  }
  const { path, site, counts } = await backupFolder(values.data, { nowMs: Date.now(), keep });
  const events = counts.events === undefined ? '' : `${counts.events} events, `;
  io.out(`Backup of site ${site} in ${path}: ${events}${counts.people} people, ${counts.machines} machines.`);
  return 0;
}

/** `kringwijzer backup`: a checked copy of the hub's data, made while it runs. */
export const backupVerb: Verb = { help: HELP, run };
