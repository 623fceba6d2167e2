import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ARCHITECTURES, type Architecture } from './roles.ts';
import { runProgram } from './run-program.ts';

/** What sharp brings ready for each processor: its own binding and the library it works with. */
const PARTS = ['sharp-linux-', 'sharp-libvips-linux-'] as const;
const FOLDER = 'node_modules/@img';

/** Puts the photo library's parts for a processor into the staged programs, and those for others out. Throws Error when one cannot be had. */
export function stagePhotoModules(root: string, to: string, architecture: Architecture): void {
  for (const part of PARTS) {
    for (const cpu of Object.values(ARCHITECTURES)) rmSync(join(to, FOLDER, `${part}${cpu}`), { recursive: true, force: true });
    const name = `${part}${ARCHITECTURES[architecture]}`;
    const target = join(to, FOLDER, name);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(partOf(root, name), target, { recursive: true });
  }
}

/** Where a part lies: installed for the processor of this machine, fetched once and kept for another. */
function partOf(root: string, name: string): string {
  const installed = join(root, FOLDER, name);
  if (existsSync(installed)) return installed;
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
  };
  const version = lock.packages[`${FOLDER}/${name}`]?.version;
  if (version === undefined) throw new Error(`@img/${name} is not in package-lock.json`);
  const kept = join(root, 'node_modules/.cache/kringwijzer-native', `${name}-${version}`);
  if (!existsSync(kept)) fetchPart(`@img/${name}@${version}`, kept);
  return kept;
}

function fetchPart(wanted: string, kept: string): void {
  const work = mkdtempSync(join(tmpdir(), 'kw-photo-'));
  try {
    runProgram('npm', ['pack', wanted, '--pack-destination', work, '--silent']);
    const file = `${wanted.replace('@img/', 'img-').replace('@', '-')}.tgz`;
    runProgram('tar', ['-xzf', join(work, file), '-C', work]);
    mkdirSync(dirname(kept), { recursive: true });
    cpSync(join(work, 'package'), `${kept}.new`, { recursive: true });
    renameSync(`${kept}.new`, kept);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
