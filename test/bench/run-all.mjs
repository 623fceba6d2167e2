// Runs every `bench:*` script of the root package in turn: `npm run bench [-- --json] [-- --quick]`.
// With --json it prints one array of the reports. Exit code 1 when one of them fails.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const names = Object.keys(scripts).filter((name) => name.startsWith('bench:'));
const args = process.argv.slice(2);
const isJson = args.includes('--json');
const reports = [];
let failed = 0;

for (const name of names) {
  if (!isJson) console.log(`== ${name} ==\n`);
  const run = spawnSync('npm', ['run', '--silent', name, '--', ...args], {
    cwd: root,
    stdio: ['ignore', isJson ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) failed += 1;
  if (!isJson) continue;
  try {
    reports.push(JSON.parse(run.stdout));
  } catch {
    console.error(`${name} printed no JSON (exit ${run.status ?? run.signal})`);
    failed += 1;
  }
}
if (isJson) console.log(JSON.stringify(reports));
else console.log(`${names.length - failed} of ${names.length} benches ended well`);
process.exitCode = failed > 0 ? 1 : 0;
