import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import { guideCalibration } from '../calibration/guide.ts';
import { readOptions } from '../options.ts';
import { signIn } from '../start/hub-session.ts';
import { passwordOf } from '../start/password.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `--node ID --device ID --name NAME [--hub URL]

Leads through the calibration of a scale with known masses, and keeps its history at the hub. The password comes from
KW_PASSWORD or is asked for.

  --node ID      node of the scale
  --device ID    the scale
  --name NAME    who calibrates: a person with the role staff or more
  --hub URL      address of the hub's pages (http://127.0.0.1:8080)`;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        node: { type: 'string' },
        device: { type: 'string' },
        name: { type: 'string' },
        hub: { type: 'string', default: 'http://127.0.0.1:8080' },
      },
    }),
  );
  const { node, device, name, hub } = values;
  if (node === undefined || device === undefined || name === undefined)
    throw new KwError('KW_USAGE', { reason: 'calibrate needs --node, --device and --name' });
  const password = await passwordOf(io.signal);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ask = (question: string): Promise<string> => terminal.question(question, { signal: io.signal });
  try {
    const session = await signIn(hub, { name, password });
    const result = await guideCalibration({ device, ask, tell: io.err, command: (request) => session.command({ node, device }, request) });
    io.out(JSON.stringify(result.data));
    return 0;
  } finally {
    terminal.close();
  }
}

/** `kringwijzer calibrate`: known masses, one after another. */
export const calibrateVerb: Verb = { help: HELP, run };
