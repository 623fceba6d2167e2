import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of our arm64 package under QEMU's emulation of one process. */
export class Arm64Process {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #said = '';
  #changed: () => void = () => undefined;

  /** `root` holds Debian's arm64 files; `program` is the path of kringwijzer.js in the unpacked package. */
  constructor(root: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const command = ['-L', root, `${root}/usr/bin/node`, program, ...args];
    this.#child = spawn('qemu-aarch64-static', command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.#lines.push(line);
        this.#changed();
      });
    }
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#said += bytes.toString('utf8');
    });
    this.#child.once('exit', () => this.#changed());
  }

  /** The first line it printed, as JSON. Rejects with Error and what it said when it ends before. */
  async firstLine(): Promise<Record<string, string>> {
    while (this.#lines.length === 0) {
      if (this.#child.exitCode !== null) throw new Error(`it ended with ${this.#child.exitCode}: ${this.#said.slice(-500)}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    return JSON.parse(this.#lines[0] ?? '') as Record<string, string>;
  }

  /** Everything it printed, and its exit code, when it has ended. */
  async ended(): Promise<{ readonly code: number | null; readonly lines: readonly string[]; readonly said: string }> {
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    return { code: this.#child.exitCode, lines: this.#lines, said: this.#said };
  }

  /** Asks it to stop and waits until it has. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return (await this.ended()).code;
  }
}
