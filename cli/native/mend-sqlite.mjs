// Runs after `npm ci`. Node.js 24.19 and later ship a header whose ObjectWrap aborts the process when the garbage collector
// meets a statement of better-sqlite3 12 at the wrong moment. There the module is compiled once more with our object-wrap.h
// in its place. On every other Node.js this does nothing.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const [major, minor] = process.versions.node.split('.').map(Number);
const isAffected = major > 24 || (major === 24 && minor >= 19);

if (isAffected) {
  console.error(`better-sqlite3 is built with a corrected header for Node.js ${process.versions.node}; this takes a minute or two.`);
  const flags = `-include ${join(here, 'object-wrap.h')} ${process.env.CXXFLAGS ?? ''}`;
  const { status } = spawnSync('npm', ['rebuild', 'better-sqlite3', '--build-from-source', '--foreground-scripts', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, CXXFLAGS: flags, npm_config_build_from_source: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error('better-sqlite3 could not be built. Install python3, make and g++, and run npm ci again; or use Node.js 20.19 or 22.');
    process.exit(1);
  }
}
