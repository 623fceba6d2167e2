import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { NODE_MAJOR } from './native-modules.ts';
import { type Architecture, ROLE_PACKAGES, type Role } from './roles.ts';
import { runProgram } from './run-program.ts';

const MAINTAINER = 'Kringwijzer <kringwijzer@localhost>';
const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm'] as const;
/** Oldest Node.js the programs run on (package.json of the project). */
const NODE_OLDEST = '20.19';

/** What goes into one package file. */
export interface DebOptions {
  readonly role: Role;
  readonly version: string;
  readonly architecture: Architecture;
  /** Folder of the install files: `debian` and `roles`. */
  readonly install: string;
  /** Folder that becomes the root of the package; the programs are there already. */
  readonly stage: string;
  /** Folder the package is written to. */
  readonly out: string;
}

/** Where a role's programs lie on the machine. */
export const programsFolder = (role: Role): string => `usr/lib/kringwijzer-${role}/programs`;

/** Writes one .deb and returns its path. Throws Error in dpkg-deb's own words. */
export function writeDeb(options: DebOptions): string {
  const { role, version, architecture, install, stage, out } = options;
  cpSync(join(install, 'roles', role), stage, { recursive: true });
  for (const name of ['run', 'kringwijzer']) fill(options, name, `usr/lib/kringwijzer-${role}/${name}`, 0o755);
  for (const name of SCRIPTS) fill(options, name, `DEBIAN/${name}`, 0o755);
  writeDocumentation(options);
  const files = filesBelow(stage).filter((path) => !path.startsWith('DEBIAN/'));
  write(
    stage,
    'DEBIAN/conffiles',
    files
      .filter((path) => path.startsWith('etc/'))
      .map((path) => `/${path}\n`)
      .join(''),
  );
  write(
    stage,
    'DEBIAN/md5sums',
    files
      .filter((path) => !path.startsWith('etc/'))
      .map((path) => `${md5(join(stage, path))}  ${path}\n`)
      .join(''),
  );
  write(stage, 'DEBIAN/control', control(options, files));
  runProgram('chmod', ['-R', 'u=rwX,go=rX', stage]);
  mkdirSync(out, { recursive: true });
  const file = join(out, `kringwijzer-${role}_${version}_${architecture}.deb`);
  runProgram('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z10', '--build', stage, file]);
  return file;
}

function control({ role, version, architecture, stage }: DebOptions, files: readonly string[]): string {
  const { summary, description, depends, recommends } = ROLE_PACKAGES[role];
  const bytes = files.reduce((sum, path) => sum + lstatSync(join(stage, path)).size, 0);
  const needs = [`nodejs (>= ${NODE_OLDEST})`, `nodejs (<< ${NODE_MAJOR + 1})`, 'libc6 (>= 2.34)', 'libstdc++6 (>= 12)', ...depends];
  return [
    `Package: kringwijzer-${role}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${MAINTAINER}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: ${needs.join(', ')}`,
    ...(recommends.length > 0 ? [`Recommends: ${recommends.join(', ')}`] : []),
    'Section: misc',
    'Priority: optional',
    `Description: ${summary}`,
    ` ${description}`,
    '',
  ].join('\n');
}

function writeDocumentation({ role, version, install, stage }: DebOptions): void {
  const name = `kringwijzer-${role}`;
  const folder = `usr/share/doc/${name}`;
  const root = join(install, '../..');
  write(stage, `${folder}/copyright`, `Licence: EUPL-1.2\n\n${readFileSync(join(root, 'LICENSE'), 'utf8')}`);
  const entry = `${name} (${version}) stable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n -- ${MAINTAINER}  Thu, 01 Jan 2026 00:00:00 +0000\n`;
  write(stage, `${folder}/changelog.gz`, gzipSync(entry, { level: 9 }));
}

/** A script of `debian` with the names of the role filled in. */
function fill({ role, install, stage }: DebOptions, name: string, to: string, mode: number): void {
  const { main, flags, priority } = ROLE_PACKAGES[role];
  const text = readFileSync(join(install, 'debian', name), 'utf8')
    .replaceAll('@ROLE@', role)
    .replaceAll('@FLAGS@', flags.join(' '))
    .replaceAll('@MAIN@', main)
    .replaceAll('@PRIORITY@', String(priority));
  write(stage, to, text);
  chmodSync(join(stage, to), mode);
}

function write(stage: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  writeFileSync(join(stage, path), content);
}

const filesBelow = (stage: string): string[] =>
  readdirSync(stage, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(stage, join(entry.parentPath, entry.name)))
    .filter((path) => existsSync(join(stage, path)))
    .toSorted();

const md5 = (path: string): string => createHash('md5').update(readFileSync(path)).digest('hex');
