import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { KwError } from '@kringwijzer/contract';
import { stringify } from 'yaml';
import type { Answers } from './answers.ts';
import { configOf } from './config-of.ts';

/** Where a configuration goes, and where its program keeps its data. */
export interface ConfigPlace {
  readonly file: string;
  readonly dataDir: string;
  /** Replace a file that is there; it is kept as FILE.before. */
  readonly force: boolean;
}

/**
 * Checks the configuration with the program's own loader and writes it: temporary file, fsync, rename. Throws KW_CONFIG_INVALID,
 * KW_USAGE when a file is there already, and KW_DATA_NOT_WRITABLE.
 */
export async function writeConfig(answers: Answers, { file, dataDir, force }: ConfigPlace): Promise<void> {
  if (existsSync(file) && !force) throw new KwError('KW_USAGE', { reason: `${file} is there already; --force replaces it` });
  const temporary = `${file}.new`;
  const text = `# Written by kringwijzer setup. Every key: kringwijzer ${answers.role} --print-schema\n${stringify(configOf(answers, dataDir))}`;
  try {
    writeText(temporary, text, answers.role);
    await check(answers.role, temporary, file);
    if (existsSync(file)) renameSync(file, `${file}.before`);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeText(path: string, text: string, role: Answers['role']): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const handle = openSync(path, 'w', 0o640);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    chmodSync(path, 0o640);
    // The service reads it, nobody else does: a kiosk's holds its token.
    const group = groupId(`kringwijzer-${role}`);
    if (group !== undefined && process.getuid?.() === 0) chownSync(path, 0, group);
  } catch (error) {
    throw new KwError('KW_DATA_NOT_WRITABLE', { path: dirname(path), reason: (error as Error).message }, { cause: error });
  }
}

/** The kiosk's own loader lives in its package, which the command does not depend on; its answers were checked by the same limits. */
async function check(role: Answers['role'], temporary: string, file: string): Promise<void> {
  try {
    if (role === 'hub') (await import('@kringwijzer/broker')).loadHubConfig({ file: temporary });
    if (role === 'node') (await import('@kringwijzer/firmware-bridge')).loadNodeConfig({ file: temporary });
  } catch (error) {
    if (!(error instanceof KwError)) throw error;
    throw new KwError('KW_CONFIG_INVALID', { file, reason: String(error.details['reason']) }, { cause: error });
  }
}

function groupId(name: string): number | undefined {
  if (!existsSync('/etc/group')) return undefined;
  const id = new RegExp(`^${name}:[^:]*:(\\d+):`, 'mu').exec(readFileSync('/etc/group', 'utf8'))?.[1];
  return id === undefined ? undefined : Number(id);
}
