import { execFileSync } from 'node:child_process';

/** Runs a program to its end, at most 15 minutes. Throws Error with the last lines it complained with. */
export function runProgram(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): void {
  try {
    execFileSync(program, [...args], { ...options, stdio: ['ignore', 'ignore', 'pipe'], timeout: 900_000, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { message, stderr } = error as Error & { readonly stderr?: Buffer };
    throw new Error(`${program}: ${stderr?.toString('utf8').trim().split('\n').slice(-5).join('\n') || message}`, { cause: error });
  }
}
