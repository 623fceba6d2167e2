import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { KwError } from '@kringwijzer/contract';

/** The JSON in a file, or undefined when there is no such file or it does not fit. */
export function readKept<T>(path: string, parse: (value: unknown) => T | undefined): T | undefined {
  try {
    return parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Missing or torn: the caller makes a new one, which is what both cases need.
    return undefined;
  }
}

/** Writes JSON that only this user may read: temporary file, fsync, rename. Throws KW_DATA_NOT_WRITABLE. */
export const writeKept = (path: string, value: unknown): void => writeKeptText(path, `${JSON.stringify(value)}\n`);

/** Writes text in the same way. Throws KW_DATA_NOT_WRITABLE. */
export function writeKeptText(path: string, text: string): void {
  const temporary = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(temporary, 'w', 0o600);
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, path);
  } catch (error) {
    throw new KwError('KW_DATA_NOT_WRITABLE', { path, reason: (error as Error).message }, { cause: error });
  }
}
