import { parseArgs } from 'node:util';
import type { Check, Finding, Subject } from '../doctor/finding.ts';
import { FOLDER_CHECKS } from '../doctor/folder-checks.ts';
import { HUB_CHECKS } from '../doctor/hub-checks.ts';
import { MACHINE_CHECKS } from '../doctor/machine-checks.ts';
import { NODE_CHECKS } from '../doctor/node-checks.ts';
import { readOptions } from '../options.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `[options]

Looks for the faults that happen most on this machine and names the cure of each. Ends with 1 when it finds a fault.

  --data DIR      data folder (./data)
  --hub URL       address of the hub's pages (http://127.0.0.1:8080)
  --config FILE   configuration of a node on this machine
  --json          one JSON line a finding`;

const MARKS = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const;

/** What the checks find, in their order. */
export async function examine(checks: readonly Check[], subject: Subject): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const check of checks) {
    const finding = await check.run(subject);
    if (finding !== undefined) found.push(finding);
  }
  return found;
}

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: './data' },
        hub: { type: 'string', default: 'http://127.0.0.1:8080' },
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }),
  );
  const subject = { dataDir: values.data, hubUrl: values.hub, nodeConfig: values.config };
  const findings = await examine([...MACHINE_CHECKS, ...FOLDER_CHECKS, ...HUB_CHECKS, ...NODE_CHECKS], subject);
  for (const finding of findings) io.out(values.json ? JSON.stringify(finding) : lineOf(finding));
  return findings.some(({ level }) => level === 'fault') ? 1 : 0;
}

function lineOf({ check, level, message, cure }: Finding): string {
  return `${MARKS[level]}  ${check}: ${message}${cure === undefined ? '' : `\n         → ${cure}`}`;
}

/** `kringwijzer doctor`: finds the likely faults and names their cures. */
export const doctorVerb: Verb = { help: HELP, run };
