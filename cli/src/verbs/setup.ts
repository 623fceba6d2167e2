import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import { z } from 'zod';
import { readOptions } from '../options.ts';
import { type Answers, answersSchema, parseAnswers, readAnswers } from '../setup/answers.ts';
import { askAnswers } from '../setup/ask-answers.ts';
import { terminalPrompter } from '../setup/prompter.ts';
import { findSerialPorts } from '../setup/serial-ports.ts';
import { writeConfig } from '../setup/write-config.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `[options]

Asks what this machine is and what is wired to it, and writes its configuration. Installed packages start with it.

  --answers FILE    answers from a YAML file instead of questions, for many machines
  --out FILE        configuration file (/etc/kringwijzer/ROLE.yaml)
  --data DIR        data folder (/var/lib/kringwijzer-ROLE)
  --force           replace a configuration that is there; it is kept as FILE.before
  --print-schema    JSON Schema of the file of answers`;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        answers: { type: 'string' },
        out: { type: 'string' },
        data: { type: 'string' },
        force: { type: 'boolean', default: false },
        'print-schema': { type: 'boolean', default: false },
      },
    }),
  );
  if (values['print-schema']) {
    io.out(JSON.stringify(z.toJSONSchema(answersSchema, { io: 'input' }), undefined, 2));
    return 0;
  }
  const answers = values.answers === undefined ? await askPerson(io) : readAnswers(values.answers);
  const file = values.out ?? `/etc/kringwijzer/${answers.role}.yaml`;
  await writeConfig(answers, { file, dataDir: values.data ?? `/var/lib/kringwijzer-${answers.role}`, force: values.force });
  io.out(`${file} is written and valid.`);
  for (const line of nextSteps(answers)) io.err(line);
  return 0;
}

async function askPerson(io: VerbIo): Promise<Answers> {
  if (!process.stdin.isTTY) throw new KwError('KW_USAGE', { reason: 'setup asks in a terminal; without one give --answers FILE' });
  const ask = terminalPrompter({ input: process.stdin, output: process.stderr, signal: io.signal });
  ask.begin('Kringwijzer setup');
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const given = await askAnswers(ask, { ports: findSerialPorts(), hostName: hostname(), timeZone });
  const answers = parseAnswers(given, 'of the wizard');
  ask.end('That is all.');
  return answers;
}

/** What the person does next. */
function nextSteps({ role }: Answers): readonly string[] {
  const start = `Start it: sudo systemctl restart kringwijzer-${role}`;
  if (role !== 'node') return [start];
  const enrol = 'sudo -u kringwijzer-node kringwijzer enrol --hub URL --code CODE --node ID --data /var/lib/kringwijzer-node';
  return [`Enrol it with a code from the staff pages: ${enrol}`, start];
}

/** `kringwijzer setup`: answers to a validated configuration. */
export const setupVerb: Verb = { help: HELP, run };
