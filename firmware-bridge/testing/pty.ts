import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** True when socat, which makes pseudo terminals, is installed. */
export const hasSocat = ['/usr/bin/socat', '/usr/local/bin/socat'].some((path) => existsSync(path));

/** A pseudo terminal that can be pulled out and put back under the same path. */
export interface Pty {
  /** What the node opens. */
  readonly path: string;
  /** Puts the cable in; what `write` sends comes out of `path`. */
  readonly plug: () => Promise<void>;
  /** Pulls the cable: the terminal vanishes. */
  readonly pull: () => Promise<void>;
  readonly write: (text: string | Uint8Array) => void;
  /** What the node wrote since the last plug. */
  readonly heard: () => string;
  readonly stop: () => Promise<void>;
}

/** A terminal made by socat; its other end is socat's standard input and output. */
export function createPty(): Pty {
  const folder = mkdtempSync(join(tmpdir(), 'kw-pty-'));
  const path = join(folder, 'board');
  let child: ChildProcess | undefined;
  let heard = '';
  const plug = async (): Promise<void> => {
    heard = '';
    const made = spawn('socat', ['-d', '-d', `PTY,link=${path},raw,echo=0`, 'STDIO'], { stdio: ['pipe', 'pipe', 'pipe'] });
    child = made;
    made.stdout.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1');
    });
    made.stdin.on('error', () => undefined);
    for await (const line of made.stderr) if (String(line).includes('starting data transfer')) break;
    made.stderr.resume();
  };
  const pull = async (): Promise<void> => {
    const gone = child;
    child = undefined;
    if (gone === undefined || gone.exitCode !== null) return;
    const exit = once(gone, 'exit');
    gone.kill('SIGKILL');
    await exit;
    rmSync(path, { force: true });
  };
  return {
    path,
    plug,
    pull,
    write: (text) => void child?.stdin?.write(text),
    heard: () => heard,
    stop: async () => {
      await pull();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
