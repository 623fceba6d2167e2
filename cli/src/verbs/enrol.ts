import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import { readOptions } from '../options.ts';
import { enrol, keepCredential } from '../start/node-credential.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `--hub URL --code CODE --node ID [--data DIR]

Asks the hub for the credential of this node with a one-time code from the staff pages, and keeps it for kringwijzer node.

  --hub URL     address of the hub's pages, such as http://hub.local:8080
  --code CODE   one-time code
  --node ID     id of this node: a-z, 0-9 and hyphen
  --data DIR    data folder of the node (./data/node)

A hub with https has a certificate of its own: copy tls/site-ca.crt of its data folder to this machine, and name that copy in
the variable NODE_EXTRA_CA_CERTS.`;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        hub: { type: 'string' },
        code: { type: 'string' },
        node: { type: 'string' },
        data: { type: 'string', default: './data/node' },
      },
    }),
  );
  const { hub, code, node, data } = values;
  if (hub === undefined || code === undefined || node === undefined)
    throw new KwError('KW_USAGE', { reason: 'enrol needs --hub, --code and --node' });
  const credential = await enrol(hub, { code, node });
  keepCredential(data, credential);
  io.out(`Node ${credential.node} of site ${credential.site} is enrolled; its credential is in ${data}.`);
  return 0;
}

/** `kringwijzer enrol`: one-time code to node credential. */
export const enrolVerb: Verb = { help: HELP, run };
