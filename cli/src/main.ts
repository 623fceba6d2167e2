import { isKwError } from '@kringwijzer/contract';
import { runCli } from './run-cli.ts';
import { VERBS } from './verbs.ts';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort());

process.exitCode = await runCli(VERBS, process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  signal: stopping.signal,
}).catch((error: unknown) => {
  process.stderr.write(`${isKwError(error) ? error.message : String((error as Error).stack ?? error)}\n`);
  return 1;
});
