// `npm test`. Runs vitest; where a worker process died under it (a native module, not a failed test), the files it had not
// reported are run once more, and loudly: a crash is a fault to find, see the end of docs/node.md.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';

const REPORT = 'artefacts/tests.json';
const LIST = 'artefacts/test-files.json';
const vitest = (args, stdio = 'inherit') => spawnSync('npx', ['vitest', ...args], { stdio });

mkdirSync('artefacts', { recursive: true });
rmSync(REPORT, { force: true });
const given = process.argv.slice(2);
const first = vitest(['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...given]);
if (first.status === 0) process.exit(0);

const report = JSON.parse(readFileSync(REPORT, 'utf8'));
if (report.numFailedTests > 0) process.exit(1);
/** A test that was running when its process died is still called pending. */
const isDone = ({ status, assertionResults }) =>
  status === 'passed' && assertionResults.length > 0 && assertionResults.every((test) => test.status !== 'pending');
const done = new Set(report.testResults.filter(isDone).map(({ name }) => name));
vitest(['list', ...given, '--filesOnly', `--json=${LIST}`], 'ignore');
const listed = JSON.parse(readFileSync(LIST, 'utf8'));
const left = [...new Set(listed.map(({ file }) => file))].filter((file) => !done.has(file));
if (left.length === 0 || left.length > 3) process.exit(1);
console.error(`\nA worker process DIED while it ran ${left.join(', ')}. Running once more what it had not reported.\n`);
process.exit(vitest(['run', ...left]).status ?? 1);
