import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { programsFolder, writeDeb } from './deb-file.ts';
import { NODE_MAJOR, stageNativeModules } from './native-modules.ts';
import { ARCHITECTURES, type Architecture, ROLES } from './roles.ts';
import { stagePrograms } from './stage-programs.ts';

const HELP = `npm run packages -- [--arch amd64] [--arch arm64] [--out FOLDER] [--version VERSION]

Writes the .deb packages of hub, node and kiosk for each processor. Run npm run build first.
`;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const INSTALL = join(ROOT, 'hardware/install');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function architecturesOf(names: readonly string[] | undefined): readonly Architecture[] {
  const known = Object.keys(ARCHITECTURES) as Architecture[];
  const unknown = names?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new Error(`--arch takes ${known.join(' or ')}, not ${unknown}`);
  return names === undefined ? known : known.filter((one) => names.includes(one));
}

/** Builds every role's package for one processor. Throws Error with the cure. */
function build(architecture: Architecture, version: string, out: string): void {
  const work = mkdtempSync(join(tmpdir(), 'kw-packages-'));
  try {
    const programs = join(work, 'programs');
    stagePrograms(ROOT, programs);
    stageNativeModules(ROOT, programs, architecture);
    for (const role of ROLES) {
      const stage = join(work, role);
      cpSync(programs, join(stage, programsFolder(role)), { recursive: true, verbatimSymlinks: true });
      const file = writeDeb({ role, version, architecture, install: INSTALL, stage, out });
      say(`${file}  ${(statSync(file).size / 1e6).toFixed(1)} MB, for Node.js ${NODE_MAJOR}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function main(): number {
  const { values } = parseArgs({
    options: {
      arch: { type: 'string', multiple: true },
      out: { type: 'string', default: join(ROOT, 'artefacts/packages') },
      version: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  let failed = 0;
  for (const architecture of architecturesOf(values.arch)) {
    try {
      build(architecture, values.version ?? version, values.out);
    } catch (error) {
      failed = 1;
      process.stderr.write(`NO PACKAGES FOR ${architecture}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return failed;
}

process.exitCode = main();
