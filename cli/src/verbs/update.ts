import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import { numberOption, readOptions } from '../options.ts';
import { signIn } from '../start/hub-session.ts';
import { passwordOf } from '../start/password.ts';
import { installPackage } from '../update/install-package.ts';
import { stagedUpdate, type UpdateTarget } from '../update/staged-update.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `--package FILE --node ID=TARGET [--node …] --name NAME [options]

Updates the nodes of a site one after another. A node must start anew with the new version, be online and bring records to
the hub, and stay so, before the next is touched; at the first that does not, everything stops. Programs that do not run
go back to the version before by themselves. The password of NAME comes from KW_PASSWORD or is asked for.

  --package FILE     package of the node, kringwijzer-node_VERSION_ARCH.deb
  --node ID=TARGET   a node and where it is: what ssh calls it (pi@yard.local), or here; in the order of the update
  --name NAME        somebody who may read the hub
  --hub URL          address of the hub's pages (http://127.0.0.1:8080)
  --within S         seconds a node gets to be well (600)
  --well-for S       seconds it has to stay well (60)`;

const PACKAGE = /kringwijzer-node_([^_/]+)_(?:amd64|arm64)\.deb$/u;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        package: { type: 'string' },
        node: { type: 'string', multiple: true, default: [] },
        name: { type: 'string' },
        hub: { type: 'string', default: 'http://127.0.0.1:8080' },
        within: { type: 'string' },
        'well-for': { type: 'string' },
      },
    }),
  );
  const { package: file = '', name, hub } = values;
  const targets = values.node.map(targetOf);
  if (name === undefined || targets.length === 0) throw new KwError('KW_USAGE', { reason: 'update needs --package, --node and --name' });
  const seconds = { min: 1, max: 86_400 };
  const withinMs = (numberOption('within', values.within, seconds) ?? 600) * 1_000;
  const wellForMs = (numberOption('well-for', values['well-for'], seconds) ?? 60) * 1_000;
  const version = versionOf(file);
  const { nodes } = await signIn(hub, { name, password: await passwordOf(io.signal) });
  await stagedUpdate({
    targets,
    version,
    install: installPackage(file, io.signal),
    nodes,
    withinMs,
    wellForMs,
    clock: { nowMs: () => performance.now(), wait: (ms) => wait(ms, undefined, { signal: io.signal }) },
    tell: io.err,
  });
  io.out(JSON.stringify({ version, updated: targets.map(({ node }) => node) }));
  return 0;
}

function versionOf(file: string): string {
  const [, version] = PACKAGE.exec(file) ?? [];
  if (version !== undefined) return version;
  throw new KwError('KW_USAGE', { reason: '--package takes a file named kringwijzer-node_VERSION_ARCH.deb' });
}

function targetOf(text: string): UpdateTarget {
  const [, node, target] = /^([a-z0-9-]{1,32})=([\w.@:-]+)$/u.exec(text) ?? [];
  // A name that begins with a hyphen would be an option of ssh.
  if (node !== undefined && target !== undefined && !target.startsWith('-')) return { node, target };
  throw new KwError('KW_USAGE', { reason: `--node takes ID=TARGET such as yard=pi@yard.local, not ${text}` });
}

/** `kringwijzer update`: nodes of a site, one after another. */
export const updateVerb: Verb = { help: HELP, run };
