import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { KwError } from '@kringwijzer/contract';

/** How long socat may take to make the PTY, in ms. */
const START_MS = 5000;

/** A serial port in /dev that is really the line of an emulated board. */
export interface PtyLink {
  /** Path to open as a serial port; the same after `pull` and `put`. */
  readonly path: string;
  /** Pulls the plug: the port vanishes as with a USB adapter. Resolves when it is gone. */
  pull(): Promise<void>;
  /** Puts the plug back. Resolves when the port can be opened. */
  put(): Promise<void>;
  /** Pulls the plug for good and removes what was made. May be called twice. */
  close(): Promise<void>;
}

/** Joins a stream to a real PTY by socat. Throws KW_PROGRAM_MISSING without socat. What the board sends while the plug is out is lost, as on a cable. */
export async function linkPty(uart: Duplex): Promise<PtyLink> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-pty-'));
  const link = new SocatLink(uart, join(folder, 'tty'), folder);
  try {
    await link.put();
  } catch (error) {
    await link.close();
    throw error;
  }
  return link;
}

class SocatLink implements PtyLink {
  readonly path: string;
  readonly #uart: Duplex;
  readonly #folder: string;
  #socat: ChildProcess | undefined;
  #held: number | undefined;

  constructor(uart: Duplex, path: string, folder: string) {
    this.#uart = uart;
    this.path = path;
    this.#folder = folder;
    uart.on('data', this.#toPty);
  }

  async put(): Promise<void> {
    if (this.#socat !== undefined) return;
    const socat = spawn('socat', ['-d', '-d', `pty,rawer,link=${this.path}`, 'stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#socat = socat;
    socat.stdin.on('error', () => {
      // The plug was pulled while bytes were on their way: they are lost, as on a cable.
    });
    socat.stdout.on('data', (chunk: Buffer) => this.#uart.write(chunk));
    await started(socat);
    // Held open so that the PTY stays when a reader closes it: without a slave socat sees an end of file and leaves.
    this.#held = openSync(this.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  }

  async pull(): Promise<void> {
    const socat = this.#socat;
    this.#socat = undefined;
    if (this.#held !== undefined) closeSync(this.#held);
    this.#held = undefined;
    if (socat === undefined || socat.exitCode !== null || socat.signalCode !== null || socat.pid === undefined) return;
    const gone = once(socat, 'exit');
    socat.kill('SIGTERM');
    await gone;
  }

  async close(): Promise<void> {
    this.#uart.off('data', this.#toPty);
    await this.pull();
    await rm(this.#folder, { recursive: true, force: true });
  }

  readonly #toPty = (chunk: Buffer): void => {
    this.#socat?.stdin?.write(chunk);
  };
}

/** Resolves when socat says that it passes data on. */
async function started(socat: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`socat did not start: ${said}`)), START_MS);
    const settle = (end: () => void): void => {
      clearTimeout(late);
      end();
    };
    socat.once('error', (cause) =>
      settle(() => reject(new KwError('KW_PROGRAM_MISSING', { program: 'socat', package: 'socat' }, { cause }))),
    );
    socat.once('exit', () => settle(() => reject(new Error(`socat ended: ${said}`))));
    socat.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-1000);
      if (said.includes('starting data transfer loop')) settle(resolve);
    });
  });
}
