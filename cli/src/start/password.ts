import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The password of a person: from KW_PASSWORD, else asked for without showing it. */
export async function passwordOf(signal: AbortSignal): Promise<string> {
  const given = process.env['KW_PASSWORD'];
  if (given !== undefined) return given;
  process.stderr.write('Password: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY });
  try {
    return await terminal.question('', { signal });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
