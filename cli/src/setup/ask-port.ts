import { checkPath } from './ask-checks.ts';
import type { Prompter } from './prompter.ts';
import type { FoundPort } from './serial-ports.ts';

const OTHER = 'other';

/** One of the serial ports found, or a path the person knows. */
export async function askPort(ask: Prompter, ports: readonly FoundPort[]): Promise<string> {
  const options = [...ports.map(({ path, label }) => ({ value: path, label })), { value: OTHER, label: 'Another one' }];
  const chosen = ports.length === 0 ? OTHER : await ask.choose('Its serial port', options);
  return chosen === OTHER ? ask.text({ message: 'Path of the serial port', check: checkPath }) : chosen;
}
