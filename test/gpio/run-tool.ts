import { execFileSync } from 'node:child_process';

const LIMIT_MS = 600_000;

/** Standard output of a program. Throws Error with the last line the program complained with, or with its name when it said nothing. */
export function runTool(program: string, args: readonly string[], folder?: string): string {
  try {
    return execFileSync(program, [...args], {
      encoding: 'utf8',
      timeout: LIMIT_MS,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(folder !== undefined && { cwd: folder }),
    });
  } catch (error) {
    const { message, stderr } = error as Error & { readonly stderr?: string };
    throw new Error(stderr?.trim().split('\n').at(-1) || message, { cause: error });
  }
}
