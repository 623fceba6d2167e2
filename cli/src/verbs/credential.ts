import { parseArgs } from 'node:util';
import { KwError, MACHINE_ROLES } from '@kringwijzer/contract';
import { readOptions } from '../options.ts';
import { signIn } from '../start/hub-session.ts';
import { passwordOf } from '../start/password.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `--machine ID --role ROLE --name NAME [--hub URL]

Makes the credential of a machine that is not a node, such as the screen of a kiosk, and prints it once. An earlier one of
the same machine stops working. The password of NAME comes from KW_PASSWORD or is asked for.

  --machine ID   user name of the machine: a-z, 0-9 and hyphen
  --role ROLE    ${MACHINE_ROLES.join(', ')}
  --name NAME    who makes it: a person with the role admin
  --hub URL      address of the hub's pages (http://127.0.0.1:8080)`;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        machine: { type: 'string' },
        role: { type: 'string' },
        name: { type: 'string' },
        hub: { type: 'string', default: 'http://127.0.0.1:8080' },
      },
    }),
  );
  const { machine, role, name, hub } = values;
  if (machine === undefined || role === undefined || name === undefined) {
    throw new KwError('KW_USAGE', { reason: 'credential needs --machine, --role and --name' });
  }
  if (!(MACHINE_ROLES as readonly string[]).includes(role)) {
    throw new KwError('KW_USAGE', { reason: `--role is one of ${MACHINE_ROLES.join(', ')}, not ${role}` });
  }
  const session = await signIn(hub, { name, password: await passwordOf(io.signal) });
  const made = await session.makeMachine({ username: machine, role });
  io.out(JSON.stringify({ ...made, ...(role === 'kiosk' && { kioskUrl: new URL(`/kiosk/?token=${made.secret}`, hub).href }) }));
  return 0;
}

/** `kringwijzer credential`: a secret for a machine that is not a node. */
export const credentialVerb: Verb = { help: HELP, run };
