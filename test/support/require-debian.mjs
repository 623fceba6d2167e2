// What `npm test` needs from Debian. Installs what is missing when it may (root or sudo), else prints the one line that does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const NEEDED = [
  { command: 'chromium', debian: 'chromium', why: 'pages are tested in a real browser' },
  { command: 'mosquitto', debian: 'mosquitto', why: 'delivery is tested against a second broker' },
  { command: 'influxd', debian: 'influxdb', why: 'the second store is tested on a real server' },
  { command: 'socat', debian: 'socat', why: 'serial lines are tested on real PTYs' },
  { command: 'openssl', debian: 'openssl', why: 'certificates are checked by a second implementation' },
];
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

const missing = () => NEEDED.filter(({ command }) => !FOLDERS.some((folder) => existsSync(join(folder, command))));
const run = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0;

function prefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

function install(packages) {
  const before = prefix();
  if (before === undefined || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return;
  const [command, ...args] = [...before, 'apt-get'];
  run(command, [...args, 'update', '-qq']);
  run(command, [...args, 'install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

const wanted = missing();
if (wanted.length > 0) {
  console.error(`Missing for the tests: ${wanted.map(({ command, why }) => `${command} (${why})`).join(', ')}`);
  install(wanted.map(({ debian }) => debian));
  const left = missing();
  if (left.length > 0) {
    console.error(`\nInstall it with:\n  sudo apt-get install --no-install-recommends ${left.map(({ debian }) => debian).join(' ')}\n`);
    process.exit(1);
  }
}
