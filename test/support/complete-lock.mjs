// Writes the lock entries of optional packages for other platforms that npm leaves out when the mirror it installed from does
// not carry them; without them `npm ci` refuses the lock file. `--check` only tells. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const PATH = new URL('../../package-lock.json', import.meta.url);
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'netbsd', 'openbsd', 'sunos', 'aix'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

/** Platform in the name of a binding: `@oxlint/binding-linux-x64-musl` is linux, x64, musl. */
function platformOf(name) {
  const words = name.split('/').pop().split('-');
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  const libc = words.includes('musl') ? ['musl'] : os === 'linux' && words.includes('gnu') ? ['glibc'] : undefined;
  return { os: [os], cpu: [cpu], ...(libc && { libc }) };
}

const lock = JSON.parse(readFileSync(PATH, 'utf8'));
const has = (from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
};
const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !has(path, name))
    .map(([name, version]) => ({ name, version, dev: entry.dev === true, platform: platformOf(name) })),
);
const unknown = missing.filter(({ platform }) => platform === undefined);
if (unknown.length > 0) {
  console.error(`No platform in the name of ${unknown.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}
if (process.argv.includes('--check')) {
  for (const { name, version } of missing) console.error(`package-lock.json lacks ${name}@${version}`);
  process.exit(missing.length === 0 ? 0 : 1);
}
for (const { name, version, dev, platform } of missing) {
  const { os, cpu, libc } = platform;
  lock.packages[`node_modules/${name}`] = { version, cpu, ...(dev && { dev: true }), ...(libc && { libc }), optional: true, os };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(PATH, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(`${missing.length} entries added`);
