import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Without vector units, which cost an emulator more than they save. */
const MACHINE = '-accel tcg -cpu Westmere -M pc -nodefaults -no-user-config -display none -monitor none -nic none -no-reboot';
const KERNEL_WORDS = 'console=ttyS0 panic=-1 quiet loglevel=3 systemd.show_status=0 mitigations=off audit=0 random.trust_cpu=on';
/** Begins each line that a script of the guest says. */
export const SAID = 'KWSAID ';

/** A machine that is about to be switched on. */
export interface GuestOptions {
  readonly kernel: string;
  readonly boot: string;
  /** Unix socket of its disk. */
  readonly disk: string;
  /** Folder for its sockets. */
  readonly work: string;
  readonly memoryMb: number;
  readonly cpus: number;
  /** Takes each line it says behind the mark. */
  readonly onSaid: (line: string) => void;
}

/** A running QEMU without hardware virtualisation: its console speaks, and its second serial port has a weighing indicator. */
export class Guest {
  readonly #child: ChildProcess;
  readonly #indicator: Server;
  #plug: Socket | undefined;
  readonly #closed: Promise<unknown>;
  /** The last lines of the console, for people. */
  readonly console: string[] = [];

  private constructor(options: GuestOptions, indicator: Server, path: string) {
    this.#indicator = indicator;
    indicator.on('connection', (socket) => {
      socket.on('error', () => undefined); // a killed machine hangs up
      this.#plug = socket;
    });
    const { kernel, boot, disk, memoryMb, cpus, onSaid } = options;
    const drive = `driver=nbd,node-name=disk,server.type=unix,server.path=${disk}`;
    const args = [
      `${MACHINE} -m ${memoryMb} -smp ${cpus}`.split(' '),
      ['-kernel', kernel, '-initrd', boot, '-append', KERNEL_WORDS],
      ['-blockdev', drive, '-device', 'virtio-blk-pci,drive=disk,write-cache=on'],
      ['-serial', 'stdio', '-chardev', `socket,id=scale,path=${path}`, '-serial', 'chardev:scale'],
    ].flat();
    // It ends with us, however we end.
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', 'nice', '-n', '1', 'qemu-system-x86_64', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.#child, 'close');
    createInterface({ input: this.#child.stdout ?? process.stdin }).on('line', (text) => {
      const at = text.indexOf(SAID);
      if (at >= 0) onSaid(text.slice(at + SAID.length).trim());
      else this.console.push(text);
    });
    this.#child.stderr?.on('data', (bytes: Buffer) => this.console.push(bytes.toString('utf8')));
  }

  /** Switches a machine on. */
  static async start(options: GuestOptions): Promise<Guest> {
    const path = join(options.work, `scale-${process.hrtime.bigint()}.sock`);
    const indicator = createServer();
    await new Promise<void>((resolve) => indicator.listen(path, resolve));
    return new Guest(options, indicator, path);
  }

  /** The indicator at its serial port shows a load; it stands still. */
  show(kilograms: number): void {
    this.#plug?.write(`ST,GS,+${kilograms.toFixed(2).padStart(8, '0')}kg\r\n`);
  }

  /** Rejects with Error when it ends, with what its console said last. */
  async gone(): Promise<never> {
    await this.#closed;
    throw new Error(`the guest ended: ${this.console.slice(-8).join(' | ')}`);
  }

  /** Resolves when it has switched itself off; kills it after `mostMs` and rejects with what its console said last. */
  async ended(mostMs: number): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#child.kill('SIGKILL');
    }, mostMs);
    await this.#closed;
    clearTimeout(timer);
    this.#indicator.close();
    if (late) throw new Error(`the guest did not switch itself off within ${mostMs / 1_000} s: ${this.console.slice(-10).join(' | ')}`);
  }

  /** Pulls the plug. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
    this.#indicator.close();
  }
}
