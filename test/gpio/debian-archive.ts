import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** Package files of one or more suites of Debian, by the machine's own mirror, with folders of its own: the machine's apt stays as it is. */
export interface DebianArchive {
  /** Exact version of a package, or undefined when the suites do not have it. */
  readonly show: (name: string, field: 'Version' | 'Depends') => string | undefined;
  /** Downloads package files into a folder. Throws Error in apt's own words. */
  readonly download: (folder: string, names: readonly string[]) => void;
}

/** Reads the lists of the suites into `folder`. Throws Error with the reason: not Debian, no apt, no mirror, no network. */
export function openDebianArchive(folder: string, suites: readonly string[]): DebianArchive {
  for (const below of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, below), { recursive: true });
  const sources = join(folder, 'debian.sources');
  writeFileSync(sources, sourcesFor(suites));
  const apt = (program: string, args: readonly string[], cwd = folder): string =>
    runTool(program, [...privateOptions(folder, sources), ...args], cwd);
  apt('apt-get', ['update', '-qq', '-o', 'APT::Update::Error-Mode=any']);
  return {
    show: (name, field) => new RegExp(`^${field}: (.*)$`, 'mu').exec(apt('apt-cache', ['show', name]))?.[1],
    download: (to, names) => {
      mkdirSync(to, { recursive: true });
      apt('apt-get', ['download', '-qq', ...names], to);
    },
  };
}

const privateOptions = (folder: string, sources: string): string[] =>
  [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);

/** Sources of other suites on the mirror this machine installs from. */
function sourcesFor(suites: readonly string[]): string {
  const mirror = machineMirror();
  const signed = mirror.signedBy === undefined ? '' : `Signed-By: ${mirror.signedBy}\n`;
  return `Types: deb\nURIs: ${mirror.uri}\nSuites: ${suites.join(' ')}\nComponents: main\n${signed}`;
}

/** The mirror this machine installs Debian from, by its own apt sources. Throws Error when it is no Debian or names none. */
export function machineMirror(): Mirror {
  const system = readFileSync('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME=(\w+)$/mu.exec(system)?.[1];
  if (!/^ID=debian$/mu.test(system) || codename === undefined) throw new Error('this machine does not run Debian');
  const mirror = machineMirrors().find(({ suites: own }) => own.includes(codename));
  if (mirror === undefined) throw new Error(`the apt sources of this machine name no mirror of ${codename}`);
  return mirror;
}

interface Mirror {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly signedBy: string | undefined;
}

function machineMirrors(): Mirror[] {
  const parts = readdirSync('/etc/apt/sources.list.d').map((name) => join('/etc/apt/sources.list.d', name));
  return ['/etc/apt/sources.list', ...parts].flatMap((file) => {
    const text = textOf(file);
    return file.endsWith('.sources') ? text.split(/\n\s*\n/u).flatMap(mirrorOfStanza) : text.split('\n').flatMap(mirrorOfLine);
  });
}

function mirrorOfStanza(stanza: string): Mirror[] {
  const field = (name: string): string | undefined => new RegExp(`^${name}:\\s*(.+)$`, 'mu').exec(stanza)?.[1]?.trim();
  const [uri] = field('URIs')?.split(/\s+/u) ?? [];
  return uri === undefined ? [] : [{ uri, suites: field('Suites')?.split(/\s+/u) ?? [], signedBy: field('Signed-By') }];
}

function mirrorOfLine(line: string): Mirror[] {
  const [, options = '', uri, suite] = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/u.exec(line) ?? [];
  return uri === undefined || suite === undefined ? [] : [{ uri, suites: [suite], signedBy: /signed-by=(\S+)/u.exec(options)?.[1] }];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // a list that is not there names no mirror
  }
}
