import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { stagePhotoModules } from './photo-modules.ts';
import { ARCHITECTURES, type Architecture } from './roles.ts';
import { runProgram } from './run-program.ts';

/** Compiled for this major version of Node.js; better-sqlite3 and epoll do not load in another one. */
export const NODE_MAJOR = Number(process.versions.node.split('.')[0]);

/** Packages with a part that npm compiled, and where that part lies in them. */
const COMPILED = { 'better-sqlite3': 'build/Release/better_sqlite3.node', epoll: 'build/Release/epoll.node' } as const;
/** serialport brings its own for each system. */
const SERIAL = 'node_modules/@serialport/bindings-cpp/prebuilds';
const SERIAL_FILES = {
  amd64: 'linux-x64/@serialport+bindings-cpp.glibc.node',
  arm64: 'linux-arm64/@serialport+bindings-cpp.armv8.glibc.node',
};
const TRIPLETS = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const;

/** Puts the native parts for a processor into the staged programs. Throws Error with the cure when one cannot be had. */
export function stageNativeModules(root: string, to: string, architecture: Architecture): void {
  for (const [name, file] of Object.entries(COMPILED)) {
    const target = join(to, 'node_modules', name, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(compiled(root, name, architecture), target);
    strip(target, architecture);
  }
  stagePhotoModules(root, to, architecture);
  const serial = join(SERIAL, SERIAL_FILES[architecture]);
  mkdirSync(dirname(join(to, serial)), { recursive: true });
  cpSync(join(root, serial), join(to, serial));
}

/** Takes the names for a debugger out, where the tool for that processor is there. */
function strip(file: string, architecture: Architecture): void {
  chmodSync(file, 0o644);
  const tool = ARCHITECTURES[architecture] === process.arch ? 'strip' : `${TRIPLETS[architecture]}-strip`;
  if (onPath(tool)) runProgram(tool, ['--strip-unneeded', file]);
}

function compiled(root: string, name: string, architecture: Architecture): string {
  const file = COMPILED[name as keyof typeof COMPILED];
  if (ARCHITECTURES[architecture] === process.arch) return join(root, 'node_modules', name, file);
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { readonly version: string };
  const kept = join(root, 'node_modules/.cache/kringwijzer-native', `${name}-${version}-node${NODE_MAJOR}-${architecture}.node`);
  if (!existsSync(kept)) crossCompile(root, { name, file, architecture, kept });
  return kept;
}

interface Compilation {
  readonly name: string;
  readonly file: string;
  readonly architecture: Architecture;
  readonly kept: string;
}

/** Compiles a copy for another processor: the installed one stays what it is. */
function crossCompile(root: string, { name, file, architecture, kept }: Compilation): void {
  const triplet = TRIPLETS[architecture];
  if (!onPath(`${triplet}-g++`)) {
    throw new Error(`${name} cannot be compiled for ${architecture}: apt install g++-${triplet.replace('_', '-')}`);
  }
  const work = mkdtempSync(join(tmpdir(), 'kw-native-'));
  try {
    for (const part of [name, 'nan', 'bindings', 'file-uri-to-path']) {
      const filter = (path: string): boolean => !path.endsWith(`/${part}/build`);
      cpSync(join(root, 'node_modules', part), join(work, 'node_modules', part), { recursive: true, filter });
    }
    const headers = dirname(dirname(process.execPath));
    const where = existsSync(join(headers, 'include/node/node.h')) ? [`--nodedir=${headers}`] : [];
    runProgram(process.execPath, [nodeGyp(), 'rebuild', '--release', `--arch=${ARCHITECTURES[architecture]}`, ...where], {
      cwd: join(work, 'node_modules', name),
      env: { ...process.env, CC: `${triplet}-gcc`, CXX: `${triplet}-g++`, AR: `${triplet}-ar`, LINK: `${triplet}-g++` },
    });
    mkdirSync(dirname(kept), { recursive: true });
    cpSync(join(work, 'node_modules', name, file), `${kept}.new`);
    renameSync(`${kept}.new`, kept);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const onPath = (program: string): boolean => (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));

/** The node-gyp that comes with npm: the one npm itself compiles with. */
function nodeGyp(): string {
  const beside = [process.env['npm_execpath'], join(dirname(dirname(process.execPath)), 'lib/node_modules/npm/bin/npm-cli.js')];
  const found = beside
    .filter((path) => path !== undefined)
    .map((path) => join(dirname(dirname(path)), 'node_modules/node-gyp/bin/node-gyp.js'))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('node-gyp is not beside npm; start this script with npm run packages');
  return found;
}
