import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../cli/bin/kringwijzer.js', import.meta.url));
const KEPT_CHARACTERS = 4_000;

/** A `kringwijzer` process of our own: the built program, as on a real machine. */
export class KwProcess {
  readonly #child: ChildProcess;
  #said = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString()).slice(-KEPT_CHARACTERS);
    });
  }

  /** Starts a verb and resolves with the JSON line it prints when it is ready. Rejects with what it said when it ends before. */
  static async start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ process: KwProcess; ready: Record<string, unknown> }> {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const started = new KwProcess(child);
    const lines = createInterface({ input: child.stdout });
    const [first] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
    if (first === undefined) throw new Error(`kringwijzer ${args.join(' ')} ended before it was ready: ${started.#said}`);
    return { process: started, ready: JSON.parse(first) as Record<string, unknown> };
  }

  /** Runs a verb to its end and resolves with its exit code and output. */
  static async run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number; out: string; err: string }> {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const parts = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (parts.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (parts.err += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...parts };
  }

  /** Process id, to read its memory. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The end of what it wrote to its log. */
  get said(): string {
    return this.#said;
  }

  /** Ends it: `SIGKILL` is the power cut, `SIGTERM` the orderly stop. Resolves when it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill(signal);
    await gone;
  }
}
