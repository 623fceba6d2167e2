import { execFile } from 'node:child_process';
import { basename, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Install } from './staged-update.ts';

const HERE = 'here';
const LIMIT_MS = 15 * 60_000;
/** Answers no questions, takes an older version too, and keeps configuration files that were changed. */
const APT = ['-y', '-q', '--allow-downgrades', '-o', 'Dpkg::Options::=--force-confold', 'install'];

/** Installs a package file with apt on this machine (`here`) or over ssh, where sudo must not ask for a password. */
export function installPackage(file: string, signal: AbortSignal): Install {
  const run = async (program: string, ...args: readonly string[]): Promise<void> => {
    try {
      await promisify(execFile)(program, [...args], { timeout: LIMIT_MS, signal, maxBuffer: 16 * 1_048_576 });
    } catch (error) {
      const { message, stderr } = error as Error & { readonly stderr?: string };
      const last = stderr?.trim().split('\n').at(-1);
      throw new Error(`${program}: ${last === undefined || last === '' ? message : last}`, { cause: error });
    }
  };
  return async (target) => {
    if (target === HERE) {
      const [program = '', ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
      return run(program, ...before, ...APT, resolve(file));
    }
    // In the home of who signs in: nobody else can lay a file there, and apt takes a path that begins with a dot.
    const there = `./${basename(file)}`;
    await run('scp', '-q', '-o', 'BatchMode=yes', file, `${target}:${there}`);
    await run('ssh', '-o', 'BatchMode=yes', target, 'sudo', '-n', 'apt-get', ...APT, there);
    await run('ssh', '-o', 'BatchMode=yes', target, 'rm', '-f', there);
  };
}
